"""`consortia experts assign`: the best experts for applications, from three tables."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from consortia.analysis.assignment import Aim, Problem, Solution, assign, problem_of
from consortia.cli.assignment_files import read_numbers, read_scores
from consortia.cli.assignment_words import Reasons
from consortia.cli.calls_option import format_option
from consortia.cli.printing import counted, show, show_json

Scores = Mapping[tuple[str, str], Decimal]

file_option = click.Path(path_type=Path)
IN_WORDS = {
    "optimal": "proven best",
    "feasible": "not proven best",
    "infeasible": "not every demand can be met",
}


@click.command(name="assign")
@click.option("--applications", required=True, type=file_option, help="CSV with application, experts_needed.")
@click.option("--experts", required=True, type=file_option, help="CSV with expert, max_load.")
@click.option("--scores", required=True, type=file_option, help="CSV with application, expert, score: allowed pairs.")
@click.option(
    "--aim",
    type=click.Choice(["worst-off", "total"]),
    default="worst-off",
    show_default=True,
    help="worst-off: the smallest sum of an application's scores first, then the total.",
)
@format_option
def assign_experts(applications: Path, experts: Path, scores: Path, aim: Aim, form: str) -> None:
    """Give each application the experts it needs: proven best, or with how far from best it may be.

    Pairs that are not in --scores are not allowed. As many places as possible are filled, whatever the aim. Exit code
    0: every place is filled; 1: some stay empty, and the answer says why; 2: a file could not be read.
    """
    needs = read_numbers(applications, "application", "experts_needed")
    loads = read_numbers(experts, "expert", "max_load")
    given = read_scores(scores, applications=needs, experts=loads, named_in=(applications, experts))
    problem = problem_of(needs, loads, given)
    solution = assign(problem, aim)
    result = _values(problem, solution, given, order=(list(needs), list(loads)))
    if form == "json":
        show_json(result)
    else:
        show("\n".join(_lines(result, needs)))
    for note in _notes(problem, solution):
        show(note, as_error=True)
    sys.exit(1 if result["unserved"] else 0)


def _values(
    problem: Problem, solution: Solution, given: Scores, *, order: tuple[list[str], list[str]]
) -> dict[str, Any]:
    applications, experts = ({each: place for place, each in enumerate(names)} for names in order)
    pairs = sorted(
        (
            (problem.applications[problem.of[at]], problem.experts[problem.by[at]])
            for at in solution.chosen.nonzero()[0]
        ),
        key=lambda pair: (applications[pair[0]], experts[pair[1]]),
    )
    sums: dict[str, Decimal] = {}
    for pair in pairs:
        sums[pair[0]] = sums.get(pair[0], Decimal(0)) + given[pair]
    missing = dict(zip(problem.applications, solution.missing.tolist(), strict=True))
    served = [each for each in order[0] if each in sums and not missing[each]]
    reasons = Reasons(problem, (problem.needs > 0) & (solution.missing == 0))
    return {
        "status": solution.status,
        "objective": _number(sum(sums.values(), Decimal(0))),
        "bound": _number(_bound(problem, solution, places=len(pairs))),
        "worst_off": _number(min(sums[each] for each in served)) if served else None,
        "assignments": [{"application": of, "expert": by, "score": _number(given[of, by])} for of, by in pairs],
        "unserved": [
            {"application": each, "missing": missing[each], "reason": reasons.of(each)}
            for each in order[0]
            if missing[each]
        ],
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
    taken = len(result["assignments"])
    yield f"{taken} of {counted(sum(needs.values()), 'place')} filled: {IN_WORDS[result['status']]}"
    worst = "" if result["worst_off"] is None else f", worst-off application {result['worst_off']}"
    yield f"total {result['objective']} (at most {result['bound']}){worst}"
    of: dict[str, list[str]] = {each: [] for each in needs}
    for each in result["assignments"]:
        of[each["application"]].append(f"{each['expert']} ({each['score']})")
    for application, experts in of.items():
        yield f"  {application}: {', '.join(experts) or 'nobody'}"
    for each in result["unserved"]:
        yield f"{each['application']} stays short of {counted(each['missing'], 'expert')}: {each['reason']}"
