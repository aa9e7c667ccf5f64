"""Which passages of an idea speak for a priority, each beside the words of the call that it speaks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from consortia.analysis.priorities.ground import CALL_LANGUAGE, Ground, Reading
from consortia.analysis.priorities.phrases import Hit
from consortia.analysis.priorities.values import Evidence
from consortia.analysis.texts import Span, clauses_of, sentences_of, stems_of
from consortia.core.call.content import Priority

MOST_PASSAGES: Final = 4
# A sentence up to this length is shown whole; of a longer one the clauses that speak.
_SHORT_SENTENCE: Final = 220
# Without a vocabulary a sentence has to share this much rarity of words with the priority.
_ENOUGH_SHARED: Final = 6.0
# Shorter words are mostly the small ones of the language.
_TELLING_WORD: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A sentence that speaks for a priority: how clearly, from which word to which, and for which sub-theme."""

    weight: float
    sentence: Span
    start: int
    end: int
    theme: str | None


def evidence_for(ground: Ground, reading: Reading, priority: Priority) -> tuple[Evidence, ...]:
    """Return the passages that speak most clearly for a priority, the clearest first."""
    clearest = sorted(_spoken(ground, reading, priority), key=lambda each: (-each.weight, each.start))
    return tuple(_evidence(each, priority, reading) for each in clearest[:MOST_PASSAGES])


def touched_themes(reading: Reading, priority: Priority) -> frozenset[str]:
    """Return the codes of the sub-themes of a priority that the text has phrases of."""
    own = {theme.code for theme in priority.sub_themes}
    return frozenset(hit.code for hit in reading.hits if hit.code in own)


def _spoken(ground: Ground, reading: Reading, priority: Priority) -> Iterator[Spoken]:
    if ground.has_vocabulary:
        yield from _spoken_by_phrases(ground, reading, priority)
    elif priority.code in ground.own:
        yield from _spoken_by_words(ground.own[priority.code], reading)


def _spoken_by_phrases(ground: Ground, reading: Reading, priority: Priority) -> Iterator[Spoken]:
    by_sentence: Mapping[int, list[Hit]] = defaultdict(list)
    at = 0
    hits = sorted(_hits_of(ground, reading, priority.code), key=lambda hit: (hit.first, hit.last, hit.code))
    for hit in hits:
        while at + 1 < len(reading.sentences) and reading.sentences[at].end <= reading.words[hit.first].start:
            at += 1
        by_sentence[at].append(hit)
    for number, here in by_sentence.items():
        said = {hit.phrase: hit for hit in here}
        weight = sum(1 + 0.5 * (hit.last - hit.first) for hit in said.values())
        clearest = max(here, key=lambda hit: (hit.code in ground.owner, hit.last - hit.first, -hit.first))
        yield Spoken(
            weight=weight,
            sentence=reading.sentences[number],
            start=min(reading.words[hit.first].start for hit in here),
            end=max(reading.words[hit.last].end for hit in here),
            theme=clearest.code if clearest.code in ground.owner else None,
        )


def _hits_of(ground: Ground, reading: Reading, code: str) -> Iterator[Hit]:
    return (hit for hit in reading.hits if code in {hit.code, ground.owner.get(hit.code)})


def _spoken_by_words(own: Mapping[str, float], reading: Reading) -> Iterator[Spoken]:
    words, at = reading.words, 0
    for sentence in reading.sentences:
        while at < len(words) and words[at].start < sentence.start:
            at += 1
        until = at
        while until < len(words) and words[until].end <= sentence.end:
            until += 1
        shared = [word for word in words[at:until] if word.stem in own]
        weight = sum(own[stem] for stem in {word.stem for word in shared})
        if weight >= _ENOUGH_SHARED:
            yield Spoken(weight=weight, sentence=sentence, start=shared[0].start, end=shared[-1].end, theme=None)
        at = until


def _evidence(spoken: Spoken, priority: Priority, reading: Reading) -> Evidence:
    passage = _passage(spoken, reading.text)
    for theme in priority.sub_themes:
        if theme.code == spoken.theme:
            return Evidence(passage=passage, priority_passage=theme.text, sub_theme=theme.code)
    shared = frozenset(stems_of(passage.text)) if reading.language == CALL_LANGUAGE else frozenset()
    return Evidence(passage=passage, priority_passage=_closest(priority.title, priority.text, shared))


def _passage(spoken: Spoken, text: str) -> Span:
    """The sentence, or of a long one the clauses from the first word that speaks to the last."""
    if spoken.sentence.end - spoken.sentence.start <= _SHORT_SENTENCE:
        return spoken.sentence
    told = [each for each in clauses_of(spoken.sentence) if each.end > spoken.start and each.start < spoken.end]
    start = min([spoken.start, *(each.start for each in told)])
    end = max([spoken.end, *(each.end for each in told)])
    return Span(text=text[start:end], start=start, end=end)


@lru_cache(maxsize=4096)
def _closest(title: str, text: str, shared: frozenset[str]) -> str:
    """The sentence of the priority's text with most words of the passage; its title where none has any."""
    overlaps = {
        each.text: len(shared & {word for word in stems_of(each.text) if len(word) >= _TELLING_WORD})
        for each in sentences_of(text)
    }
    closest = max(overlaps, key=lambda each: overlaps[each], default=title)
    return closest if overlaps.get(closest) else title
