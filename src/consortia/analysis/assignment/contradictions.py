"""Demands that contradict each other, as few as can be: without any one of them the others can all be met.

A place stays empty where the experts whom some applications may have cannot take all the places that these need (Hall's
condition). The cut that stops the flow shows those applications and experts; what is not needed for the contradiction
is then taken away, whole groups first where that goes (Junker 2004, "QuickXplain").
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from consortia.analysis.assignment.certifying import fills_all
from consortia.analysis.assignment.demands import Demand, Request, problem_for
from consortia.analysis.assignment.network import Network, NotNestedError, fill_most, network_of, reached
from consortia.analysis.assignment.values import Problem, Whole

Fits = Callable[[Sequence[Demand]], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Demands that cannot all be met, though all but any one of them can.

    `places` is how many experts the applications among them need; `room` how many of these can be filled at most.
    """

    demands: tuple[Demand, ...]
    places: int
    room: int


def contradiction_of(request: Request, short: str, served: Sequence[str]) -> Contradiction | None:
    """Return why an application stays short of experts, beside those that are served in full.

    `None` where it could be served beside them: then others that stay short hold what it would need.
    """
    names = {*served, short}
    small = _only(request, [place for place, each in enumerate(request.applications) if each in names])
    demands = small.demands()
    if can_be_met(small, demands):
        return None
    return _shrunk(small, short, demands)


def any_contradiction(request: Request) -> Contradiction | None:
    """Return demands that contradict each other, `None` where all can be met."""
    demands = request.demands()
    return None if can_be_met(request, demands) else _shrunk(request, "", demands)


def can_be_met(request: Request, demands: Sequence[Demand]) -> bool:
    """Whether an assignment meets these demands."""
    problem = problem_for(request, demands)
    if _pins_too_many(problem):
        return False
    try:
        network = network_of(problem)
    except NotNestedError:
        return fills_all(problem)
    return _filled(network, fill_most(network)) == int(problem.needs.sum())


def _shrunk(request: Request, short: str, demands: Sequence[Demand]) -> Contradiction:
    """Take away what the contradiction does not need, and tell what is left."""
    cut = _of_the_cut(request, demands)
    fits = lambda kept: can_be_met(request, kept)  # noqa: E731  # named by what it answers
    last = [each for each in cut if each == Demand(kind="need", application=short)]
    # What is asked of the application itself tells most, so it is kept longest; others' needs and loads go first.
    order = sorted((each for each in cut if each not in last), key=lambda each: (each.application != short, each))
    found = (*last, *smallest(last, order, fits))
    places = sum(int(request.needs[request.applications.index(e.application)]) for e in found if e.kind == "need")
    return Contradiction(demands=tuple(sorted(found)), places=places, room=_room(request, found))


def smallest(background: Sequence[Demand], demands: Sequence[Demand], fits: Fits) -> list[Demand]:
    """Return the fewest of these demands, none of them to spare, that do not fit beside the background.

    Those that come first are kept by preference. `fits` must say no for all of them together.
    """
    if not fits(background):
        return []
    if len(demands) == 1:
        return list(demands)
    half = len(demands) // 2
    first, second = demands[:half], demands[half:]
    if not fits([*background, *first]):
        return smallest(background, first, fits)
    of_second = smallest([*background, *first], second, fits)
    return [*smallest([*background, *of_second], first, fits), *of_second]


def _of_the_cut(request: Request, demands: Sequence[Demand]) -> list[Demand]:
    """Only the demands of applications and experts before the cut that stops the flow: they contradict already."""
    problem = problem_for(request, demands)
    if _pins_too_many(problem):
        return list(demands)
    try:
        network = network_of(problem)
    except NotNestedError:
        return list(demands)
    before = reached(network, fill_most(network))
    applications = {each for place, each in enumerate(request.applications) if before[place]}
    experts = {each for place, each in enumerate(request.experts) if before[len(request.applications) + place]}
    near = [each for each in demands if _touches(each, applications, experts)]
    return near if not can_be_met(request, near) else list(demands)


def _touches(demand: Demand, applications: set[str], experts: set[str]) -> bool:
    if demand.kind == "pin":
        return demand.application in applications or demand.expert in experts
    return demand.expert in experts if demand.kind == "load" else demand.application in applications


def _room(request: Request, demands: Sequence[Demand]) -> int:
    problem = problem_for(request, demands)
    try:
        network = network_of(problem)
    except NotNestedError:
        return int(problem.needs.sum()) - 1
    return _filled(network, fill_most(network))


def _filled(network: Network, flows: Whole) -> int:
    return int(flows[: len(network.free)].sum() + network.problem.pinned.sum())


def _pins_too_many(problem: Problem) -> bool:
    """Whether pinned pairs alone ask for more than an application needs, an expert takes, or a limit lets through."""
    over = (problem.filled(problem.pinned) > problem.needs).any() or (
        problem.taken(problem.pinned) > problem.loads
    ).any()
    return bool(over) or any(
        (np.bincount(limit.group[problem.pinned & (limit.group >= 0)], minlength=len(limit.most)) > limit.most).any()
        for limit in problem.limits
    )


def _only(request: Request, rows: Sequence[int]) -> Request:
    """The request of some applications alone."""
    at = {row: place for place, row in enumerate(rows)}
    return Request(
        applications=tuple(request.applications[row] for row in rows),
        needs=request.needs[list(rows)],
        experts=request.experts,
        loads=request.loads,
        score=request.score[list(rows)],
        barred=request.barred[list(rows)],
        masks=request.masks,
        employers=request.employers,
        external=request.external,
        outsiders=None if request.outsiders is None else request.outsiders[list(rows)],
        pins=frozenset((at[of], by) for of, by in request.pins if of in at),
        unit=request.unit,
    )
