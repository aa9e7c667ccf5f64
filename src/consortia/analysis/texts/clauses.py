"""Sentences and clauses of a text, each with the place where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

# A full stop ends a sentence where a new one begins; so do a blank line, a bullet and a new line after a short one.
_SENTENCE_END: Final = re.compile(
    r"(?<=[.!?…])[\"'”»)\]]*\s+(?:[•·●▪◦*]\s+)?(?=[^\sa-zà-ÿ])|\s*\n\s*(?:[•·●▪◦*]\s+)?|\s+[•·●▪◦*]\s+|(?<=;)\s+"
)
_CLAUSE_END: Final = re.compile(r"(?<=[,:;])\s+|\s+[\u2013\u2014-]\s+|\s+(?=\()|(?<=\))\s+")
# A clause of fewer letters says too little by itself and stays with what follows it.
_SHORTEST_CLAUSE: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A part of a text: `text == whole[start:end]`, positions counted in characters."""

    text: str
    start: int
    end: int


def sentences_of(text: str) -> tuple[Span, ...]:
    """Return the sentences of a text, in order, without the space around them."""
    return tuple(_parts(text, 0, len(text), _SENTENCE_END))


def clauses_of(sentence: Span, *, shortest: int = _SHORTEST_CLAUSE) -> tuple[Span, ...]:
    """Return the clauses of a sentence; pieces of fewer characters than `shortest` join the next one."""
    found: list[Span] = []
    for part in _parts(sentence.text, 0, len(sentence.text), _CLAUSE_END):
        if found and (found[-1].end - found[-1].start < shortest or part.end - part.start < shortest):
            start = found.pop().start
            part = Span(text=sentence.text[start : part.end], start=start, end=part.end)  # noqa: PLW2901  # the joined one
        found.append(part)
    moved = sentence.start
    return tuple(Span(text=each.text, start=each.start + moved, end=each.end + moved) for each in found)


def _parts(text: str, start: int, end: int, divider: re.Pattern[str]) -> Iterator[Span]:
    for at in (*divider.finditer(text, start, end), None):
        stop = at.start() if at else end
        part = text[start:stop]
        if part.strip():
            first = start + len(part) - len(part.lstrip())
            yield Span(text=part.strip(), start=first, end=first + len(part.strip()))
        start = at.end() if at else end
