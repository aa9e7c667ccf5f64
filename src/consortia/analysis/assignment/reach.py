"""How well off an application can be, whatever becomes of the others: what bounds the worst-off one from above."""

from __future__ import annotations

import numpy as np

from consortia.analysis.assignment.network import fill_most, network_of
from consortia.analysis.assignment.values import Problem, Truth, Whole

FAR = np.int64(2**62)


def reach_of(problem: Problem, places: Whole, counted: Truth) -> Whole:
    """Return for each pair the largest sum its application can have with it, of all its allowed pairs.

    `places` says how many experts each application gets. Applications that do not count reach farther than any sum.
    """
    pinned = problem.sums(problem.pinned)
    free = np.flatnonzero(~problem.pinned)
    order = free[np.lexsort((-problem.score[free], problem.of[free]))]
    of, score = problem.of[order], problem.score[order]
    first = np.searchsorted(of, np.arange(len(problem.applications)))
    rank = np.arange(len(of)) - first[of]
    left = (places - problem.filled(problem.pinned))[of]
    before = np.concatenate([[0], np.cumsum(score)])
    last = np.searchsorted(of, np.arange(len(problem.applications)), side="right")
    best = before[np.minimum(first[of] + left, last[of])] - before[first[of]]
    but_one = before[np.minimum(first[of] + np.maximum(left - 1, 0), last[of])] - before[first[of]]
    found = pinned[problem.of]
    found[order] += np.where(rank < left, best, but_one + score)
    found[~counted[problem.of]] = FAR
    return found


def highest_floor(problem: Problem, *, places: Whole, reach: Whole, low: int) -> int:
    """Return a sum that no worst-off application can exceed: the highest at which pairs that reach it fill all places.

    `low` is a sum that some assignment gives to its worst-off application.
    """
    alone = _best_alone(problem, reach)
    steps = np.sort(reach[(reach > low) & (reach <= alone)])
    lowest, highest = 0, len(steps)
    # Most often nothing but the application itself bounds it, so that is asked first.
    middle = highest - 1
    while lowest < highest:
        step = int(steps[middle])
        if _fills_all(problem, places, usable=reach >= step):
            lowest = int(np.searchsorted(steps, step, side="right"))
        else:
            highest = int(np.searchsorted(steps, step))
        middle = (lowest + highest) // 2
    return int(steps[lowest - 1]) if lowest else low


def _best_alone(problem: Problem, reach: Whole) -> int:
    """The smallest of what the applications could have if each chose first."""
    best = np.full(len(problem.applications), -FAR)
    np.maximum.at(best, problem.of, reach)
    return int(best[best > -FAR].min())


def _fills_all(problem: Problem, places: Whole, *, usable: Truth) -> bool:
    network = network_of(problem, needs=places, usable=usable)
    filled = int(fill_most(network)[: len(network.free)].sum())
    return filled == int((places - problem.filled(problem.pinned)).sum()) and bool(usable[problem.pinned].all())
