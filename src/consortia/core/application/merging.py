"""Merging what several people wrote in one answer at the same time.

A three-way merge by words: my text and theirs are compared with the draft mine grew from, and both sets of changes
are applied. Changes that do not touch each other are merged; where both changed the same words, both wordings are
kept one after the other and reported, so a person decides and nothing typed is ever dropped.

Every word knows which save it came with. So equal words of two people are never taken for each other, and when two
people write on from the same place, each one's sentence stays in one piece: whoever wrote the word before goes first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from consortia.core.application.differing import Change, changes_by_identity, has_words
from consortia.core.application.drafting import Draft, Own, Word, draft_of, grow, offsets_of, whole, words_in

# Nobody types so many equal words in the same place by chance: the same text was pasted twice.
SURELY_THE_SAME = 8

# Their changes and mine that belong to one place.
_Group: TypeAlias = tuple[list[Change], list[Change]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """The same words changed in two ways; both stand in the merged text, `first` before `second`."""

    first: str
    second: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """The merged draft, mine as it is now known in it, and the places where a person should choose."""

    draft: Draft
    mine: Draft
    conflicts: tuple[Conflict, ...] = ()

    @property
    def text(self) -> str:
        """The merged text."""
        return self.draft.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """At `at`, so many characters give way to `inserted` others; a caret there stays before them or goes along."""

    at: int
    removed: int
    inserted: int
    caret_stays: bool


def merge_texts(base: str, mine: str, theirs: str) -> Merge:
    """Apply the changes base -> mine to `theirs`, which grew from the same base."""
    begun = whole(base, save=0)
    if mine == theirs:
        return Merge(draft=whole(mine, save=1), mine=whole(mine, save=1))
    return merge_drafts(begun, grow(begun, mine, save=2), grow(begun, theirs, save=1), own=Own(now=2))


def merge_drafts(base: Draft, mine: Draft, theirs: Draft, *, own: Own) -> Merge:
    """Apply the changes base -> mine to `theirs`; `own` says which words are of whoever wrote `mine`."""
    if mine.text == base.text:
        return Merge(draft=theirs, mine=mine)
    if theirs == base:
        return Merge(draft=mine, mine=mine)
    return _Loom(words_in(base), words_in(theirs), words_in(mine), own).merge()


def moves_between(before: Draft, after: Draft, *, own: Own) -> tuple[Move, ...]:
    """Return what happened to a text on the way, so that a caret can stay with its words."""
    old, new = words_in(before), words_in(after)
    was, now = offsets_of(old), offsets_of(new)
    return tuple(
        Move(
            at=was[change.start],
            removed=was[change.end] - was[change.start],
            inserted=now[change.last] - now[change.first],
            caret_stays=_caret_stays(old[: change.start], new[change.first : change.last], own),
        )
        for change in changes_by_identity(old, new)
    )


def _caret_stays(before: Sequence[Word], inserted: Sequence[Word], own: Own) -> bool:
    return bool(before and inserted) and own.goes_first(after=before[-1][1], beside=inserted[0][1])


@dataclass
class _Loom:
    """The words of three drafts, and what is woven of them."""

    base: list[Word]
    theirs: list[Word]
    mine: list[Word]
    own: Own
    woven: list[Word] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)

    def merge(self) -> Merge:
        known = list(self.mine)
        at = 0
        groups = _groups(changes_by_identity(self.base, self.theirs), changes_by_identity(self.base, self.mine))
        for theirs, mine in _rewritten(groups, [word[0] for word in self.base]):
            start = min(change.start for change in (*theirs, *mine))
            end = max(change.end for change in (*theirs, *mine))
            self.woven += self.base[at:start]
            if not theirs or not mine:
                side, changes = (self.theirs, theirs) if theirs else (self.mine, mine)
                self.woven += side[_stretch(changes, start, end)]
            else:
                self._join(self.theirs[_stretch(theirs, start, end)], _stretch(mine, start, end), known, (start, end))
            at = end
        self.woven += self.base[at:]
        return Merge(draft=draft_of(self.woven), mine=draft_of(known), conflicts=tuple(self.conflicts))

    def _join(self, first: list[Word], place: slice, known: list[Word], span: tuple[int, int]) -> None:
        """Weave two wordings of one place; `known` learns under which save mine is to be found."""
        second = self.mine[place]
        if _text(first) == _text(second) and (span[0] < span[1] or self._one_text(first, span[1])):
            known[place] = first
            self.woven += first
            return
        if span[0] == span[1]:
            pair = (second, first) if self._mine_goes_first(first) else (first, second)
        else:
            # The words that both kept stand twice from here on, so mine get a name of their own.
            second = known[place] = self._renamed(place)
            self.conflicts.append(Conflict(first=_text(first), second=_text(second)))
            pair = (first, second)
        self.woven += [*pair[0], *self._gap(*pair), *pair[1]]

    def _one_text(self, inserted: list[Word], at: int) -> bool:
        """Tell the same correction from two people who begin their sentences with the same word."""
        at_line_end = at == len(self.base) or self.base[at][0] == "\n"
        return not at_line_end or sum(word[0][0].isalnum() for word in inserted) >= SURELY_THE_SAME

    def _mine_goes_first(self, theirs: list[Word]) -> bool:
        return bool(self.woven) and self.own.goes_first(after=self.woven[-1][1], beside=theirs[0][1])

    def _renamed(self, place: slice) -> list[Word]:
        starts = offsets_of(self.mine)[place]
        return [(word[0], self.own.now, at) for word, at in zip(self.mine[place], starts, strict=True)]

    def _gap(self, first: Sequence[Word], second: Sequence[Word]) -> list[Word]:
        """Keep two people's words from growing together into one."""
        if not first or not second or first[-1][0][-1].isspace() or second[0][0][0].isspace():
            return []
        return [(" ", self.own.now, offsets_of(self.mine)[-1] + len(self.conflicts) + len(self.woven))]


