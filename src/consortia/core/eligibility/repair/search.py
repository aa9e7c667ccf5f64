"""Looking for the smallest set of edits after which no rule is broken, by trying edits and asking the core again.

Iterative deepening: no edit, one edit, two edits, and so on, so that the first set found is a smallest one. At each
step one broken place is taken, and only edits that make this place better are tried: any repair must hold one
of them. An edit that leaves at least as much broken everywhere as another one of the same cost or less is not followed.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count

from consortia.core.application import Application
from consortia.core.call import CallDefinition
from consortia.core.eligibility.repair.edit import Edit
from consortia.core.eligibility.repair.memory import Broken, Memory, State, rule_at

# Enough for applications with a handful of problems; beyond it the repair found step by step is given and not
# called the smallest.
MOST_TRIES = 4_000
MOST_EDITS = 16
MOST_STEPS = 400

MANY_EDITS = frozenset({"organisations", "rows"})


@dataclass(slots=True)
class Search:
    """One search: what is known of the call, the rules left aside because no edit can mend them, and the tries made."""

    memory: Memory
    set_aside: frozenset[str]
    tries: int = 0
    cut_short: bool = False

    @property
    def call(self) -> CallDefinition:
        """The call whose rules are to hold."""
        return self.memory.call

    @property
    def exhausted(self) -> bool:
        """Whether the search gave up before it could say that nothing smaller exists."""
        return self.tries > MOST_TRIES

    def smallest(self, application: Application) -> tuple[Edit, ...] | None:
        """A smallest set of edits that repairs the application, or None where none was found."""
        state = self.memory.state(application)
        start = _Node(state=state, broken=self.look(state))
        stepwise = self._step_by_step(start)
        for most in range(len(stepwise) if stepwise is not None else MOST_EDITS + 1):
            self.cut_short = False
            found = self._within(start, most)
            if found is not None:
                return found
            if self.exhausted or not self.cut_short:
                break
        return stepwise

    def _step_by_step(self, start: _Node) -> tuple[Edit, ...] | None:
        """A repair found by following what is least broken after fewest edits; quick, but smaller ones may exist."""
        number = count()
        waiting: list[tuple[int, int, _Node, tuple[Edit, ...]]] = [(0, next(number), start, ())]
        for _step in range(MOST_STEPS):
            if not waiting:
                return None
            _worth, _number, node, taken = heappop(waiting)
            if not node.broken:
                return taken
            for edit, after in self._promising(node):
                lacking = sum(after.broken.values())
                heappush(waiting, (len(taken) + 1 + 2 * lacking, next(number), after, (*taken, edit)))
        return None

    def broken(self, application: Application) -> Broken:
        """The same of an application that nothing is known of."""
        return self.look(self.memory.state(application))

    def mendable(self, application: Application, broken: Broken) -> frozenset[str]:
        """The broken rules at every place of which at least one edit makes something better."""
        state = self.memory.state(application)
        stuck = {rule_at(place) for place in broken if not self.memory.is_mendable(place, state)}
        return frozenset(rule_at(place) for place in broken) - stuck

    def look(self, state: State) -> Broken:
        """Every broken place with how much is lacking there."""
        self.tries += 1
        return self.memory.broken(state, set_aside=self.set_aside)

    def _ways(self, place: str) -> tuple[int, str]:
        """How many edits a place has, roughly: the place with the fewest leaves the fewest ways to follow."""
        return len(self.memory.reads(place) & MANY_EDITS), place

    def _within(self, node: _Node, most: int) -> tuple[Edit, ...] | None:
        if not node.broken:
            return ()
        if most == 0 or self.exhausted:
            self.cut_short = True
            return None
        for edit, after in self._promising(node):
            rest = self._within(after, most - 1)
            if rest is not None:
                return (edit, *rest)
        return None

    def _promising(self, node: _Node) -> list[tuple[Edit, _Node]]:
        """The edits that make one broken place better, save those that another one outdoes; kept for later."""
        if node.onward is None:
            place = min(node.broken, key=self._ways)
            kept: list[tuple[Edit, _Node]] = []
            for edit in self.memory.helping(place, node.state):
                changed = node.state.after(edit)
                left = self.look(changed)
                if not any(_at_least_as_good(after.broken, left) for _edit, after in kept):
                    kept.append((edit, _Node(state=changed, broken=left)))
            node.onward = sorted(kept, key=lambda each: (sum(each[1].broken.values()), each[0].cost))
        return node.onward


@dataclass(slots=True, kw_only=True)
class _Node:
    """An application reached by some edits, what is broken in it, and where the search goes on from here."""

    state: State
    broken: Broken
    onward: list[tuple[Edit, _Node]] | None = None


def _at_least_as_good(one: Broken, other: Broken) -> bool:
    return all(other.get(place, 0) >= lacking for place, lacking in one.items())
