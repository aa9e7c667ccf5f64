"""From a problem to an assignment that is proven best, or says how far from best it may be."""

from __future__ import annotations

import numpy as np

from consortia.analysis.assignment.checking import faults_of
from consortia.analysis.assignment.network import fill_best, network_of
from consortia.analysis.assignment.reach import reach_of
from consortia.analysis.assignment.trading import best_total_above
from consortia.analysis.assignment.values import Aim, Problem, Solution, Truth, Whole
from consortia.analysis.assignment.worst_off import best_floor

# In deterministic time of the exact solver, about seconds, for each of its two questions.
EFFORT = 30.0


def assign(problem: Problem, aim: Aim = "worst-off", *, effort: float = EFFORT) -> Solution:
    """Return the best assignment for an aim: first as many places filled as can be, then the aim.

    Which applications stay short of experts, where some must, is decided by the best total, whatever the aim.
    """
    network = network_of(problem)
    chosen = network.chosen(fill_best(network, problem.score))
    places = problem.filled(chosen)
    counted = (places == problem.needs) & (problem.needs > 0)
    if aim == "total" or not counted.any():
        total = problem.total(chosen)
        return _told(problem, chosen, counted, total_bound=total, floor_bound=None)
    return _best_worst_off(problem, places, counted, start=chosen, effort=effort)


def _best_worst_off(problem: Problem, places: Whole, counted: Truth, *, start: Truth, effort: float) -> Solution:
    floor = best_floor(problem, places=places, counted=counted, start=start, effort=effort)
    usable = reach_of(problem, places, counted) >= floor.lowest
    best = best_total_above(
        problem,
        places=places,
        counted=counted,
        floor=floor.lowest,
        usable=usable,
        start=floor.chosen,
        effort=effort,
    )
    return _told(problem, best.chosen, counted, total_bound=best.bound, floor_bound=floor.bound)


def _told(problem: Problem, chosen: Truth, counted: Truth, *, total_bound: int, floor_bound: int | None) -> Solution:
    """Say what was found, after the independent check of it."""
    faults = faults_of(problem, chosen)
    if faults:
        raise AssertionError(f"the solver broke its own rules: {faults[0]}")
    missing = problem.needs - problem.filled(chosen)
    lowest = int(problem.sums(chosen)[counted].min()) if counted.any() else None
    total = problem.total(chosen)
    proven = total == total_bound and (floor_bound is None or floor_bound == lowest)
    return Solution(
        chosen=chosen,
        status="infeasible" if missing.any() else "optimal" if proven else "feasible",
        total=total,
        bound=total_bound,
        worst_off=lowest,
        worst_off_bound=floor_bound,
        missing=np.maximum(missing, 0),
    )
