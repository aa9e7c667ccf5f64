"""Which pairs of many texts are worth setting side by side: those that share fingerprints.

A fingerprint in at most `COMMON` texts speaks for each pair of them. One in more texts is what all applicants write, or
a template that many copied; it only links neighbours in the list of its texts. Texts linked by many such fingerprints
are a template's copies and come back as a group; what all write links others each time and falls away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse import csgraph

from consortia.analysis.copies.words import Numbers

COMMON: Final = 20
# So few pairs are all compared. Of more, those that share MANY fingerprints; or ENOUGH that are SOME of the shorter
# text's; or this SHARE of them, however few they are.
FEW_PAIRS: Final = 2_048
MANY: Final = 6
ENOUGH: Final = 4
SOME: Final = 0.05
SHARE: Final = 0.1
# Within a group of so many copies each pair is shown; of more, each with the first and with its neighbours.
ALL_PAIRS: Final = 40
# A fingerprint and the place of its text in one number: 40 bits of the one, 24 of the other.
PLACE_BITS: Final = np.uint64(24)
MOST_TEXTS: Final = 1 << int(PLACE_BITS)
_PLACE: Final = np.uint64(MOST_TEXTS - 1)
_AT_ONCE: Final = 1 << 20

Pairs = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Places of texts worth comparing, two a row, the lower first.

    `templates`: groups of copies of one text; `without_words`: texts that hold nothing to compare.
    """

    pairs: Pairs
    templates: tuple[tuple[int, ...], ...]
    without_words: tuple[int, ...]


def packed(numbers: Numbers, owners: Numbers) -> Numbers:
    """Return fingerprints with the places of their texts, one number each."""
    return np.asarray((numbers & ~_PLACE) | owners)


def each_once(entries: Numbers) -> Numbers:
    """Return each value of an ordered array once."""
    return entries[_begins(entries)]


def candidates(entries: Numbers, *, texts: int, common: int = COMMON) -> Candidates:
    """Return the pairs worth comparing; `entries` from `packed` is sorted in place."""
    entries.sort()
    entries = each_once(entries)
    sizes = np.bincount((entries & _PLACE).astype(np.int32), minlength=texts)
    rare, often = _Counted(), _Counted()
    for places, lengths in _lists(entries):
        few = lengths <= common
        rare.add(_every_pair(places[np.repeat(few, lengths)], lengths[few]))
        often.add(_neighbours(places[np.repeat(~few, lengths)], lengths[~few]))
    pairs = _worth(*rare.result(), sizes)
    links = _worth(*often.result(), sizes, by_number=False)
    groups = tuple(_groups(links, texts, above=common))
    together = np.concatenate([pairs, links, *(_within(group) for group in groups)])
    empty = tuple(np.flatnonzero(sizes == 0).tolist())
    return Candidates(pairs=np.unique(together, axis=0), templates=groups, without_words=empty)


class _Counted:
    """How often each pair was added, held together from time to time so as to stay small."""

    def __init__(self) -> None:
        self._pairs = np.zeros(0, dtype=np.uint64)
        self._times = np.zeros(0, dtype=np.int32)
        self._waiting: list[Numbers] = []
        self._size = 0

    def add(self, pairs: Numbers) -> None:
        """Count pairs."""
        self._waiting.append(pairs)
        self._size += len(pairs)
        if self._size > max(len(self._pairs), 4 * _AT_ONCE):
            self._gather()

    def result(self) -> tuple[Numbers, npt.NDArray[np.int32]]:
        """Return each pair once, in order, and how often it was added."""
        self._gather()
        return self._pairs, self._times

    def _gather(self) -> None:
        added = np.concatenate([*self._waiting, self._pairs[:0]])
        self._waiting, self._size = [], 0
        added.sort()
        begins = _begins(added)
        fresh, times = added[begins], np.diff(np.append(begins, len(added))).astype(np.int32)
        del added
        if not len(self._pairs):
            self._pairs, self._times = fresh, times
            return
        places = np.minimum(np.searchsorted(self._pairs, fresh), len(self._pairs) - 1)
        seen = self._pairs[places] == fresh
        self._times[places[seen]] += times[seen]
        where = np.searchsorted(self._pairs, fresh[~seen])
        self._pairs = np.insert(self._pairs, where, fresh[~seen])
        self._times = np.insert(self._times, where, times[~seen])


