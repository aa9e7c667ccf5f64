"""Looking for the smallest set of edits after which no rule is broken, by trying edits and asking the core again.

Iterative deepening: no edit, one edit, two edits, and so on, so that the first set found is a smallest one. At each
step one broken place is taken, and only edits that make this place better are tried: any repair must hold one
of them. An edit that leaves at least as much broken everywhere as another one of the same cost or less is not followed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count

from consortia.core.application import Application
from consortia.core.budget import amount_under
from consortia.core.call import CallDefinition, Rule
from consortia.core.eligibility.case import Outcome, case_of
from consortia.core.eligibility.checks import CHECKS
from consortia.core.eligibility.repair.edit import Edit
from consortia.core.eligibility.repair.edits import possible_edits

# Enough for applications with a handful of problems; beyond it the repair found step by step is given and not
# called the smallest.
MOST_TRIES = 4_000
MOST_EDITS = 16
MOST_STEPS = 400

# The scope of any rule may name fields, types and formats.
READ_BY_ALL = frozenset({"field", "type", "format"})
MANY_EDITS = frozenset({"organisations", "rows"})

_PLACE = re.compile(r"organisations\[(\d+)\]")

Broken = Mapping[str, int]


@dataclass(slots=True)
class Search:
    """One search: the call, the rules left aside because no edit can mend them, and the tries made."""

    call: CallDefinition
    set_aside: frozenset[str]
    tries: int = 0
    cut_short: bool = False

    @property
    def exhausted(self) -> bool:
        """Whether the search gave up before it could say that nothing smaller exists."""
        return self.tries > MOST_TRIES

    def smallest(self, application: Application) -> tuple[Edit, ...] | None:
        """A smallest set of edits that repairs the application, or None where none was found."""
        start = _Node(application=application, broken=self.broken(application))
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

    def broken(self, application: Application, only: str = "") -> Broken:
        """Every broken place with how much is lacking there."""
        self.tries += not only
        case = case_of(self.call, application, lambda heading: amount_under(self.call, application, heading))
        found: dict[str, int] = {}
        for rule in self.call.rules:
            if rule.code not in self.set_aside and only in {"", rule.code} and case.is_within(rule.when):
                found.update(_places(rule, CHECKS[rule.check].run(case, rule.parameters), application))
        return found

    def mendable(self, application: Application, broken: Broken) -> frozenset[str]:
        """The broken rules at every place of which at least one edit makes something better."""
        stuck = {
            _rule(place)
            for place in broken
            if not any(
                self._better(edit.change(application), broken, place) for edit in self._edits(place, application)
            )
        }
        return frozenset(_rule(place) for place in broken) - stuck

    def _edits(self, place: str, application: Application) -> tuple[Edit, ...]:
        """The edits of the parts that the broken rule looks at."""
        return possible_edits(self.call, application, self._reads(place) | READ_BY_ALL)

    def _reads(self, place: str) -> frozenset[str]:
        rule = next(each for each in self.call.rules if each.code == _rule(place))
        return CHECKS[rule.check].reads

    def _ways(self, place: str) -> tuple[int, str]:
        """How many edits a place has, roughly: the place with the fewest leaves the fewest ways to follow."""
        return len(self._reads(place) & MANY_EDITS), place

    def _better(self, changed: Application, broken: Broken, place: str) -> bool:
        return self.broken(changed, only=_rule(place)).get(place, 0) < broken[place]

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
            for edit in self._edits(place, node.application):
                changed = edit.change(node.application)
                if self._better(changed, node.broken, place):
                    left = self.broken(changed)
                    if not any(_at_least_as_good(after.broken, left) for _edit, after in kept):
                        kept.append((edit, _Node(application=changed, broken=left)))
            node.onward = sorted(kept, key=lambda each: (sum(each[1].broken.values()), each[0].cost))
        return node.onward


@dataclass(slots=True, kw_only=True)
class _Node:
    """An application reached by some edits, what is broken in it, and where the search goes on from here."""

    application: Application
    broken: Broken
    onward: list[tuple[Edit, _Node]] | None = None


def _at_least_as_good(one: Broken, other: Broken) -> bool:
    return all(other.get(place, 0) >= lacking for place, lacking in one.items())


def _rule(place: str) -> str:
    return place.partition(" ")[0]


def _places(rule: Rule, outcome: Outcome, application: Application) -> Broken:
    """The broken places of one rule, named so that they stay the same while other things change."""
    if outcome.status != "fail":
        return {}
    needed, found = outcome.message.parameters.get("needed"), outcome.message.parameters.get("found")
    lacking = needed - found if isinstance(needed, int) and isinstance(found, int) else 1
    return {f"{rule.code} {_by_id(place, application)}": max(lacking, 1) for place in outcome.where or ("",)}


def _by_id(place: str, application: Application) -> str:
    match = _PLACE.match(place)
    if match is None:
        return place
    return f"organisations:{application.organisations[int(match[1])].id}{place[match.end() :]}"
