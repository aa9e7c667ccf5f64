"""`consortia experts assign`: the best experts for applications, from three tables."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import click

from consortia.analysis.assignment import Aim, Draw, Problem, Solution, assign, drawn, problem_of
from consortia.cli.assignment_files import read_numbers, read_scores
from consortia.cli.assignment_words import Reasons
from consortia.cli.calls_option import format_option
from consortia.cli.printing import counted, show, show_json

Scores = Mapping[tuple[str, str], Decimal]

SEEDS: Final = 2**32
# Chances are reckoned in whole parts, so a bound may not be finer.
FINEST: Final = 1000
BY_THE_BOUND: Final = "the chance allowed for a pair leaves it short in this draw: allow a higher one"

file_option = click.Path(path_type=Path)
IN_WORDS = {
    "optimal": "proven best",
    "feasible": "not proven best",
    "infeasible": "not every demand can be met",
}


class _Chance(click.ParamType[Fraction]):
    """A number above 0 and up to 1, kept exactly."""

    name = "chance"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Fraction:
        """Return the chance as typed: 0.4, or 2/5."""
        try:
            chance = Fraction(str(value))
        except (ValueError, ZeroDivisionError):
            chance = Fraction(0)
        if not 0 < chance <= 1 or chance.denominator > FINEST:
            self.fail(
                f"{value!r} is not a number above 0 and up to 1, such as 0.5 (at most three decimals).", param, ctx
            )
        return chance


CHANCE: Final = _Chance()


@click.command(name="assign")
@click.option("--applications", required=True, type=file_option, help="CSV with application, experts_needed.")
@click.option("--experts", required=True, type=file_option, help="CSV with expert, max_load.")
@click.option("--scores", required=True, type=file_option, help="CSV with application, expert, score: allowed pairs.")
@click.option(
    "--aim",
    type=click.Choice(["worst-off", "total"]),
    help="worst-off: the smallest sum of an application's scores first, then the total.  [default: worst-off]",
)
@click.option(
    "--chance-at-most",
    type=CHANCE,
    help="Draw by chance, the total first: no pair is likelier than this, a number above 0 and up to 1.",
)
@click.option("--seed", type=int, help="The seed of the draw; the same seed draws the same.  [default: a new one]")
@format_option
def assign_experts(
    *,
    applications: Path,
    experts: Path,
    scores: Path,
    aim: Aim | None,
    chance_at_most: Fraction | None,
    seed: int | None,
    form: str,
) -> None:
    """Give each application the experts it needs: proven best, or with how far from best it may be.

    Pairs that are not in --scores are not allowed. As many places as possible are filled, whatever the aim. With
    --chance-at-most the assignment is drawn, so that nobody can count on a pair, and each says its chance. Exit code
    0: every place is filled; 1: some stay empty, and the answer says why; 2: a file could not be read.
    """
    if seed is not None and chance_at_most is None:
        raise click.UsageError("--seed is for a draw: say with --chance-at-most how likely a pair may be.")
    if aim == "worst-off" and chance_at_most is not None:
        raise click.UsageError("--aim worst-off is not for a draw, in which the total counts: leave it out.")
    needs = read_numbers(applications, "application", "experts_needed")
    loads = read_numbers(experts, "expert", "max_load")
    given = read_scores(scores, applications=needs, experts=loads, named_in=(applications, experts))
    problem = problem_of(needs, loads, given)
    order = (list(needs), list(loads))
    if chance_at_most is None:
        solution = assign(problem, aim or "worst-off")
        result = _values(problem, solution, given, order=order)
    else:
        seed = secrets.randbelow(SEEDS) if seed is None else seed
        draw = drawn(problem, most=chance_at_most, seed=seed)
        solution = draw.solution
        result = _drawn_values(problem, draw, given, order=order) | {"drawn": _told(problem, draw, seed)}
    if form == "json":
        show_json(result)
    else:
        show("\n".join(_lines(result, needs)))
    for note in _notes(problem, solution):
        show(note, as_error=True)
    sys.exit(1 if result["unserved"] else 0)


def _values(
    problem: Problem,
    solution: Solution,
    given: Scores,
    *,
    order: tuple[list[str], list[str]],
    best: Solution | None = None,
) -> dict[str, Any]:
    pairs = _pairs(problem, solution, order)
    sums: dict[str, Decimal] = {}
    for pair in pairs:
        sums[pair[0]] = sums.get(pair[0], Decimal(0)) + given[pair]
    unserved = list(_unserved(problem, solution, order[0], best=best or solution))
    short = {each["application"] for each in unserved}
    served = [total for application, total in sums.items() if application not in short]
    return {
        "status": solution.status,
        "objective": _number(sum(sums.values(), Decimal(0))),
        "bound": _number(_bound(problem, solution, places=len(pairs))),
        "worst_off": _number(min(served)) if served else None,
        "assignments": [{"application": of, "expert": by, "score": _number(given[of, by])} for of, by in pairs],
        "unserved": unserved,
    }


def _pairs(problem: Problem, solution: Solution, order: tuple[list[str], list[str]]) -> list[tuple[str, str]]:
    """Who has whom, in the order of the tables."""
    applications, experts = ({each: place for place, each in enumerate(names)} for names in order)
    pairs = [
        (problem.applications[problem.of[at]], problem.experts[problem.by[at]]) for at in solution.chosen.nonzero()[0]
    ]
    return sorted(pairs, key=lambda pair: (applications[pair[0]], experts[pair[1]]))


def _unserved(
    problem: Problem, solution: Solution, applications: list[str], *, best: Solution
) -> Iterator[dict[str, Any]]:
    """Who stays short, and why; no demand stands against those whom the best assignment serves, only the bound."""
    missing, lacking = (
        dict(zip(problem.applications, each.missing.tolist(), strict=True)) for each in (solution, best)
    )
    reasons = Reasons(problem, best.chosen)
    for each in applications:
        if missing[each]:
            reason = reasons.of(each) if lacking[each] else BY_THE_BOUND
            yield {"application": each, "missing": missing[each], "reason": reason}


def _drawn_values(problem: Problem, draw: Draw, given: Scores, *, order: tuple[list[str], list[str]]) -> dict[str, Any]:
    """The same keys, with the chance of each pair; who would have all without the bound stays short for that."""
    places = {
        (problem.applications[of], problem.experts[by]): at
        for at, (of, by) in enumerate(zip(problem.of.tolist(), problem.by.tolist(), strict=True))
    }
    result = _values(problem, draw.solution, given, order=order, best=draw.best)
    for each in result["assignments"]:
        each["chance"] = draw.chance(places[each["application"], each["expert"]])
    return result


def _told(problem: Problem, draw: Draw, seed: int) -> dict[str, Any]:
    """What was certain before the draw, and the seed that draws the same again."""
    return {
        "chance_at_most": float(draw.lottery.most),
        "likeliest": draw.likeliest(problem),
        "expected": _number(round(Decimal(float(draw.lottery.expected)) * problem.unit, 4).normalize()),
        "seed": seed,
        "held_back": [problem.applications[each] for each in draw.held_back.nonzero()[0]],
    }


def _bound(problem: Problem, solution: Solution, *, places: int) -> Decimal:
    """No total is higher; where scores were rounded, by half a unit a place at most."""
    return solution.bound * problem.unit + (places * problem.unit / 2 if problem.rounded else 0)


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _notes(problem: Problem, solution: Solution) -> Iterator[str]:
    if problem.rounded:
        yield f"Some scores are finer than can be reckoned with here; they were rounded to {problem.unit}."
    floor, lowest = solution.worst_off_bound, solution.worst_off
    if floor is not None and lowest is not None and floor > lowest:
        yield (
            f"The worst-off application has {lowest * problem.unit}; that none could have more than "
            f"{floor * problem.unit} is proven, not that none can have more than it has."
        )


def _lines(result: Mapping[str, Any], needs: Mapping[str, int]) -> Iterator[str]:
    taken, draw = len(result["assignments"]), result.get("drawn")
    how = f"drawn with seed {draw['seed']}" if draw else IN_WORDS[result["status"]]
    yield f"{taken} of {counted(sum(needs.values()), 'place')} filled: {how}"
    worst = "" if result["worst_off"] is None else f", worst-off application {result['worst_off']}"
    bound = f"{'without chance' if draw else 'at most'} {result['bound']}"
    yield f"total {result['objective']} ({bound}){worst}"
    if draw:
        yield (
            f"no pair was likelier than {draw['chance_at_most']:g}, the likeliest {draw['likeliest']:g}; "
            f"a total of {draw['expected']} was to be expected"
        )
    if draw and draw["held_back"]:
        yield f"the bound alone may leave short: {', '.join(draw['held_back'])}"
    of: dict[str, list[str]] = {each: [] for each in needs}
    for each in result["assignments"]:
        of[each["application"]].append(f"{each['expert']} ({each['score']})")
    for application, experts in of.items():
        yield f"  {application}: {', '.join(experts) or 'nobody'}"
    for each in result["unserved"]:
        yield f"{each['application']} stays short of {counted(each['missing'], 'expert')}: {each['reason']}"
