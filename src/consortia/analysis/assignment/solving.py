"""From a problem to an assignment that is proven best, or says how far from best it may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from consortia.analysis.assignment.checking import faults_of
from consortia.analysis.assignment.exactly import Filled, fill_exactly, floor_exactly, total_exactly
from consortia.analysis.assignment.network import NotNestedError, fill_best, network_of
from consortia.analysis.assignment.trading import Best, best_total_above
from consortia.analysis.assignment.values import Aim, Problem, Solution, Status, Truth, Whole
from consortia.analysis.assignment.worst_off import Floor, best_floor, lowest_of
from consortia.core.errors import ConsortiaError

# In deterministic time of the exact solver, about seconds, for each of its two questions.
EFFORT = 30.0


class PinnedError(ConsortiaError):
    """Pinned pairs that break a rule by themselves; `any_contradiction` names the demands."""


def assign(problem: Problem, aim: Aim = "worst-off", *, effort: float = EFFORT) -> Solution:
    """Return the best assignment for an aim: first as many places filled as can be, then the aim.

    Which applications stay short of experts, where some must, is decided by the best total, whatever the aim.
    """
    broken = faults_of(problem, problem.pinned)
    if broken:
        raise PinnedError(f"pinned pairs alone: {broken[0]}")
    try:
        filled, way = _fill(problem), _FLOWS
    except NotNestedError:
        filled, way = fill_exactly(problem, effort=effort), _EXACTLY
    best = filled.best
    places = problem.filled(best.chosen)
    counted = (places == problem.needs) & (problem.needs > 0)
    if aim == "total" or not counted.any():
        return _told(problem, best, counted, floor=None, fullest=filled.fullest)
    floor = way.floor(problem, places=places, counted=counted, start=best.chosen, effort=effort)
    best = way.total(problem, places=places, counted=counted, floor=floor, effort=effort)
    return _told(problem, best, counted, floor=floor, fullest=filled.fullest)


class _FindsFloor(Protocol):
    def __call__(self, problem: Problem, *, places: Whole, counted: Truth, start: Truth, effort: float) -> Floor: ...


class _FindsTotal(Protocol):
    def __call__(self, problem: Problem, *, places: Whole, counted: Truth, floor: Floor, effort: float) -> Best: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """How a floor, and the total above it, are found."""

    floor: _FindsFloor
    total: _FindsTotal


_FLOWS = _Way(floor=best_floor, total=best_total_above)
_EXACTLY = _Way(floor=floor_exactly, total=total_exactly)


def _fill(problem: Problem) -> Filled:
    network = network_of(problem)
    chosen = network.chosen(fill_best(network, problem.score))
    total = problem.total(chosen)
    return Filled(best=Best(chosen=chosen, total=total, bound=total), fullest=True)


def _told(problem: Problem, best: Best, counted: Truth, *, floor: Floor | None, fullest: bool) -> Solution:
    """Say what was found, after the independent check of it."""
    faults = faults_of(problem, best.chosen)
    if faults:
        raise AssertionError(f"the solver broke its own rules: {faults[0]}")
    missing = problem.needs - problem.filled(best.chosen)
    lowest = lowest_of(problem, counted, best.chosen) if counted.any() else None
    bounded = floor.bound if floor is not None else None
    proven = best.total == best.bound and (floor is None or floor.bound == lowest)
    short: Status = "infeasible" if fullest else "feasible"
    return Solution(
        chosen=best.chosen,
        status=short if missing.any() else "optimal" if proven else "feasible",
        total=best.total,
        bound=best.bound,
        worst_off=lowest,
        worst_off_bound=bounded,
        missing=missing,
    )
