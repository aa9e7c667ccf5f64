"""From what a round asks for to a plan: first every place filled, then the worst-off application, then the total.

Where pairs are to be kept, as few of them change as can be, and the total comes next. Where chance is asked for, the
total to be expected comes first, and one plan is drawn.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from typing import Final

import numpy as np

from consortia.analysis.assignment import (
    Draw,
    PinnedError,
    Request,
    Solution,
    any_contradiction,
    assign,
    barred_alone,
    bits_of,
    contradiction_of,
    drawn,
    problem_for,
    reassign,
)
from consortia.analysis.assignment.values import Problem, Truth, Whole
from consortia.analysis.fit import Fits, fits_of
from consortia.analysis.planning.values import (
    Asked,
    Drawn,
    Mask,
    Pair,
    PlannedPair,
    Ready,
    RoundInputs,
    RoundPlan,
    Unserved,
)

# Each contradiction takes a search of its own; a plan that leaves many short has a common cause.
MOST_EXPLAINED: Final = 12


def plan_round(inputs: RoundInputs) -> RoundPlan:
    """Return the best plan, proven or with how far from best it may be; nothing but the inputs decides it."""
    applications, experts = _sorted(inputs)
    fits = fits_of([each.expertise for each in experts], [each.brief for each in applications])
    request = _request(inputs, applications, experts, fits)
    problem = problem_for(request)
    draw: Draw | None = None
    try:
        if inputs.chance:
            draw = drawn(problem, most=inputs.chance.most, seed=inputs.chance.seed)
            solution = draw.solution
        else:
            solution = _keeping(problem, inputs) if inputs.kept else assign(problem)
    except PinnedError:
        return _pinned_apart(request)
    pairs = tuple(_pairs(inputs, problem, solution.chosen, fits, draw))
    return RoundPlan(
        status=solution.status,
        pairs=pairs,
        unserved=tuple(_unserved(request, solution)),
        total=solution.total,
        bound=solution.bound,
        worst_off=solution.worst_off,
        worst_off_bound=solution.worst_off_bound,
        scores_sha256=hashlib.sha256(fits.score.astype("<i8").tobytes()).hexdigest(),
        drawn=_told(problem, draw) if draw else None,
    )


def _keeping(problem: Problem, inputs: RoundInputs) -> Solution:
    """As many pairs stay as can, and of the plans that keep as many the one of the highest total is taken."""
    before = np.array(
        [
            (problem.experts[by], problem.applications[of]) in inputs.kept
            for of, by in zip(problem.of.tolist(), problem.by.tolist(), strict=True)
        ],
        dtype=np.bool_,
    )
    anew = assign(problem, "total")  # tells at once where pins contradict each other
    chosen = reassign(problem, before).chosen
    total = problem.total(chosen)
    missing = problem.needs - problem.filled(chosen)
    return Solution(
        chosen=chosen,
        status="infeasible" if missing.any() else "optimal",
        total=total,
        bound=anew.bound,
        worst_off=_worst_off(problem, chosen, missing),
        worst_off_bound=None,
        missing=missing,
    )


def _told(problem: Problem, draw: Draw) -> Drawn:
    held_back = np.flatnonzero(draw.held_back).tolist()
    return Drawn(
        expected=float(draw.lottery.expected),
        likeliest=draw.likeliest(problem),
        best=draw.best.total,
        held_back=tuple(problem.applications[each] for each in held_back),
    )


def _pinned_apart(request: Request) -> RoundPlan:
    """Pins that break a demand by themselves: nothing is planned before one of them goes."""
    found = any_contradiction(request)
    demands = found.demands if found else ()
    applications = [each.application for each in demands if each.application]
    unserved = Unserved(application=min(applications, default=""), missing=0, demands=demands, room=0)
    return RoundPlan(
        status="infeasible",
        pairs=(),
        unserved=(unserved,),
        total=0,
        bound=0,
        worst_off=None,
        worst_off_bound=None,
    )


def _sorted(inputs: RoundInputs) -> tuple[list[Asked], list[Ready]]:
    """In the order of ids, so that no order of rows changes the plan."""
    return sorted(inputs.applications, key=lambda each: each.id), sorted(inputs.experts, key=lambda each: each.id)


def _request(inputs: RoundInputs, applications: list[Asked], experts: list[Ready], fits: Fits) -> Request:
    names, barred = bits_of({name: rule(inputs, applications, experts) for name, rule in _ALLOWED.items()})
    employers = {name: at for at, name in enumerate(sorted({each.employer for each in experts}))}
    where = ({each.id: at for at, each in enumerate(applications)}, {each.id: at for at, each in enumerate(experts)})
    return Request(
        applications=tuple(each.id for each in applications),
        needs=np.array([each.needs for each in applications], dtype=np.int64),
        experts=tuple(each.id for each in experts),
        loads=np.array([each.load for each in experts], dtype=np.int64),
        score=fits.score,
        barred=barred,
        masks=names,
        employers=np.array([employers[each.employer] for each in experts], dtype=np.int64),
        external=np.array([each.external for each in experts], dtype=np.bool_),
        outsiders=np.array([each.external for each in applications], dtype=np.bool_),
        pins=frozenset(_places(inputs.pinned, where)),
    )


def _places(pairs: frozenset[Pair], where: tuple[Mapping[str, int], Mapping[str, int]]) -> Iterator[tuple[int, int]]:
    rows, columns = where
    for expert, application in pairs:
        if application in rows and expert in columns:
            yield rows[application], columns[expert]


def _outside(
    pairs: Callable[[RoundInputs], frozenset[Pair]],
) -> Callable[[RoundInputs, list[Asked], list[Ready]], Truth]:
    def allowed(inputs: RoundInputs, applications: list[Asked], experts: list[Ready]) -> Truth:
        closed = pairs(inputs)
        return _table([[(expert.id, asked.id) not in closed for expert in experts] for asked in applications], experts)

    return allowed


def _reads(_inputs: RoundInputs, applications: list[Asked], experts: list[Ready]) -> Truth:
    return _table([[asked.language in expert.languages for expert in experts] for asked in applications], experts)


def _knows(_inputs: RoundInputs, applications: list[Asked], experts: list[Ready]) -> Truth:
    known = [expert.expertise.fields for expert in experts]
    return _table([[asked.brief.field in fields for fields in known] for asked in applications], experts)


def _here(_inputs: RoundInputs, applications: list[Asked], experts: list[Ready]) -> Truth:
    return _table([[not expert.away for expert in experts] for _asked in applications], experts)


def _table(rows: list[list[bool]], experts: list[Ready]) -> Truth:
    return np.array(rows, dtype=np.bool_).reshape(len(rows), len(experts))


_ALLOWED: Final[Mapping[Mask, Callable[[RoundInputs, list[Asked], list[Ready]], Truth]]] = {
    "conflict": _outside(lambda inputs: inputs.conflicts),
    "country": _outside(lambda inputs: inputs.same_country),
    "language": _reads,
    "field": _knows,
    "away": _here,
    "forbidden": _outside(lambda inputs: inputs.forbidden),
}


def _pairs(
    inputs: RoundInputs, problem: Problem, chosen: Truth, fits: Fits, draw: Draw | None
) -> Iterator[PlannedPair]:
    for at in np.flatnonzero(chosen):
        of, by = int(problem.of[at]), int(problem.by[at])
        fit = fits.why(of, by)
        pair = (problem.experts[by], problem.applications[of])
        yield PlannedPair(
            application=pair[1],
            expert=pair[0],
            score=fit.score,
            words=fit.words,
            priorities=fit.priorities,
            pinned=pair in inputs.pinned,
            kept=pair in inputs.kept,
            chance=draw.chance(int(at)) if draw else None,
        )


def _worst_off(problem: Problem, chosen: Truth, missing: Whole) -> int | None:
    served = (missing == 0) & (problem.needs > 0)
    return int(problem.sums(chosen)[served].min()) if served.any() else None


def _unserved(request: Request, solution: Solution) -> Iterator[Unserved]:
    missing = dict(zip(request.applications, solution.missing.tolist(), strict=True))
    served = [each for each, number in missing.items() if not number]
    alone = barred_alone(request)
    row = {each: at for at, each in enumerate(request.applications)}
    for at, application in enumerate(each for each, number in missing.items() if number):
        found = contradiction_of(request, application, served) if at < MOST_EXPLAINED else None
        yield Unserved(
            application=application,
            missing=missing[application],
            demands=found.demands if found else (),
            room=found.room if found else 0,
            barred_alone=tuple((mask, int(numbers[row[application]])) for mask, numbers in alone.items()),
        )
