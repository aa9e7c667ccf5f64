"""An assignment with holes, mended with as few changes as can be: when an expert drops out, or a pair is forbidden.

Each hole is filled along the shortest chain: an expert with room, else an expert taken from another application that
gets an expert with room in turn, and so on (augmenting paths, breadth first). Of chains of one length the one that adds
most is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from consortia.analysis.assignment.checking import faults_of
from consortia.analysis.assignment.network import fill_best, largest_score, network_of
from consortia.analysis.assignment.values import NO_GROUP, Problem, Truth, Whole

NOTHING = -1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Repair:
    """The assignment after it, the pairs that are new in it, those that are gone, and what is still missing."""

    chosen: Truth
    added: Whole
    removed: Whole
    missing: Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """An application that may have a hole, what the chain up to it adds, the pair it gives away, and whence it came.

    `gain` is the pair by which the application before it in the chain gets the expert.
    """

    application: int
    worth: int
    loses: int = NOTHING
    gain: int = NOTHING
    before: _Step | None = None

    def passed(self) -> Iterator[_Step]:
        """This step and those before it."""
        step: _Step | None = self
        while step is not None:
            yield step
            step = step.before


def repair(problem: Problem, chosen: Truth) -> Repair:
    """Fill the holes of an assignment that keeps every rule, changing as few of its other pairs as can be."""
    work = _Work(problem, chosen | problem.pinned)
    holes = problem.needs - problem.filled(work.chosen)
    # Those with the least choice first, each as often as it lacks an expert.
    choice = {int(each): len(work.with_room(int(each))) for each in np.flatnonzero(holes > 0)}
    for application in sorted(choice, key=lambda each: (choice[each], each)):
        for _ in range(int(holes[application])):
            if not work.fill(application):
                break
    return _told(problem, chosen, work.chosen)


def reassign(problem: Problem, before: Truth) -> Repair:
    """Assign anew with as many pairs of an earlier assignment as can stay, and the best total among such assignments.

    For demands that changed: pairs pinned or forbidden, experts added. First as many places filled as can be.
    """
    network = network_of(problem)
    scores = problem.score - int(problem.score.min(initial=0))
    # One pair more that stays is worth more than all scores together, as far as the solver can hold such numbers.
    stays = int(problem.needs.sum()) * int(scores.max(initial=0)) + 1
    shift = max(0, (stays // largest_score(network.nodes, 1)).bit_length())
    worth = (scores >> shift) + np.where(before, (stays >> shift) + 1, 0)
    chosen = network.chosen(fill_best(network, worth))
    return _told(problem, before, chosen)


def _told(problem: Problem, before: Truth, chosen: Truth) -> Repair:
    faults = faults_of(problem, chosen)
    if faults:
        raise AssertionError(f"the repair broke a rule: {faults[0]}")
    return Repair(
        chosen=chosen,
        added=np.flatnonzero(chosen & ~before),
        removed=np.flatnonzero(before & ~chosen),
        missing=problem.needs - problem.filled(chosen),
    )


class _Work:
    """The assignment while it is mended."""

    def __init__(self, problem: Problem, chosen: Truth) -> None:
        self.problem = problem
        self.chosen = chosen.copy()
        self._room = problem.loads - problem.taken(chosen)
        self._first = np.searchsorted(problem.of, np.arange(len(problem.applications) + 1))
        self._pairs_of_expert: dict[int, list[int]] = {}
        for at in np.flatnonzero(chosen).tolist():
            self._pairs_of_expert.setdefault(int(problem.by[at]), []).append(at)

    def fill(self, application: int) -> bool:
        """Fill one hole along the shortest chain; say whether there was one."""
        level, seen = [_Step(application=application, worth=0)], {application}
        while level:
            ends = [end for step in level if (end := self._best_end(step)) is not None]
            if ends:
                self._take(*max(ends, key=lambda end: (end[0].worth + int(self.problem.score[end[1]]), -end[1])))
                return True
            level = self._further(level, seen)
            seen |= {step.application for step in level}
        return False

    def with_room(self, application: int) -> Whole:
        """Return the pairs by which an application can get an expert with room."""
        open_pairs = self._open(_Step(application=application, worth=0))
        return open_pairs[self._room[self.problem.by[open_pairs]] > 0]

    def _best_end(self, step: _Step) -> tuple[_Step, int] | None:
        open_pairs = self._open(step)
        free = open_pairs[self._room[self.problem.by[open_pairs]] > 0]
        return (step, int(free[np.argmax(self.problem.score[free])])) if len(free) else None

    def _further(self, level: list[_Step], seen: set[int]) -> list[_Step]:
        """The applications that could give an expert away to one of this level, each by its best chain."""
        found: dict[int, _Step] = {}
        for step in level:
            for gain in self._open(step).tolist():
                for loses in self._pairs_of_expert.get(int(self.problem.by[gain]), ()):
                    other = int(self.problem.of[loses])
                    worth = step.worth + int(self.problem.score[gain] - self.problem.score[loses])
                    if other in seen or self.problem.pinned[loses]:
                        continue
                    if other not in found or worth > found[other].worth:
                        found[other] = _Step(application=other, worth=worth, loses=loses, gain=gain, before=step)
        return list(found.values())

    def _open(self, step: _Step) -> Whole:
        """The pairs by which an application may get an expert, were it to lose what the step takes from it."""
        own = np.arange(self._first[step.application], self._first[step.application + 1])
        has = own[self.chosen[own] & (own != step.loses)]
        open_pairs = own[~self.chosen[own]]
        for limit in self.problem.limits:
            group = limit.group[open_pairs]
            held = (group[:, np.newaxis] == limit.group[has]).sum(axis=1)
            open_pairs = open_pairs[(group == NO_GROUP) | (held < limit.most[group])]
        return open_pairs

    def _take(self, end: _Step, gain: int) -> None:
        """Carry out a chain from its end: each application takes what is given, then gives what it loses."""
        for step in end.passed():
            self._set(gain, taken=True)
            if step.loses != NOTHING:
                self._set(step.loses, taken=False)
            gain = step.gain

    def _set(self, pair: int, *, taken: bool) -> None:
        expert = int(self.problem.by[pair])
        self.chosen[pair] = taken
        self._room[expert] += -1 if taken else 1
        pairs = self._pairs_of_expert.setdefault(expert, [])
        if taken:
            pairs.append(pair)
        else:
            pairs.remove(pair)
