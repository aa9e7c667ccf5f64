"""Texts into words as numbers, many texts at a time, each word with its place in the text as it was given.

Two words are equal where they read alike: case, accents and ligatures do not count, nor does it matter whether an
accent is a letter's own or stands behind it (NFC, NFD). A word becomes a number of 64 bits, so that comparing texts is
comparing arrays.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from consortia.analysis.texts.words import fold

Numbers = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]

# Texts are read together up to so many characters: enough to be quick, few enough to stay in the processor's cache.
TOGETHER: Final = 1 << 15
BETWEEN: Final = "\n"
# In the table of letters: no part of a word; a mark, as an accent behind its letter; more than one letter.
APART, MARK, SEVERAL, UNSEEN = (np.uint32(0), np.uint32(1), np.uint32(2), np.uint32(3))
_MARKS: Final = frozenset({"Mn", "Me", "Cf"})
# Odd numbers without pattern; every index ever kept depends on them.
_BASE: Final = 0x9E3779B97F4A7C15
_STIRS: Final = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_SHIFTS: Final = (np.uint64(30), np.uint64(27), np.uint64(31))
_WHOLE: Final = 1 << 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one text as numbers, and where each begins and ends (exclusive) in the text as given."""

    numbers: Numbers
    starts: Places
    ends: Places


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The words of several texts one after the other; the words of text i are those from `cuts[i]` to `cuts[i + 1]`."""

    words: Words
    begins: Places
    cuts: Places

    def __len__(self) -> int:
        """Return how many texts there are."""
        return len(self.begins)


def words_in(text: str) -> Words:
    """Return the words of one text."""
    return _words(text)


def batches_of(texts: Sequence[str]) -> Iterator[Batch]:
    """Yield the words of all texts in order, some texts at a time."""
    for texts_together in _together(texts):
        found = _words(BETWEEN.join(texts_together))
        lengths = np.array([len(text) + len(BETWEEN) for text in texts_together], dtype=np.int64)
        begins = np.cumsum(lengths) - lengths
        cuts = np.append(np.searchsorted(found.starts, begins), len(found.starts))
        yield Batch(words=found, begins=begins, cuts=cuts)


def stirred(numbers: Numbers) -> Numbers:
    """Return numbers of 64 bits with every bit depending on all of them; in place."""
    numbers ^= numbers >> _SHIFTS[0]
    numbers *= _STIRS[0]
    numbers ^= numbers >> _SHIFTS[1]
    numbers *= _STIRS[1]
    numbers ^= numbers >> _SHIFTS[2]
    return numbers


def _together(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    first, size = 0, 0
    for at, text in enumerate(texts):
        if size and size + len(text) > TOGETHER:
            yield texts[first:at]
            first, size = at, 0
        size += len(text) + len(BETWEEN)
    if first < len(texts):
        yield texts[first:]


def _words(text: str) -> Words:
    """Return the words of a text; its letters are folded one by one, and a word is the sum of letter times place."""
    written = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    letters, origins = _LETTERS.of(written)
    inside = np.zeros(len(letters) + 2, dtype=np.bool_)
    np.not_equal(letters, APART, out=inside[1:-1])
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    starts, ends = edges[::2], edges[1::2]
    powers, inverses = _POWERS.upto(len(letters) + 1)
    sums = np.zeros(len(letters) + 1, dtype=np.uint64)
    np.cumsum(letters * powers[: len(letters)], out=sums[1:])
    numbers = stirred((sums[ends] - sums[starts]) * inverses[starts])
    if origins is None:
        return Words(numbers=numbers, starts=starts, ends=ends)
    return Words(numbers=numbers, starts=origins[starts], ends=_with_marks(written, origins[ends - 1] + 1))


def _with_marks(written: npt.NDArray[np.uint32], ends: Places) -> Places:
    """Return ends of words moved behind the accents that follow their last letter."""
    ends = ends.copy()
    more = np.arange(len(ends))
    while len(more):
        more = more[ends[more] < len(written)]
        more = more[_LETTERS.table[written[ends[more]]] == MARK]
        ends[more] += 1
    return ends


class _Letters:
    """What each character is as a letter of a word; characters are looked up when they are first met."""

    def __init__(self) -> None:
        self.table = np.full(0x110000, UNSEEN, dtype=np.uint32)
        self._several: dict[int, tuple[int, ...]] = {}
        self._learn(np.arange(0x600, dtype=np.uint32))

    def of(self, written: npt.NDArray[np.uint32]) -> tuple[npt.NDArray[np.uint32], Places | None]:
        """Return characters as letters, and where each stood unless all stand where they stood."""
        letters = self.table[written]
        odd = (letters - MARK) <= (UNSEEN - MARK)
        if not odd.any():
            return letters, None
        unseen = written[letters == UNSEEN]
        if len(unseen):
            self._learn(np.unique(unseen))
            letters = self.table[written]
        return self._spread(written, letters)

    def _spread(
        self, written: npt.NDArray[np.uint32], letters: npt.NDArray[np.uint32]
    ) -> tuple[npt.NDArray[np.uint32], Places]:
        """Return letters with marks left out and characters that are several letters spread."""
        times = np.ones(len(letters), dtype=np.int64)
        times[letters == MARK] = 0
        places = np.flatnonzero(letters == SEVERAL)
        spread = [self._several[int(character)] for character in written[places]]
        times[places] = [len(each) for each in spread]
        origins = np.repeat(np.arange(len(letters)), times)
        found = letters[origins]
        found[found == SEVERAL] = [letter for each in spread for letter in each]
        return found, origins

    def _learn(self, characters: npt.NDArray[np.uint32]) -> None:
        for number in characters.tolist():
            folded = _folded(chr(number))
            if len(folded) == 1:
                self.table[number] = folded[0]
            elif folded:
                self.table[number] = SEVERAL
                self._several[number] = folded
            else:
                self.table[number] = MARK


def _folded(character: str) -> tuple[int, ...]:
    """Return a character as letters: none for a mark, 0 for what is no part of a word."""
    if unicodedata.category(character) in _MARKS and not fold(character).isalnum():
        return ()
    # Taken apart first, so that a letter with its accent and the two behind each other come out alike.
    found = "".join(fold(part) for part in unicodedata.normalize("NFKD", character))
    return tuple(ord(each) for each in found if each.isalnum()) or (int(APART),)


class _Powers:
    """Powers of an odd number modulo 2 to the 64, and of its inverse."""

    def __init__(self) -> None:
        self._powers = self._inverses = np.ones(1, dtype=np.uint64)

    def upto(self, count: int) -> tuple[Numbers, Numbers]:
        """Return at least so many powers, from the zeroth."""
        if len(self._powers) < count:
            size = 1 << max(count, TOGETHER).bit_length()
            self._powers = _powers_of(_BASE, size)
            self._inverses = _powers_of(pow(_BASE, -1, _WHOLE), size)
        return self._powers, self._inverses


def _powers_of(base: int, count: int) -> Numbers:
    found = np.full(count, base, dtype=np.uint64)
    found[0] = 1
    return np.multiply.accumulate(found)


_LETTERS: Final = _Letters()
_POWERS: Final = _Powers()
