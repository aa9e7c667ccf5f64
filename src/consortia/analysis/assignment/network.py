"""The network in which experts flow to applications, and the flows of most worth through it.

The arcs run from the source to applications (what they need), through groups of which only so many may be taken, to
experts (one arc for each allowed pair), to the sink (what an expert takes). The flow of least cost is OR-tools' scaling
push-relabel method (Goldberg 1997, "An efficient implementation of a scaling minimum-cost flow algorithm"), exact in
whole numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from consortia.analysis.assignment.values import NO_GROUP, Limit, Problem, Truth, Whole
from consortia.core.errors import ConsortiaError

# The solver multiplies costs by the number of nodes; weights on applications multiply them once more.
LARGEST = 2**61


class NotNestedError(ConsortiaError):
    """Groups that overlap without one holding the other cannot be held by a network."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Network:
    """Arcs as arrays; the first ones are the pairs `free`, in their order."""

    problem: Problem
    free: Whole
    tail: Whole
    head: Whole
    capacity: Whole
    nodes: int

    @property
    def source(self) -> int:
        """The node from which everything flows."""
        return self.nodes - 2

    @property
    def sink(self) -> int:
        """The node to which everything flows."""
        return self.nodes - 1

    def chosen(self, flows: Whole) -> Truth:
        """Return the pairs that a flow takes, with those that are pinned."""
        found = self.problem.pinned.copy()
        found[self.free] = flows[: len(self.free)] > 0
        return found


def largest_score(nodes: int, weight: int) -> int:
    """Return the largest score that flows over so many nodes can be reckoned with exactly."""
    return LARGEST // (4 * nodes * weight)


def network_of(problem: Problem, *, needs: Whole | None = None, usable: Truth | None = None) -> Network:
    """Lay the network for all pairs, or those usable; pinned pairs are taken out of it with the places they fill."""
    free = np.flatnonzero(~problem.pinned if usable is None else usable & ~problem.pinned)
    applications, experts = len(problem.applications), len(problem.experts)
    groups = _Groups(problem, free, nodes=applications + experts)
    source, sink = groups.nodes, groups.nodes + 1
    wanted = np.maximum((problem.needs if needs is None else needs) - problem.filled(problem.pinned), 0)
    left = np.maximum(problem.loads - problem.taken(problem.pinned), 0)
    every = np.arange(applications + experts)
    tail = [groups.leads_from, *groups.tails, np.full(applications, source), every[applications:]]
    head = [problem.by[free] + applications, *groups.heads, every[:applications], np.full(experts, sink)]
    capacity = [np.ones(len(free), dtype=np.int64), *groups.capacities, wanted, left]
    return Network(
        problem=problem,
        free=free,
        tail=np.concatenate(tail).astype(np.int64),
        head=np.concatenate(head).astype(np.int64),
        capacity=np.concatenate(capacity).astype(np.int64),
        nodes=groups.nodes + 2,
    )


class _Groups:
    """Nodes for the groups that can bind, each between the application, or the group around it, and its pairs."""

    def __init__(self, problem: Problem, free: Whole, *, nodes: int) -> None:
        self.nodes = nodes
        self.leads_from = problem.of[free].copy()
        self.tails: list[Whole] = []
        self.heads: list[Whole] = []
        self.capacities: list[Whole] = []
        for limit in problem.limits:
            self._enter(limit, limit.group[free], problem)

    def _enter(self, limit: Limit, group: Whole, problem: Problem) -> None:
        inside = group != NO_GROUP
        members = np.bincount(group[inside], minlength=len(limit.most))
        most = np.maximum(limit.most - _pinned_in(limit, problem), 0)
        binding = np.flatnonzero(members > most)
        number = np.full(len(limit.most), NO_GROUP)
        number[binding] = self.nodes + np.arange(len(binding))
        enters = np.flatnonzero(inside)[number[group[inside]] != NO_GROUP]
        node = number[group[enters]]
        around = np.zeros(self.nodes + len(binding), dtype=np.int64)
        around[node] = self.leads_from[enters]
        if (around[node] != self.leads_from[enters]).any():
            raise NotNestedError(f"groups of {limit.name} lie partly in other groups")
        self.tails.append(around[number[binding]])
        self.heads.append(number[binding])
        self.capacities.append(most[binding])
        self.leads_from[enters] = node
        self.nodes += len(binding)


