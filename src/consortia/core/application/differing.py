"""Where two texts differ, word by word."""

import re
from bisect import bisect_left
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

# Words, and every other character for itself: fine enough to keep neighbours apart, coarse enough that no half word
# is ever mixed with another person's half word.
WORD = re.compile(r"\w+|\W")

# Beyond this many changed words the text counts as rewritten; comparing further costs time that grows with the
# square and finds nothing a reader would call unchanged.
MOST_CHANGES = 600

Kind: TypeAlias = Literal["same", "added", "removed"]
Pair: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The words `start` to `end` of the one are the words `first` to `last` of the other."""

    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of text that stayed, came or went."""

    kind: Kind
    text: str


def words_of(text: str) -> list[str]:
    """Return the words, spaces and signs of a text; joined they are the text again."""
    return WORD.findall(text)


def difference(before: str, after: str) -> tuple[Piece, ...]:
    """Return how a text became another: what was removed stands before what was added in its place."""
    old, new = words_of(before), words_of(after)
    pieces: list[Piece] = []
    at = 0
    for change in together(changes_by_text(old, new), old):
        stretches: tuple[tuple[Kind, list[str]], ...] = (
            ("same", old[at : change.start]),
            ("removed", old[change.start : change.end]),
            ("added", new[change.first : change.last]),
        )
        pieces.extend(Piece(kind=kind, text="".join(words)) for kind, words in stretches if words)
        at = change.end
    if at < len(old):
        pieces.append(Piece(kind="same", text="".join(old[at:])))
    return tuple(pieces)


def changes_by_text(base: Sequence[str], other: Sequence[str]) -> list[Change]:
    """Return what must be replaced in `base` to get `other`, in order and never touching each other."""
    head = _common(base, other)
    tail = _common(base[head:][::-1], other[head:][::-1])
    middle, changed = base[head : len(base) - tail], other[head : len(other) - tail]
    kept = [(head + i, head + k) for i, k in _kept(middle, changed)]
    return _between(kept, (head, head), (len(base) - tail, len(other) - tail))


def changes_by_identity(base: Sequence[Hashable], other: Sequence[Hashable]) -> list[Change]:
    """Return the same where every word has an identity of its own, so that equal words are never mistaken."""
    places = {identity: k for k, identity in enumerate(other)}
    pairs = [(i, places[identity]) for i, identity in enumerate(base) if identity in places]
    return _between(_rising(pairs), (0, 0), (len(base), len(other)))


def _between(kept: Sequence[Pair], begin: Pair, end: Pair) -> list[Change]:
    changes: list[Change] = []
    at_base, at_other = begin
    for i, k in [*kept, end]:
        if (at_base, at_other) != (i, k):
            changes.append(Change(start=at_base, end=i, first=at_other, last=k))
        at_base, at_other = i + 1, k + 1
    return changes


def together(changes: Sequence[Change], base: Sequence[str]) -> list[Change]:
    """Take changes with no word between them as one, so that a rewritten sentence reads as one piece."""
    result: list[Change] = []
    for change in changes:
        last = result[-1] if result else None
        if last is not None and not has_words(base[last.end : change.start]):
            result[-1] = Change(start=last.start, end=change.end, first=last.first, last=change.last)
        else:
            result.append(change)
    return result


def has_words(words: Sequence[str]) -> bool:
    """Whether there is more than spaces and signs on one line."""
    return any(word[0].isalnum() or word == "\n" for word in words)


def _rising(pairs: Sequence[Pair]) -> list[Pair]:
    """Return the longest run of pairs that keeps the order on both sides."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int | None] = []
    for index, (_i, k) in enumerate(pairs):
        height = bisect_left(tops, k)
        before.append(ends[height - 1] if height else None)
        tops[height : height + 1] = [k]
        ends[height : height + 1] = [index]
    rising: list[Pair] = []
    at = ends[-1] if ends else None
    while at is not None:
        rising.append(pairs[at])
        at = before[at]
    return rising[::-1]


def _kept(base: Sequence[str], other: Sequence[str]) -> list[Pair]:
    """Return the pairs of places that stay the same (Myers 1986, greedy): quick when little has changed."""
    if not base or not other:
        return []
    reach = {1: 0}
    trail: list[dict[int, int]] = []
    for distance in range(min(len(base) + len(other), MOST_CHANGES) + 1):
        trail.append(reach.copy())
        for diagonal in range(-distance, distance + 1, 2):
            i = _furthest(reach, diagonal, distance)
            while i < len(base) and i - diagonal < len(other) and base[i] == other[i - diagonal]:
                i += 1
            reach[diagonal] = i
            if i >= len(base) and i - diagonal >= len(other):
                return _walk_back(trail, len(base), len(other))
    return []


def _furthest(reach: dict[int, int], diagonal: int, distance: int) -> int:
    return reach[diagonal + 1] if _goes_down(reach, diagonal, distance) else reach[diagonal - 1] + 1


def _goes_down(reach: dict[int, int], diagonal: int, distance: int) -> bool:
    return diagonal == -distance or (diagonal != distance and reach[diagonal - 1] < reach[diagonal + 1])


def _walk_back(trail: list[dict[int, int]], i: int, k: int) -> list[Pair]:
    kept: list[Pair] = []
    for distance in range(len(trail) - 1, -1, -1):
        reach, diagonal = trail[distance], i - k
        before = diagonal + 1 if _goes_down(reach, diagonal, distance) else diagonal - 1
        from_i = reach[before] if distance else 0
        from_k = from_i - before if distance else 0
        while i > from_i and k > from_k:
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
