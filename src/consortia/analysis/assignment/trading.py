"""The best total among assignments that keep every application that counts at or above a floor.

Without the floor this is a flow. With it, each application below the floor gets a price for what it lacks (Lagrange's
method): a flow under prices bounds every total from above. Pairs that would cost more than the gap to the best known
assignment are decided; an exact solver decides the rest.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from consortia.analysis.assignment.certifying import MOST_PAIRS, ExactModel
from consortia.analysis.assignment.network import Network, fill_best, network_of, prices_below
from consortia.analysis.assignment.pricing import prices_of_floor
from consortia.analysis.assignment.values import Problem, Truth, Whole

# Prices are whole numbers of so many parts of one; none is higher than fits into MOST_WEIGHT of `worst_off`.
PARTS = 1024
HIGHEST = 15 * PARTS
ROUNDS = 4
COLUMNS = 20
NEVER = 2**62


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Best:
    """A choice, its total, and a bound on any total."""

    chosen: Truth
    total: int
    bound: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Round:
    """A flow under prices: what it takes, its value in parts, and what it costs to decide each pair otherwise."""

    chosen: Truth
    value: int
    loss: Whole


def best_total_above(
    problem: Problem, *, places: Whole, counted: Truth, floor: int, usable: Truth, start: Truth, effort: float
) -> Best:
    """Return the best total found with every sum at or above the floor, and a bound on it.

    `start` holds the floor; pairs that are not usable cannot.
    """
    network = network_of(problem, needs=places, usable=usable)
    price = np.zeros(len(problem.applications), dtype=np.int64)
    best, tight = start, None
    rows = np.zeros(len(price), dtype=np.bool_)
    for _ in range(ROUNDS):
        found = _under_prices(network, price, floor)
        tight = found if tight is None or found.value < tight.value else tight
        lacking = counted & (problem.sums(found.chosen) < floor)
        if not lacking.any() and problem.total(found.chosen) > problem.total(best):
            best = found.chosen
        if _bound(tight) <= problem.total(best):
            return Best(chosen=best, total=problem.total(best), bound=problem.total(best))
        rows |= lacking
        near = _near(network, tight) | best | found.chosen
        price, rows = prices_of_floor(problem, places=places, floor=floor, rows=rows, counted=counted, columns=near)
    assert tight is not None  # noqa: S101  # at least one round was made
    return _certified(network, places=places, counted=counted, floor=floor, tight=tight, best=best, effort=effort)


def _under_prices(network: Network, price: Whole, floor: int) -> _Round:
    problem = network.problem
    worth = (PARTS + price)[problem.of] * problem.score
    flows = fill_best(network, worth)
    chosen = network.chosen(flows)
    loss = np.full(len(problem.of), NEVER)
    loss[network.free] = prices_below(network, flows, worth)
    value = int(((PARTS + price) * problem.sums(chosen)).sum()) - floor * int(price.sum())
    return _Round(chosen=chosen, value=value, loss=loss)


def _bound(found: _Round) -> int:
    return found.value // PARTS


def _near(network: Network, found: _Round) -> Truth:
    """The pairs that cost little to decide otherwise, some twenty for each place, and those taken."""
    many = min(COLUMNS * int(found.chosen.sum()), len(network.free))
    cheap = np.partition(found.loss[network.free], many - 1)[many - 1]
    near: Truth = found.loss <= cheap
    return near | found.chosen


def _certified(
    network: Network, *, places: Whole, counted: Truth, floor: int, tight: _Round, best: Truth, effort: float
) -> Best:
    """Decide every pair that a better assignment cannot decide otherwise, and let the exact solver decide the rest."""
    problem = network.problem
    total = problem.total(best)
    decided = tight.loss > tight.value - PARTS * (total + 1)
    if int((~decided).sum()) > MOST_PAIRS:
        return Best(chosen=best, total=total, bound=_bound(tight))
    model = ExactModel(problem, places, taken=decided & tight.chosen, left_out=decided & ~tight.chosen)
    model.require_sums(counted, floor)
    model.raise_the_total(above=total)
    told = model.solve(effort)
    chosen = best if told.chosen is None else told.chosen
    total = problem.total(chosen)
    bound = total if told.proven else min(_bound(tight), max(total, told.bound if told.bound is not None else NEVER))
    return Best(chosen=chosen, total=total, bound=bound)
