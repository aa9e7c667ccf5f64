"""Which type of project a text sounds like, and the passages that say so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from consortia.analysis.priorities.ground import Ground, Reading
from consortia.analysis.priorities.phrases import Hit
from consortia.analysis.priorities.scoring import by_length, counts_of, strengths
from consortia.analysis.priorities.values import Reason, TypeMatch

_MOST_REASONS: Final = 4
# As many phrases of doubt are taken for granted on each side, so that one phrase alone does not sound sure.
_DOUBT: Final = 2.0


def type_match(ground: Ground, reading: Reading) -> TypeMatch | None:
    """Return the type whose phrases the text has most of; nothing where it has none, or as many of another type."""
    found = strengths(ground, counts_of(reading), by_length)
    said = {each: found.get(each.code, 0.0) for each in ground.call.types}
    best = max(said, key=lambda each: said[each], default=None)
    if best is None or list(said.values()).count(said[best]) > 1:
        return None
    total = sum(said.values()) + _DOUBT * len(said)
    return TypeMatch(type=best, confidence=(said[best] + _DOUBT) / total, reasons=_reasons(reading, best.code))


def _reasons(reading: Reading, code: str) -> tuple[Reason, ...]:
    by_sentence: Mapping[int, list[Hit]] = defaultdict(list)
    for hit in reading.hits:
        if hit.code == code:
            start = reading.words[hit.first].start
            number = next(n for n, sentence in enumerate(reading.sentences) if sentence.end > start)
            by_sentence[number].append(hit)
    fullest = sorted(by_sentence, key=lambda number: (-len({hit.phrase for hit in by_sentence[number]}), number))
    return tuple(
        Reason(passage=reading.sentences[number], words=_words(reading, by_sentence[number]))
        for number in fullest[:_MOST_REASONS]
    )


def _words(reading: Reading, hits: list[Hit]) -> str:
    spans = sorted({(reading.words[hit.first].start, reading.words[hit.last].end) for hit in hits})
    return "; ".join(reading.text[start:end] for start, end in spans)
