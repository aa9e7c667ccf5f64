"""What a call and its vocabulary give to match texts against, prepared once per language."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from consortia.analysis.priorities.phrases import Hit, PhraseBook
from consortia.analysis.texts import Span, Word, guess_language, sentences_of, stems_of, words_of
from consortia.core.call import CallDefinition
from consortia.core.call.content import Priority
from consortia.rulebook.vocabulary import Vocabulary, vocabulary_of

# The language in which calls are written.
CALL_LANGUAGE: Final = "en"
# So much of a text is read; what comes later adds nothing that was not said before.
LONGEST_TEXT: Final = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A call seen from one language: its phrases, its own words by code, and how rare each word is in it."""

    call: CallDefinition
    language: str
    book: PhraseBook
    own: Mapping[str, Mapping[str, float]]
    has_vocabulary: bool
    owner: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A text read for one call: its words, its sentences, and the phrases that speak for something."""

    text: str
    language: str
    words: tuple[Word, ...]
    sentences: tuple[Span, ...]
    hits: tuple[Hit, ...]


def ground_of(call: CallDefinition, language: str, vocabulary: Vocabulary | None = None) -> Ground:
    """Return the ground of a call in a language, with the vocabulary given or the built-in one."""
    return _ground(_Key(call), language, _Key(vocabulary))


def read_idea(call: CallDefinition, text: str, vocabulary: Vocabulary | None = None) -> tuple[Ground, Reading]:
    """Read the text of an idea in its own language."""
    text = text[:LONGEST_TEXT]
    language = guess_language(text)
    ground = ground_of(call, language, vocabulary)
    words = words_of(text, language)
    return ground, Reading(
        text=text,
        language=language,
        words=words,
        sentences=sentences_of(text),
        hits=tuple(ground.book.hits(words)),
    )


class _Key:
    """A value known by its identity, since a call is too large to be compared at every text."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.value is self.value


@lru_cache(maxsize=64)
def _ground(call_key: _Key, language: str, vocabulary_key: _Key) -> Ground:
    call, vocabulary = call_key.value, vocabulary_key.value
    assert isinstance(call, CallDefinition)  # noqa: S101  # for the type checker; the key was made of it
    given = vocabulary if isinstance(vocabulary, Vocabulary) else vocabulary_of(call)
    phrases = {code: said[language] for code, said in given.phrases.items() if language in said} if given else {}
    own = {each.code: Counter(stems_of(own_text(each))) for each in call.priorities}
    rare = _rarity(own.values())
    weighted = {
        code: {word: (1 + math.log(n)) * rare[word] for word, n in words.items()} for code, words in own.items()
    }
    owner = {theme.code: priority.code for priority in call.priorities for theme in priority.sub_themes}
    return Ground(
        call=call,
        language=language,
        book=PhraseBook.of(language, phrases),
        own=weighted if language == CALL_LANGUAGE else {},
        has_vocabulary=bool(phrases),
        owner=owner,
    )


def own_text(priority: Priority) -> str:
    """Return all words that the call itself has for a priority."""
    themes = " ".join(theme.text for theme in priority.sub_themes)
    return f"{priority.title} {priority.title} {priority.text} {themes}"


def _rarity(texts: Iterable[Mapping[str, int]]) -> Mapping[str, float]:
    every: Sequence[Mapping[str, int]] = list(texts)
    seen = Counter(word for words in every for word in words)
    return {word: math.log((1 + len(every)) / n) for word, n in seen.items()}
