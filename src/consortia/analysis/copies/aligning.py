"""The passages that two texts share, word for word.

Every five words that stand in both texts are a seed; seeds in a row are a passage. The longest is taken first, then the
longest of what is left, so that no word of either text is counted twice (Wise's greedy tiling).
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from consortia.analysis.copies.fingerprints import RUN, is_known, runs_of
from consortia.analysis.copies.words import Numbers, Words, words_in

Flags = npt.NDArray[np.bool_]

# Fewer words in a row are chance, unless they are this part of the shorter text, or the next shared words stand close
# by in both texts.
ALONE: Final = 8
A_PART: Final = 10
CLOSE: Final = 8
# Seeds a word of the two texts; more come only from words repeated over and over.
_SEEDS_A_WORD: Final = 8


class Run(NamedTuple):
    """Words that stand in both texts: where they begin, counted in words, and how many they are."""

    a: int
    b: int
    words: int

    def turned(self) -> Run:
        """Return the run with the texts exchanged."""
        return Run(self.b, self.a, self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """A text laid out to be compared: its words, its runs of five with their order.

    `known` tells which runs stand in a text that all may quote, `quoted` which words are in such a run.
    """

    words: Words
    runs: Numbers
    order: npt.NDArray[np.int64]
    known: Flags
    quoted: Flags

    @property
    def own(self) -> int:
        """How many words are not quoted."""
        return int((~self.quoted).sum())


def laid(text: str, known: Numbers) -> Laid:
    """Lay out a text."""
    words = words_in(text)
    runs = runs_of(words.numbers)
    open_to_all = is_known(runs, known)
    quoted = _covered(open_to_all, len(words.numbers))
    return Laid(words=words, runs=runs, order=np.argsort(runs, kind="stable"), known=open_to_all, quoted=quoted)


def shared_runs(one: Laid, other: Laid) -> tuple[Run, ...]:
    """Return the runs of words that two texts share, in the order of the first; exchanging the texts turns them."""
    if _later(one, other):
        return tuple(sorted(run.turned() for run in shared_runs(other, one)))
    words = len(one.words.numbers), len(other.words.numbers)
    least = min(ALONE, min(words) // A_PART)
    longest = [_unquoted(run, one.quoted) for run in _longest(one, other)]
    return tuple(_worth(sorted(_tiled([run for run in longest if run.words], *words)), least))


def _later(one: Laid, other: Laid) -> bool:
    sizes = len(one.runs), len(other.runs)
    return sizes[0] > sizes[1] or (sizes[0] == sizes[1] and one.runs.tobytes() > other.runs.tobytes())


def _longest(one: Laid, other: Laid) -> list[Run]:
    """Return every run that cannot be made longer, outside of what all may quote."""
    least = min(RUN, len(one.words.numbers), len(other.words.numbers))
    if len(one.words.numbers) < RUN or len(other.words.numbers) < RUN:
        same = np.array_equal(one.words.numbers, other.words.numbers) and not one.known.any()
        return [Run(0, 0, least)] if same and least else []
    seeds_a, seeds_b, complete = _seeds(one, other)
    open_a = ~one.known[seeds_a]
    seeds_a, seeds_b = seeds_a[open_a], seeds_b[open_a]
    width = len(one.runs) + len(other.runs) + 1
    lines = np.unique((seeds_a - seeds_b + len(other.runs)) * width + seeds_a)
    begins = np.flatnonzero(np.append(np.full(min(len(lines), 1), fill_value=True), np.diff(lines) != 1))
    lengths = np.diff(np.append(begins, len(lines)))
    first = lines[begins] % width
    second = first - (lines[begins] // width - len(other.runs))
    if complete:
        return [Run(*each) for each in zip(first.tolist(), second.tolist(), (lengths + RUN - 1).tolist(), strict=True)]
    return _extended(one, other, first, second, lengths)


def _seeds(one: Laid, other: Laid) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], bool]:
    """Return where the same five words stand in both texts, and whether these are all such places."""
    ordered = one.runs[one.order]
    low, high = np.searchsorted(ordered, other.runs, side="left"), np.searchsorted(ordered, other.runs, side="right")
    times = high - low
    if times.sum() <= _SEEDS_A_WORD * (len(one.runs) + len(other.runs)):
        seeds_b = np.repeat(np.arange(len(other.runs)), times)
        within = np.arange(len(seeds_b)) - np.repeat(np.cumsum(times) - times, times)
        return one.order[np.repeat(low, times) + within], seeds_b, True
    # The first of one with the first of the other, the second with the second, and so again from the last.
    place = np.empty(len(other.runs), dtype=np.int64)
    turned = other.runs[other.order]
    place[other.order] = np.arange(len(turned)) - np.searchsorted(turned, turned, side="left")
    count = np.searchsorted(turned, other.runs, side="right") - np.searchsorted(turned, other.runs, side="left")
    forward = np.flatnonzero(place < times)
    back = np.flatnonzero(count - place <= times)
    seeds_a = np.concatenate([one.order[low[forward] + place[forward]], one.order[(high - count + place)[back]]])
    return seeds_a, np.concatenate([forward, back]), False


def _extended(
    one: Laid, other: Laid, first: npt.NDArray[np.int64], second: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64]
) -> list[Run]:
    """Return runs made as long as they can be, each once."""
    runs = {Run(*_extend(one, other, *each)) for each in zip(first, second, lengths, strict=True)}
    return sorted(runs)


def _extend(one: Laid, other: Laid, first: int, second: int, length: int) -> tuple[int, int, int]:
    first, second, length = int(first), int(second), int(length)
    back = min(first, second)
    differ = (one.runs[first - back : first] != other.runs[second - back : second]) | one.known[first - back : first]
    stops = np.flatnonzero(differ)
    back -= int(stops[-1]) + 1 if len(stops) else 0
    ends = first + length, second + length
    more = min(len(one.runs) - ends[0], len(other.runs) - ends[1])
    after = slice(ends[0], ends[0] + more)
    stops = np.flatnonzero((one.runs[after] != other.runs[ends[1] : ends[1] + more]) | one.known[after])
    more = int(stops[0]) if len(stops) else more
    return first - back, second - back, back + length + more + RUN - 1


def _unquoted(run: Run, quoted: Flags) -> Run:
    """Return a run without the quoted words at its ends; none is left where all are quoted."""
    own = np.flatnonzero(~quoted[run.a : run.a + run.words])
    if len(own) == run.words or not len(own):
        return run._replace(words=len(own))
    first, last = int(own[0]), int(own[-1]) + 1
    return Run(run.a + first, run.b + first, last - first)


def _tiled(runs: Sequence[Run], words_a: int, words_b: int) -> Iterator[Run]:
    """Yield runs from the longest, each cut to words that no earlier one took."""
    free_a, free_b = np.ones(words_a, dtype=np.bool_), np.ones(words_b, dtype=np.bool_)
    waiting = [(-run.words, run.a + run.b, run) for run in runs]
    heapq.heapify(waiting)
    while waiting:
        _, _, run = heapq.heappop(waiting)
        free = free_a[run.a : run.a + run.words] & free_b[run.b : run.b + run.words]
        if free.all():
            free_a[run.a : run.a + run.words] = free_b[run.b : run.b + run.words] = False
            yield run
            continue
        for begin, end in _stretches(free):
            if end - begin >= RUN:
                part = Run(run.a + begin, run.b + begin, end - begin)
                heapq.heappush(waiting, (-part.words, part.a + part.b, part))


def _stretches(flags: Flags) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _worth(runs: Sequence[Run], least: int) -> Iterator[Run]:
    """Yield the runs that are no chance: long ones, and short ones close to the next in both texts."""
    for at, run in enumerate(runs):
        beside = [*runs[max(at - 1, 0) : at], *runs[at + 1 : at + 2]]
        if run.words >= least or any(_close(run, each) for each in beside):
            yield run


def _close(run: Run, beside: Run) -> bool:
    first, second = sorted((run, beside))
    return first.a + first.words + CLOSE >= second.a and 0 <= second.b - first.b - first.words <= CLOSE


def _covered(known: Flags, words: int) -> Flags:
    """Return which words stand in a run that is known."""
    if not known.any():
        return np.zeros(words, dtype=np.bool_)
    steps = np.zeros(words + 1, dtype=np.int64)
    places = np.flatnonzero(known)
    np.add.at(steps, places, 1)
    np.add.at(steps, np.minimum(places + RUN, words), -1)
    return np.asarray(np.cumsum(steps)[:words] > 0, dtype=np.bool_)
