"""What a long text has in common with past projects, and which of its own words none of them has."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import tantivy

from consortia.analysis.texts import common_words, guess_language, is_small_word, tells_no_subject
from consortia.stages.past_projects.index.words import composed, words_of
from consortia.stages.past_projects.index.writing import schema

LONGEST_IDEA: Final = 30_000
WORDS_ASKED: Final = 40
SHORTEST_WORD: Final = 3
# A word in more than this share of the projects tells none of them apart.
_COMMON: Final = 0.15
# A word in so few of them may be a subject; a common one says what many projects are about.
_RARE: Final = 0.03
FEW: Final = 5
_SENTENCE_END = re.compile(r"(?<=[.!?…:;])\s+|\n+")
_SHORTEST_SENTENCE, _LONGEST_SENTENCE = 30, 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A word of the idea: as it was written, how much it tells, in how many projects, whether it names a subject."""

    stem: str
    written: str
    weight: float
    projects: int
    is_subject: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence with the stems in it."""

    text: str
    stems: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A project near the idea, before its text is known: its key, how near, and what tells same texts."""

    key: int
    score: float
    alike: int


def weigh(index: tantivy.Index, idea: str) -> dict[str, Weighed]:
    """Return the words of an idea that tell something, by stem: rare words that stand there often weigh most."""
    searcher = index.searcher()
    idea = composed(idea[:LONGEST_IDEA])
    language = guess_language(idea)
    often: Counter[str] = Counter()
    written: dict[str, str] = {}
    for word in words_of(idea):
        text = idea[word.start : word.end]
        if len(text) >= SHORTEST_WORD and not text.isdigit() and not _holds_together(text, language):
            often[word.stem] += 1
            written.setdefault(word.stem, text)
    total = max(1, searcher.num_docs)
    weighed = {}
    for stem, times in often.items():
        projects = searcher.doc_freq("text", stem)
        if projects <= max(FEW, total * _COMMON):
            weight = (1 + math.log(times)) * math.log(1 + total / (projects + 0.5))
            weighed[stem] = Weighed(
                stem=stem,
                written=written[stem],
                weight=weight,
                projects=projects,
                is_subject=projects <= max(FEW, total * _RARE) and not tells_no_subject(written[stem], language),
            )
    return weighed


def _holds_together(word: str, language: str) -> bool:
    """Whether a word is a way to speak; past projects in the language of the idea are not near for its "und"."""
    return word.casefold() in common_words() or is_small_word(word, language)


def nearest(index: tantivy.Index, weighed: Mapping[str, Weighed], most: int) -> list[Near]:
    """Return the projects that share most of the words that tell something."""
    searcher = index.searcher()
    known = [each for each in weighed.values() if each.projects]
    asked = sorted(known, key=lambda each: (-each.weight, each.stem))[:WORDS_ASKED]
    if not asked:
        return []
    words = [
        (
            tantivy.Occur.Should,
            tantivy.Query.boost_query(tantivy.Query.term_query(schema(), "text", each.stem), max(0.1, each.weight)),
        )
        for each in asked
    ]
    hits = searcher.search(tantivy.Query.boolean_query(words), limit=most, count=False).hits
    addresses = [address for _score, address in hits]
    keys = searcher.fast_field_values("key", addresses)
    alike = searcher.fast_field_values("alike", addresses)
    return [
        Near(key=int(key or 0), score=float(score), alike=int(same or 0))
        for (score, _address), key, same in zip(hits, keys, alike, strict=True)
    ]


def shared(weighed: Mapping[str, Weighed], stems: Collection[str], most: int) -> tuple[Weighed, ...]:
    """Return the words of the idea that a project has too, those that tell most first."""
    both = [each for stem, each in weighed.items() if stem in stems]
    return tuple(sorted(both, key=lambda each: (-each.weight, each.stem))[:most])


def own(weighed: Mapping[str, Weighed], stems: Collection[str], most: int) -> tuple[Weighed, ...]:
    """Return the words of the idea that none of the projects has."""
    own_words = {stem: each for stem, each in weighed.items() if stem not in stems and each.is_subject}
    return shared(own_words, own_words, most)


def sentences(text: str, stems: Collection[str]) -> tuple[Sentence, ...]:
    """Return the sentences of a text that hold some of the stems, with those."""
    found = []
    for part in _SENTENCE_END.split(composed(text[:LONGEST_IDEA])):
        sentence = part.strip()
        if len(sentence) < _SHORTEST_SENTENCE:
            continue
        sentence = (
            sentence if len(sentence) <= _LONGEST_SENTENCE else f"{sentence[:_LONGEST_SENTENCE].rsplit(' ', 1)[0]} …"
        )
        held = frozenset(word.stem for word in words_of(sentence) if word.stem in stems)
        if held:
            found.append(Sentence(text=sentence, stems=held))
    return tuple(found)


def pairs(
    ours: Sequence[Sentence], theirs: Sequence[Sentence], weighed: Mapping[str, Weighed], most: int
) -> tuple[tuple[Sentence, Sentence], ...]:
    """Return sentences of both that share most, each sentence once; one shared word alone makes no pair."""
    scored: list[tuple[float, int, int]] = []
    for one, our in enumerate(ours):
        for other, their in enumerate(theirs):
            both = our.stems & their.stems
            if len(both) > 1:
                weight = sum(weighed[stem].weight for stem in both)
                scored.append((-weight / math.sqrt(len(our.stems) + len(their.stems)), one, other))
    chosen: list[tuple[Sentence, Sentence]] = []
    used: set[tuple[str, int]] = set()
    for _weight, one, other in sorted(scored):
        if ("our", one) not in used and ("their", other) not in used:
            chosen.append((ours[one], theirs[other]))
            used |= {("our", one), ("their", other)}
        if len(chosen) == most:
            break
    return tuple(chosen)


def overlap(one: Iterable[str], other: Iterable[str]) -> float:
    """Return which share of their words two texts have in common."""
    first, second = set(one), set(other)
    return len(first & second) / max(1, len(first | second))


def stems_of(text: str) -> frozenset[str]:
    """Return the stems of a text."""
    return frozenset(word.stem for word in words_of(composed(text)))
