"""Words that any text may hold, whatever it is about."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

from consortia.analysis.texts.languages import small_words
from consortia.analysis.texts.words import fold, folded_word, stem

FILE: Final = "data/common-words.toml"
FILE_OF_PROJECTS: Final = "data/words-of-any-project.toml"


@cache
def common_words() -> frozenset[str]:
    """Return English words, in small letters, that tell no subject."""
    return _words_in(FILE)


def tells_no_subject(word: str, language: str = "en") -> bool:
    """Whether a word, in whatever form, may stand in a text about any project, or holds its sentences together.

    English words by their stem, in texts of all languages; small words of the language of the text as they are.
    """
    return stem(word) in _stems_without_subject() or is_small_word(word, language)


def is_small_word(word: str, language: str) -> bool:
    """Whether a word only holds the sentences of a language together."""
    return folded_word(word) in _small_words(language)


@cache
def _stems_without_subject() -> frozenset[str]:
    return frozenset(stem(word) for word in common_words() | _words_in(FILE_OF_PROJECTS))


@cache
def _small_words(language: str) -> frozenset[str]:
    return frozenset(fold(word) for word in small_words(language))


def _words_in(file: str) -> frozenset[str]:
    words = tomllib.loads(files("consortia.analysis.texts").joinpath(file).read_text(encoding="utf-8"))
    return frozenset(word for text in words.values() for word in text.split())