def _begins(ordered: Numbers) -> npt.NDArray[np.int64]:
    """Return where each value of an ordered array first stands."""
    return np.flatnonzero(np.append(np.full(min(len(ordered), 1), fill_value=True), ordered[1:] != ordered[:-1]))


def _lists(entries: Numbers) -> Iterator[tuple[Numbers, npt.NDArray[np.int64]]]:
    """Yield the places of texts that share a fingerprint, list after list, and the length of each; some at a time."""
    first = 0
    while first < len(entries):
        last = min(first + _AT_ONCE, len(entries))
        if last < len(entries):
            last = int(np.searchsorted(entries, entries[last - 1] | _PLACE, side="right"))
        part = entries[first:last]
        begins = _begins(part >> PLACE_BITS)
        lengths = np.diff(np.append(begins, len(part)))
        shared = lengths > 1
        yield part[np.repeat(shared, lengths)] & _PLACE, lengths[shared]
        first = last


def _every_pair(places: Numbers, lengths: npt.NDArray[np.int64]) -> Numbers:
    """Return each pair within each list, the lower place first."""
    left = np.repeat(lengths, lengths) - 1 - _within_list(lengths)
    found = []
    for step in range(1, int(lengths.max(initial=0))):
        first = np.flatnonzero(left >= step)
        found.append((places[first] << PLACE_BITS) | places[first + step])
    return np.concatenate([*found, places[:0]])


def _neighbours(places: Numbers, lengths: npt.NDArray[np.int64]) -> Numbers:
    """Return the pairs that stand side by side in each list."""
    first = np.flatnonzero(np.repeat(lengths, lengths) - 1 - _within_list(lengths) >= 1)
    return (places[first] << PLACE_BITS) | places[first + 1]


def _within_list(lengths: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)


def _worth(
    pairs: Numbers, times: npt.NDArray[np.int32], sizes: npt.NDArray[np.int64], *, by_number: bool = True
) -> Pairs:
    """Return the pairs that share enough, two places a row; what all write counts by its part, not by its number."""
    few = len(pairs) <= FEW_PAIRS
    one, other = (pairs >> PLACE_BITS).astype(np.int64), (pairs & _PLACE).astype(np.int64)
    share = times / np.maximum(np.minimum(sizes[one], sizes[other]), 1)
    enough = few | (times >= MANY) | ((times >= ENOUGH) & (share >= SOME))
    kept = (by_number & enough) | (share >= SHARE)
    return np.column_stack([one[kept], other[kept]])


def _groups(links: Pairs, texts: int, *, above: int) -> Iterator[tuple[int, ...]]:
    """Yield the texts that hang together by links, where there are more than `above`, in order."""
    if not len(links):
        return
    graph = sparse.coo_array((np.ones(len(links)), (links[:, 0], links[:, 1])), shape=(texts, texts))
    _, labels = csgraph.connected_components(graph, directed=False)
    counts = np.bincount(labels)
    members = np.argsort(labels, kind="stable")
    ends = np.cumsum(counts)
    for label in np.flatnonzero(counts > above):
        yield tuple(members[ends[label] - counts[label] : ends[label]].tolist())


def _within(group: tuple[int, ...]) -> Pairs:
    """Return the pairs of a group that are compared."""
    if len(group) <= ALL_PAIRS:
        return np.array([(one, other) for at, one in enumerate(group) for other in group[at + 1 :]])
    return np.array([*((group[0], other) for other in group[1:]), *pairwise(group)])
