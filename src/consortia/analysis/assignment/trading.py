"""The best total among assignments that keep every application that counts at or above a floor.

Without the floor this is a flow. With it, each application below the floor gets a price for what it lacks (Lagrange's
method): a flow under prices bounds every total from above. Pairs that would cost more than the gap to the best known
assignment are decided; an exact solver decides the rest.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from consortia.analysis.assignment.certifying import MOST_PAIRS, Certified, ExactModel
from consortia.analysis.assignment.network import Network, fill_best, network_of, prices_below
from consortia.analysis.assignment.pricing import PARTS, Prices, lifted, no_prices, propose_prices
from consortia.analysis.assignment.reach import reach_of
from consortia.analysis.assignment.values import Problem, Truth, Whole
from consortia.analysis.assignment.worst_off import Floor

ROUNDS = 4
COLUMNS = 3
LIFTS = 8
NARROWEST = 8
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


def best_total_above(problem: Problem, *, places: Whole, counted: Truth, floor: Floor, effort: float) -> Best:
    """Return the best total found with every sum at or above the floor that was found, and a bound on it."""
    usable = reach_of(problem, places, counted) >= floor.lowest
    network = network_of(problem, needs=places, usable=usable)
    trade = _Trade(network, counted=counted, floor=floor.lowest, best=floor.chosen)
    prices = no_prices(problem)
    held = lacking = trade.flow_under(prices)
    for _ in range(ROUNDS):
        if trade.settled or not held.any():
            break
        columns = _near(network, trade.tight) | trade.best
        found = propose_prices(
            problem, places=places, floor=floor.lowest, held=held, counted=counted, usable=usable, columns=columns
        )
        prices, before = found.prices, trade.bound
        lacking = trade.flow_under(prices)
        held = found.held | lacking
        # Where the flow is worth no more than the programme found, no pair was missing from it.
        if trade.bound <= found.value + 1 or trade.bound == before:
            break
    _lift(trade, prices, lacking)
    return trade.told() if trade.settled else _certified(trade, places=places, effort=effort)


class _Trade:
    """The best choice so far, and the tightest bound, over flows under several prices."""

    def __init__(self, network: Network, *, counted: Truth, floor: int, best: Truth) -> None:
        self.network = network
        self.counted = counted
        self.floor = floor
        self.best = best
        self.total = network.problem.total(best)
        self._tight: _Round | None = None

    @property
    def tight(self) -> _Round:
        """The flow that gave the tightest bound."""
        assert self._tight is not None  # noqa: S101  # there is one after the first flow; this is for the type checker
        return self._tight

    @property
    def bound(self) -> int:
        """A number that no total exceeds."""
        return self.tight.value // PARTS

    @property
    def settled(self) -> bool:
        """Whether nothing can be better than the best choice so far."""
        return self.bound <= self.total

    def flow_under(self, prices: Prices) -> Truth:
        """Let experts flow under prices; return the applications that stay below the floor."""
        problem = self.network.problem
        found = _under_prices(self.network, prices)
        if self._tight is None or found.value < self._tight.value:
            self._tight = found
        lacking: Truth = self.counted & (problem.sums(found.chosen) < self.floor)
        if not lacking.any() and problem.total(found.chosen) > self.total:
            self.best, self.total = found.chosen, problem.total(found.chosen)
        return lacking

    def told(self) -> Best:
        """Say what was found."""
        return Best(chosen=self.best, total=self.total, bound=max(self.total, self.bound))


def _lift(trade: _Trade, prices: Prices, lacking: Truth) -> None:
    """Let those below the floor weigh more little by little until none is, for a choice close to the bound."""
    step = PARTS // 64
    for _ in range(LIFTS):
        if trade.settled or not lacking.any():
            return
        prices = lifted(trade.network.problem, prices, applications=lacking, by=step, floor=trade.floor)
        lacking = trade.flow_under(prices)
        step *= 2


def _under_prices(network: Network, prices: Prices) -> _Round:
    problem = network.problem
    worth = PARTS * problem.score + prices.beyond
    flows = fill_best(network, worth)
    chosen = network.chosen(flows)
    loss = np.full(len(problem.of), NEVER)
    loss[network.free] = prices_below(network, flows, worth)
    return _Round(chosen=chosen, value=int(worth[chosen].sum()) - prices.less, loss=loss)


def _near(network: Network, found: _Round) -> Truth:
    """The pairs that cost little to decide otherwise, some few for each place, and those taken."""
    many = min(COLUMNS * int(found.chosen.sum()), len(network.free))
    cheap = np.partition(found.loss[network.free], many - 1)[many - 1]
    near: Truth = found.loss <= cheap
    return near | found.chosen


def _certified(trade: _Trade, *, places: Whole, effort: float) -> Best:
    """Look close below the bound first, where few pairs are undecided, and lower until something is found."""
    bound, margin = trade.bound, max(1, (trade.bound - trade.total) // NARROWEST)
    while bound > trade.total:
        above = max(trade.total, bound - margin)
        told = _search(trade, places=places, above=above, effort=effort)
        if told is None:
            break
        if told.chosen is not None:
            trade.best, trade.total = told.chosen, trade.network.problem.total(told.chosen)
            bound = trade.total if told.proven else min(bound, bound if told.bound is None else told.bound)
            break
        if not told.proven:
            break
        bound, margin = above, 2 * margin
    return Best(chosen=trade.best, total=trade.total, bound=max(bound, trade.total))


def _search(trade: _Trade, *, places: Whole, above: int, effort: float) -> Certified | None:
    """Let the exact solver seek the best total above a number; `None` where too many pairs are undecided.

    Every pair that such a total cannot decide otherwise than the tightest flow did is decided as there.
    """
    problem, tight = trade.network.problem, trade.tight
    decided = tight.loss > tight.value - PARTS * (above + 1)
    if int((~decided).sum()) > MOST_PAIRS:
        return None
    model = ExactModel(problem, places, taken=decided & tight.chosen, left_out=decided & ~tight.chosen)
    model.require_sums(trade.counted, trade.floor)
    model.raise_the_total(above=above)
    return model.solve(effort)
