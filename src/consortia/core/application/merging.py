"""Merging what two people wrote in one answer at the same time.

A three-way merge by words: both texts are compared with the version they grew from, and both sets of changes are
applied. Changes that do not touch each other are merged; where both changed the same words, both wordings are kept
one after the other and reported, so a person decides and nothing typed is ever dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# Words, single line ends and other single characters: fine enough to keep neighbours apart, coarse enough
# that no half word is ever mixed with another person's half word.
_TOKENS = re.compile(r"\w+|\n|[^\S\n]+|[^\w\s]")

# Beyond this many changed words between two saves the text counts as rewritten; comparing further costs time
# that grows with the square and finds nothing a reader would call unchanged.
MOST_CHANGES = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """The same words changed in two ways; both stand in the merged text, `first` before `second`."""

    first: str
    second: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """The merged text, and the places where a person should choose."""

    text: str
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    start: int
    end: int
    words: tuple[str, ...]


def merge_texts(base: str, mine: str, theirs: str) -> Merge:
    """Apply the changes base -> mine to `theirs`, which grew from the same base."""
    if mine in (theirs, base):
        return Merge(text=theirs)
    if theirs == base:
        return Merge(text=mine)
    words = _TOKENS.findall(base)
    conflicts: list[Conflict] = []
    merged: list[str] = []
    at = 0
    for group in _groups(_changes(words, _TOKENS.findall(theirs)), _changes(words, _TOKENS.findall(mine))):
        start = min(change.start for side in group for change in side)
        end = max(change.end for side in group for change in side)
        merged.extend(words[at:start])
        merged.extend(_join(words, group, start, end, conflicts))
        at = end
    merged.extend(words[at:])
    return Merge(text="".join(merged), conflicts=tuple(conflicts))


def _join(
    words: Sequence[str], group: tuple[list[_Change], list[_Change]], start: int, end: int, conflicts: list[Conflict]
) -> list[str]:
    first, second = (_apply(words, side, start, end) for side in group)
    if not group[1] or first == second:
        return first
    if not group[0]:
        return second
    if start == end:
        return _both_insertions(first, second)
    conflicts.append(Conflict(first="".join(first), second="".join(second)))
    return first + _gap(first, second) + second


def _both_insertions(first: list[str], second: list[str]) -> list[str]:
    # A text sent twice, the second time grown, is one text: keep the longer one.
    if second[: len(first)] == first:
        return second
    if first[: len(second)] == second:
        return first
    return first + _gap(first, second) + second


def _gap(first: list[str], second: list[str]) -> list[str]:
    """Keep two people's words from growing together into one."""
    touching = bool(first and second) and not first[-1][-1].isspace() and not second[0][0].isspace()
    return [" "] if touching else []


def _apply(words: Sequence[str], changes: Sequence[_Change], start: int, end: int) -> list[str]:
    result: list[str] = []
    for change in changes:
        result.extend(words[start : change.start])
        result.extend(change.words)
        start = change.end
    result.extend(words[start:end])
    return result


def _changes(base: Sequence[str], other: Sequence[str]) -> list[_Change]:
    """Return what must be replaced in `base` to get `other`, in order and never touching each other."""
    head = _common(base, other)
    tail = _common(base[head:][::-1], other[head:][::-1])
    middle, changed = base[head : len(base) - tail], other[head : len(other) - tail]
    kept = [(head + i, head + k) for i, k in _kept(middle, changed)]
    changes: list[_Change] = []
    at_base, at_other = head, head
    for i, k in [*kept, (len(base) - tail, len(other) - tail)]:
        if (at_base, at_other) != (i, k):
            changes.append(_Change(start=at_base, end=i, words=tuple(other[at_other:k])))
        at_base, at_other = i + 1, k + 1
    return _coalesced(base, changes)


def _coalesced(base: Sequence[str], changes: list[_Change]) -> list[_Change]:
    """Take changes with no word between them as one, so that a rewritten sentence stays one piece."""
    result: list[_Change] = []
    for change in changes:
        between = base[result[-1].end : change.start] if result else ()
        if result and not any(word[0].isalnum() for word in between):
            last = result.pop()
            result.append(_Change(start=last.start, end=change.end, words=(*last.words, *between, *change.words)))
        else:
            result.append(change)
    return result


def _kept(base: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """Return the pairs of places that stay the same (Myers 1986, greedy): quick when little has changed."""
    reach = {1: 0}
    trail: list[dict[int, int]] = []
    for distance in range(min(len(base) + len(other), MOST_CHANGES) + 1):
        trail.append(reach.copy())
        for diagonal in range(-distance, distance + 1, 2):
            down = diagonal == -distance or (diagonal != distance and reach[diagonal - 1] < reach[diagonal + 1])
            i = reach[diagonal + 1] if down else reach[diagonal - 1] + 1
            while i < len(base) and i - diagonal < len(other) and base[i] == other[i - diagonal]:
                i += 1
            reach[diagonal] = i
            if i >= len(base) and i - diagonal >= len(other):
                return _walk_back(trail, len(base), len(other))
    return []


def _walk_back(trail: list[dict[int, int]], i: int, k: int) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for distance in range(len(trail) - 1, -1, -1):
        reach, diagonal = trail[distance], i - k
        down = diagonal == -distance or (diagonal != distance and reach[diagonal - 1] < reach[diagonal + 1])
        before = diagonal + 1 if down else diagonal - 1
        from_i = reach[before] if distance else 0
        from_k = from_i - before if distance else 0
        while i > from_i and k > from_k and i > 0 and k > 0:
            i, k = i - 1, k - 1
            kept.append((i, k))
        if distance:
            i, k = from_i, from_k
    return kept[::-1]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _groups(theirs: list[_Change], mine: list[_Change]) -> Iterator[tuple[list[_Change], list[_Change]]]:
    """Put changes of both sides that compete for the same words into one group; the others stand alone."""
    sides = (list(theirs), list(mine))
    while sides[0] or sides[1]:
        group: tuple[list[_Change], list[_Change]] = ([], [])
        side = _earlier(sides)
        group[side].append(sides[side].pop(0))
        while (side := _competing(sides, group)) is not None:
            group[side].append(sides[side].pop(0))
        yield group


def _earlier(sides: tuple[list[_Change], list[_Change]]) -> int:
    if not sides[0] or not sides[1]:
        return 0 if sides[0] else 1
    mine, theirs = sides[1][0], sides[0][0]
    return 1 if (mine.start, mine.end) < (theirs.start, theirs.end) else 0


def _competing(sides: tuple[list[_Change], list[_Change]], group: tuple[list[_Change], list[_Change]]) -> int | None:
    for side in (0, 1):
        if sides[side] and any(_compete(change, sides[side][0]) for change in group[1 - side]):
            return side
    return None


def _compete(one: _Change, other: _Change) -> bool:
    if one.start == one.end and other.start == other.end:
        return one.start == other.start
    return max(one.start, other.start) < min(one.end, other.end) or _inside(one, other) or _inside(other, one)


def _inside(insertion: _Change, change: _Change) -> bool:
    return insertion.start == insertion.end and change.start < insertion.start < change.end