def _pinned_in(limit: Limit, problem: Problem) -> Whole:
    group = limit.group[problem.pinned]
    return np.bincount(group[group != NO_GROUP], minlength=len(limit.most)).astype(np.int64)


def fill_most(network: Network) -> Whole:
    """Return the flows that fill as many places as can be filled."""
    # Imported here because most commands need no solver, and it takes a while to load.
    from ortools.graph.python import max_flow

    solver = max_flow.SimpleMaxFlow()
    solver.add_arcs_with_capacity(
        network.tail.astype(np.int32), network.head.astype(np.int32), network.capacity.astype(np.int64)
    )
    status = solver.solve(network.source, network.sink)
    _expect(status == solver.OPTIMAL, f"the flow that fills most ended with {status}")
    return np.asarray(solver.flows(np.arange(len(network.tail))), dtype=np.int64)


def fill_best(network: Network, worth: Whole) -> Whole:
    """Return the flows that fill as many places as can be filled and, among those, are worth most.

    `worth` has a whole number for each pair of the problem.
    """
    return fill_best_by_arc(network, worth[network.free])


def fill_best_by_arc(network: Network, worth: Whole) -> Whole:
    """Do as `fill_best`, with the worth of each of the network's arcs for pairs."""
    # As above.
    from ortools.graph.python import min_cost_flow

    cost = np.zeros(len(network.tail), dtype=np.int64)
    cost[: len(network.free)] = -worth
    solver = min_cost_flow.SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        network.tail.astype(np.int32), network.head.astype(np.int32), network.capacity, cost
    )
    supply = int(network.capacity[network.tail == network.source].sum())
    solver.set_node_supply(network.source, supply)
    solver.set_node_supply(network.sink, -supply)
    status = solver.solve_max_flow_with_min_cost()
    _expect(status == solver.OPTIMAL, f"the flow of most worth ended with {status}")
    return np.asarray(solver.flows(arcs), dtype=np.int64)


def _expect(holds: bool, otherwise: str) -> None:
    if not holds:
        raise AssertionError(otherwise)


def prices_below(network: Network, flows: Whole, worth: Whole) -> Whole:
    """Return for each pair of the network how much an assignment loses at least by deciding it the other way.

    Taken from prices on nodes that prove the flow to be of most worth (its dual), found by Bellman and Ford's method on
    what is left of the network.
    """
    cost = np.zeros(len(network.tail), dtype=np.int64)
    cost[: len(network.free)] = -worth[network.free]
    onward, back = np.flatnonzero(flows < network.capacity), np.flatnonzero(flows > 0)
    tail = np.concatenate([network.tail[onward], network.head[back]])
    head = np.concatenate([network.head[onward], network.tail[back]])
    length = np.concatenate([cost[onward], -cost[back]])
    order = np.argsort(head, kind="stable")
    tail, head, length = tail[order], head[order], length[order]
    first = np.flatnonzero(np.diff(head, prepend=-1))
    price = np.zeros(network.nodes, dtype=np.int64)
    while True:
        nearer = np.minimum.reduceat(price[tail] + length, first) if len(first) else price[:0]
        found = price.copy()
        found[head[first]] = np.minimum(price[head[first]], nearer)
        if (found == price).all():
            break
        price = found
    pairs = slice(0, len(network.free))
    loss: Whole = np.abs(cost[pairs] + price[network.tail[pairs]] - price[network.head[pairs]])
    return loss


def reached(network: Network, flows: Whole) -> Truth:
    """Return the nodes to which more could still flow from the source; the arcs that leave them are full."""
    return _spread(network, flows, start=network.source, tail=network.tail, head=network.head)


def leading_to_sink(network: Network, flows: Whole) -> Truth:
    """Return the nodes from which more could still flow to the sink."""
    return _spread(network, flows, start=network.sink, tail=network.head, head=network.tail)


def _spread(network: Network, flows: Whole, *, start: int, tail: Whole, head: Whole) -> Truth:
    """Go from a node along arcs with room, from tail to head, and against those that carry something."""
    found = np.zeros(network.nodes, dtype=np.bool_)
    found[start] = True
    onward, back = flows < network.capacity, flows > 0
    while True:
        wider = found.copy()
        wider[head[onward & found[tail]]] = True
        wider[tail[back & found[head]]] = True
        if (wider == found).all():
            return found
        found = wider
