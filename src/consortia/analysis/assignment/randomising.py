"""Chances in the place of a certain assignment, so that nobody can count on a pair, and a draw with a public seed.

No pair is more likely than a bound. A spread lets likely pairs count less and less the likelier they are (Perturbed
Maximization: Xu, Jecmen, Song, Fang 2023, "A one-size-fits-all approach to improving randomness in paper assignment"):
their concave worth is laid out as parallel arcs of a flow. The draw keeps every chance exactly and breaks no rule
(dependent rounding: Gandhi, Khuller, Parthasarathy, Srinivasan 2006): chances that are neither 0 nor 1 form cycles in
the network, along which they are shifted at random until each is decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from random import Random

import numpy as np

from consortia.analysis.assignment.checking import faults_of
from consortia.analysis.assignment.network import Network, fill_best, fill_best_by_arc, network_of
from consortia.analysis.assignment.values import Problem, Truth, Whole

SEGMENTS = 5
# Above so many arcs only the pairs that score best at each application are offered.
MOST_ARCS = 2_000_000
OFFERED = 60


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lottery:
    """The chance of each pair in parts of `parts`, and the flow behind it.

    No pair that is not pinned has a chance above `most`. `expected` is the total to be expected, in units of the
    problem; `missing` how many experts each application is to be expected to lack.
    """

    network: Network
    flows: Whole
    chance: Whole
    parts: int
    most: Fraction
    expected: Fraction
    missing: tuple[Fraction, ...]


def lottery_of(problem: Problem, *, most: Fraction = Fraction(1), spread: Fraction = Fraction(0)) -> Lottery:
    """Return the chances that promise the best total with no pair likelier than `most`.

    With a `spread` b, a pair of chance x counts x - b x x times its score instead of x times (where some scores are
    negative, the part of the score above the lowest one shrinks in this way).
    """
    parts = most.denominator * max(1, round(4 * SEGMENTS / most.denominator))
    network = _network_in_parts(problem, parts=parts, cap=int(most * parts), offered=_offered(problem, spread))
    flows = _best_chances(network, parts=parts, spread=spread)
    chance = np.where(problem.pinned, parts, 0)
    chance[network.free] = flows[: len(network.free)]
    filled = np.zeros(len(problem.applications), dtype=np.int64)
    np.add.at(filled, problem.of, chance)
    return Lottery(
        network=network,
        flows=flows,
        chance=chance,
        parts=parts,
        most=most,
        expected=Fraction(int((chance * problem.score).sum()), parts),
        missing=tuple(Fraction(int(each), parts) for each in problem.needs * parts - filled),
    )


def draw(lottery: Lottery, seed: int) -> Truth:
    """Return one assignment with the chances of the lottery; the same seed gives the same assignment."""
    network, problem = lottery.network, lottery.network.problem
    flows = _decided(network, lottery.flows, parts=lottery.parts, random=Random(seed))  # noqa: S311  # public by design
    chosen = network.chosen(flows)
    faults = faults_of(problem, chosen)
    if faults:
        raise AssertionError(f"the draw broke a rule: {faults[0]}")
    return chosen


def _offered(problem: Problem, spread: Fraction) -> Truth:
    every = np.ones(len(problem.of), dtype=np.bool_)
    if not spread or len(problem.of) * SEGMENTS <= MOST_ARCS:
        return every
    order = np.lexsort((-problem.score, problem.of))
    first = np.searchsorted(problem.of[order], np.arange(len(problem.applications)))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order)) - first[problem.of[order]]
    offered: Truth = rank < OFFERED
    return offered


def _network_in_parts(problem: Problem, *, parts: int, cap: int, offered: Truth) -> Network:
    network = network_of(problem, usable=offered)
    capacity = network.capacity * parts
    capacity[: len(network.free)] = cap
    return Network(
        problem=problem,
        free=network.free,
        tail=network.tail,
        head=network.head,
        capacity=capacity,
        nodes=network.nodes,
    )


def _best_chances(network: Network, *, parts: int, spread: Fraction) -> Whole:
    """The flow of most worth, where each pair's arc is split into some of falling worth."""
    problem, pairs = network.problem, len(network.free)
    if not spread or not pairs:
        return fill_best(network, problem.score)
    cap = int(network.capacity[0])
    edges = sorted({cap * each // SEGMENTS for each in range(SEGMENTS + 1)})
    segments = list(pairwise(edges))
    above = problem.score - int(problem.score.min(initial=0))
    layers = len(segments)
    layered = Network(
        problem=problem,
        free=np.tile(network.free, layers),
        tail=np.concatenate([np.tile(network.tail[:pairs], layers), network.tail[pairs:]]),
        head=np.concatenate([np.tile(network.head[:pairs], layers), network.head[pairs:]]),
        capacity=np.concatenate([*(np.full(pairs, high - low) for low, high in segments), network.capacity[pairs:]]),
        nodes=network.nodes,
    )
    # The mean gain of x - b x x over the segment, times the parts and the denominator of b to stay whole.
    certain, falling = parts * spread.denominator, spread.numerator
    worth = [problem.score * certain - above * (low + high) * falling for low, high in segments]
    flows = fill_best_by_arc(layered, np.concatenate([each[network.free] for each in worth]))
    of_pairs = flows[: pairs * layers].reshape(layers, pairs).sum(axis=0)
    return np.concatenate([of_pairs, flows[pairs * layers :]])


def _decided(network: Network, flows: Whole, *, parts: int, random: Random) -> Whole:
    """Shift flows that are not whole along cycles, at random and fairly, until all are whole; return them in wholes."""
    short = int(flows[network.tail == network.source].sum())
    # What reaches the sink returns to the source, so that every node gets as much as it gives.
    tail = [*network.tail.tolist(), network.sink]
    head = [*network.head.tolist(), network.source]
    walk = _Walk(tail, head, [*flows.tolist(), short], parts=parts, random=random)
    walk.decide_all()
    return np.array(walk.flows[:-1], dtype=np.int64) // parts


class _Walk:
    """A walk over arcs whose flow is not whole, which closes cycles and decides at least one arc on each."""

    def __init__(self, tail: list[int], head: list[int], flows: list[int], *, parts: int, random: Random) -> None:
        self.flows = flows
        self._tail, self._head, self._parts, self._random = tail, head, parts, random
        self._open: dict[int, dict[int, None]] = {}
        for arc, flow in enumerate(flows):
            if flow % parts:
                self._open.setdefault(tail[arc], {})[arc] = None
                self._open.setdefault(head[arc], {})[arc] = None

    def decide_all(self) -> None:
        """Walk until every arc is decided."""
        for start in list(self._open):
            while self._open[start]:
                self._decide_from(start)

    def _decide_from(self, start: int) -> None:
        path: list[int] = []
        nodes, place = [start], {start: 0}
        while self._open[nodes[-1]]:
            arc = next(each for each in self._open[nodes[-1]] if not path or each != path[-1])
            node = self._head[arc] if self._tail[arc] == nodes[-1] else self._tail[arc]
            path.append(arc)
            if node not in place:
                place[node] = len(nodes)
                nodes.append(node)
                continue
            begin = place[node]
            self._shift(path[begin:], nodes[begin:])
            # Some arc of the cycle is decided; the walk begins anew before it.
            for each in nodes[begin + 1 :]:
                del place[each]
            del path[begin:], nodes[begin + 1 :]

    def _shift(self, arcs: list[int], nodes: list[int]) -> None:
        """Shift the flow along a cycle one way or the other, so that each chance stays what it was."""
        onward = [self._tail[arc] == node for arc, node in zip(arcs, nodes, strict=True)]
        parts = [self.flows[arc] % self._parts for arc in arcs]
        more = min(self._parts - part if ahead else part for part, ahead in zip(parts, onward, strict=True))
        less = min(part if ahead else self._parts - part for part, ahead in zip(parts, onward, strict=True))
        step = more if self._random.randrange(more + less) < less else -less
        for arc, ahead in zip(arcs, onward, strict=True):
            self.flows[arc] += step if ahead else -step
            if self.flows[arc] % self._parts == 0:
                del self._open[self._tail[arc]][arc]
                del self._open[self._head[arc]][arc]
