"""Assignment where limits overlap so that no network holds them: every question is put to the exact solver.

That happens where experts of one employer are partly of the agency and partly not, and both two employers and an
external expert are asked for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from consortia.analysis.assignment.certifying import ExactModel
from consortia.analysis.assignment.reach import FAR, reach_of
from consortia.analysis.assignment.trading import Best
from consortia.analysis.assignment.values import Problem, Truth, Whole
from consortia.analysis.assignment.worst_off import Floor, lowest_of


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Filled:
    """A choice that fills as many places as could be found, and whether no other fills more."""

    best: Best
    fullest: bool


def fill_exactly(problem: Problem, *, effort: float) -> Filled:
    """Return the best total among assignments that fill most places."""
    most = ExactModel(problem, problem.needs, all_places=False)
    most.raise_the_number()
    filled = most.solve(effort)
    if filled.chosen is None:
        raise AssertionError("pinned pairs contradict each other")
    best = ExactModel(problem, problem.needs, all_places=False)
    best.require_number(int(filled.chosen.sum()))
    best.raise_the_total()
    told = best.solve(effort, hint=filled.chosen)
    chosen = filled.chosen if told.chosen is None else told.chosen
    total = problem.total(chosen)
    bound = total if told.proven or told.bound is None else max(total, told.bound)
    return Filled(best=Best(chosen=chosen, total=total, bound=bound), fullest=filled.proven)


def floor_exactly(problem: Problem, *, places: Whole, counted: Truth, start: Truth, effort: float) -> Floor:
    """Return the best floor for the places that `start` fills."""
    low = lowest_of(problem, counted, start)
    reach = reach_of(problem, places, counted)
    best = np.full(len(places), -FAR)
    np.maximum.at(best, problem.of, reach)
    model = ExactModel(problem, places)
    high = max(low, int(best[counted].min()))
    model.raise_the_lowest(counted, low=low, high=high)
    told = model.solve(effort, hint=start)
    chosen = start if told.chosen is None else told.chosen
    lowest = lowest_of(problem, counted, chosen)
    return Floor(
        chosen=chosen, lowest=lowest, bound=lowest if told.proven else max(lowest, min(high, told.bound or high))
    )


def total_exactly(problem: Problem, *, places: Whole, counted: Truth, floor: Floor, effort: float) -> Best:
    """Return the best total at the floor."""
    model = ExactModel(problem, places)
    model.require_sums(counted, floor.lowest)
    model.raise_the_total()
    told = model.solve(effort, hint=floor.chosen)
    chosen = floor.chosen if told.chosen is None else told.chosen
    total = problem.total(chosen)
    bound = total if told.proven or told.bound is None else max(total, told.bound)
    return Best(chosen=chosen, total=total, bound=bound)
