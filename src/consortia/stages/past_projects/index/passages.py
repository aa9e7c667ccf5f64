"""Passages of a text around the words that were found, cut at words, with the words marked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from consortia.stages.past_projects.index.words import Word, composed, words_of

LONGEST_PASSAGE: Final = 280
# Longer texts are looked at as far as this.
_LOOKED_AT: Final = 30_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of a passage; a marked one is a word that was looked for."""

    text: str
    marked: bool = False


def marked(text: str, stems: Collection[str]) -> tuple[Piece, ...]:
    """Return a whole text with the words marked."""
    text = composed(text)
    return _pieces(text, [word for word in words_of(text) if word.stem in stems], 0, len(text))


def passage(text: str, stems: Collection[str], longest: int = LONGEST_PASSAGE) -> tuple[Piece, ...]:
    """Return the passage with most of the words, or the beginning of the text where none of them is in it."""
    text = composed(text[:_LOOKED_AT])
    words = list(words_of(text))
    hits = [word for word in words if word.stem in stems]
    first, last = _best(hits, longest)
    start, end = _around(text, words, first, last, longest)
    pieces = list(_pieces(text, hits, start, end))
    if start > 0:
        pieces.insert(0, Piece(text="… "))
    if end < len(text.rstrip()):
        pieces.append(Piece(text=" …"))
    return tuple(pieces)


def _best(hits: Sequence[Word], longest: int) -> tuple[int, int]:
    """Return the stretch, no longer than a passage, that holds most different words."""
    best, stretch = 0, (0, 0)
    first = 0
    for at, hit in enumerate(hits):
        while hit.end - hits[first].start > longest:
            first += 1
        kinds = len({each.stem for each in hits[first : at + 1]})
        if kinds > best:
            best, stretch = kinds, (hits[first].start, hit.end)
    return stretch


def _around(text: str, words: Sequence[Word], first: int, last: int, longest: int) -> tuple[int, int]:
    """Return where a passage around a stretch begins and ends, at words."""
    room = max(0, longest - (last - first))
    start = max(0, first - room // 3)
    end = min(len(text), start + longest)
    start = next((word.start for word in words if word.start >= start), start) if start else 0
    if end < len(text):
        end = max((word.end for word in words if word.end <= end), default=end)
    return min(start, first), max(end, last)


def _pieces(text: str, hits: Sequence[Word], start: int, end: int) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    at = start
    for hit in hits:
        if hit.start < at or hit.end > end:
            continue
        if hit.start > at:
            pieces.append(Piece(text=text[at : hit.start]))
        pieces.append(Piece(text=text[hit.start : hit.end], marked=True))
        at = hit.end
    if at < end:
        pieces.append(Piece(text=text[at:end]))
    return tuple(pieces)
