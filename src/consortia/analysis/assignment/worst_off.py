"""The best worst-off application, and the best total beneath it.

To give the worst-off application as much as possible is hard in general (Garg et al. 2010, "Assigning papers to
referees"). Three things together settle almost every case: a ceiling from what applications can reach at all, flows in
which applications that lack something weigh more from round to round, and an exact solver for what is left.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from consortia.analysis.assignment.certifying import MOST_PAIRS, ExactModel
from consortia.analysis.assignment.network import fill_best, network_of
from consortia.analysis.assignment.reach import highest_floor, reach_of
from consortia.analysis.assignment.values import Problem, Truth, Whole

ROUNDS = 25
# An application weighs one such unit at first, and at most so many when it lacks something.
UNIT_WEIGHT = 64
MOST_WEIGHT = 2**14


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Floor:
    """A choice, the smallest sum in it among the applications that count, and a bound on any such sum."""

    chosen: Truth
    lowest: int
    bound: int


def best_floor(problem: Problem, *, places: Whole, counted: Truth, start: Truth, effort: float) -> Floor:
    """Return a choice whose worst-off application is as well off as can be found, and what none can exceed.

    `start` fills the same `places`; at least one application must count.
    """
    reach = reach_of(problem, places, counted)
    low = lowest_of(problem, counted, start)
    ceiling = highest_floor(problem, places=places, reach=reach, low=low)
    found = Floor(chosen=start, lowest=low, bound=ceiling)
    target = ceiling
    while found.lowest < target:
        found = _weighed(problem, places=places, counted=counted, reach=reach, target=target, best=found)
        halfway = (found.lowest + target) // 2
        # Below the ceiling the exact solver does the rest where it can; else lower aims are tried by halves.
        target = found.lowest if (reach > found.lowest).sum() <= MOST_PAIRS else halfway
    if found.lowest == ceiling:
        return found
    return _certified(problem, places=places, counted=counted, reach=reach, found=found, effort=effort)


def lowest_of(problem: Problem, counted: Truth, chosen: Truth) -> int:
    """Return the smallest sum among the applications that count."""
    return int(problem.sums(chosen)[counted].min())


def _weighed(problem: Problem, *, places: Whole, counted: Truth, reach: Whole, target: int, best: Floor) -> Floor:
    """Let applications below the target weigh more from round to round, and keep the best that comes of it."""
    network = network_of(problem, needs=places, usable=reach >= target)
    weight = np.full(len(problem.applications), UNIT_WEIGHT, dtype=np.int64)
    for _ in range(ROUNDS):
        chosen = network.chosen(fill_best(network, weight[problem.of] * problem.score))
        if not (problem.filled(chosen) == places).all():
            break
        sums = problem.sums(chosen)
        if int(sums[counted].min()) > best.lowest:
            best = Floor(chosen=chosen, lowest=int(sums[counted].min()), bound=best.bound)
        short = counted & (sums < target)
        if not short.any():
            break
        weight[short] = np.minimum(weight[short] * 3 // 2, MOST_WEIGHT)
    return best


def _certified(problem: Problem, *, places: Whole, counted: Truth, reach: Whole, found: Floor, effort: float) -> Floor:
    """Let the exact solver seek a better floor, or prove that there is none."""
    better = reach > found.lowest
    if int(better.sum()) > MOST_PAIRS:
        return found
    model = ExactModel(problem, places, left_out=~better)
    model.raise_the_lowest(counted, low=found.lowest + 1, high=found.bound)
    told = model.solve(effort)
    chosen = found.chosen if told.chosen is None else told.chosen
    lowest = lowest_of(problem, counted, chosen)
    bound = lowest if told.proven else min(found.bound, max(lowest, told.bound or found.bound))
    return Floor(chosen=chosen, lowest=lowest, bound=bound)