def _text(words: Iterable[Word]) -> str:
    return "".join(word[0] for word in words)


def _stretch(changes: Sequence[Change], start: int, end: int) -> slice:
    """Return where the words `start` to `end` of the base are found on the side that made these changes."""
    head, tail = changes[0], changes[-1]
    return slice(head.first - (head.start - start), tail.last + (end - tail.end))


def _groups(theirs: list[Change], mine: list[Change]) -> list[_Group]:
    """Put changes of both sides that compete for the same words into one group; the others stand alone."""
    waiting = (list(theirs), list(mine))
    groups: list[_Group] = []
    while waiting[0] or waiting[1]:
        group: _Group = ([], [])
        side: int | None = _earlier(waiting)
        while side is not None:
            group[side].append(waiting[side].pop(0))
            side = _competing(waiting, group)
        groups.append(group)
    return groups


def _rewritten(groups: list[_Group], words: Sequence[str]) -> list[_Group]:
    """Take places that both rewrote, with no word between them, as one: a sentence in two wordings is not shuffled."""
    result: list[_Group] = []
    for group in groups:
        last = result[-1] if result else ([], [])
        between = words[max((change.end for side in last for change in side), default=0) : _start(group)]
        if all((*last, *group)) and not has_words(between):
            result[-1] = (last[0] + group[0], last[1] + group[1])
        else:
            result.append(group)
    return result


def _start(group: _Group) -> int:
    return min(change.start for side in group for change in side)


def _earlier(waiting: _Group) -> int:
    if not waiting[0] or not waiting[1]:
        return 0 if waiting[0] else 1
    theirs, mine = waiting[0][0], waiting[1][0]
    return 1 if (mine.start, mine.end) < (theirs.start, theirs.end) else 0


def _competing(waiting: _Group, group: _Group) -> int | None:
    for side in (0, 1):
        if waiting[side] and any(_compete(change, waiting[side][0]) for change in group[1 - side]):
            return side
    return None


def _compete(one: Change, other: Change) -> bool:
    if one.start == one.end and other.start == other.end:
        return one.start == other.start
    return max(one.start, other.start) < min(one.end, other.end) or _inside(one, other) or _inside(other, one)


def _inside(insertion: Change, change: Change) -> bool:
    return insertion.start == insertion.end and change.start < insertion.start < change.end
