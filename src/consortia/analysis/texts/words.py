"""Words of a text with their place, folded and cut to their stems."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

from consortia.analysis.texts.languages import STEMMERS

_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
# Letters that Unicode does not take apart into a base letter and an accent.
_PLAIN: Final = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"}
    # In capitals, this letter of Turkish is an I, which comes back as i.
    | {"\N{LATIN SMALL LETTER DOTLESS I}": "i"}
)
# l'éducation, dell'infanzia, d'école: the article goes.
_ELIDED: Final = re.compile(r"^(?:[cdjlmnst]|qu|dell|nell|all|sull|dall|un|gl)['\u2019](?=\w)", re.IGNORECASE)
_POSSESSIVE: Final = re.compile(r"['\u2019]s?$", re.IGNORECASE)
_SHORT_CACHE: Final = 200_000
# Longer runs of letters are no words of any language, and stemming them takes long.
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word of a text: `stem` in folded letters, and where the word stands."""

    stem: str
    folded: str
    start: int
    end: int


def words_of(text: str, language: str = "en") -> tuple[Word, ...]:
    """Return the words of a text in order; parts of hyphenated words are words of their own."""
    found = []
    for at in _WORD.finditer(text):
        written = at.group()[:_LONGEST]
        found.append(Word(stem=stem(written, language), folded=folded_word(written), start=at.start(), end=at.end()))
    return tuple(found)


def stems_of(text: str, language: str = "en") -> tuple[str, ...]:
    """Return the stems of a text in order."""
    return tuple(stem(at.group()[:_LONGEST], language) for at in _WORD.finditer(text))


@lru_cache(maxsize=_SHORT_CACHE)
def stem(word: str, language: str = "en") -> str:
    """Return the stem of a word in folded letters, so that Schüler and Schülern meet."""
    small = _bare(word.casefold())
    stemmer = _stemmer(STEMMERS.get(language))
    return fold(stemmer.stemWord(small) if stemmer else small)


@lru_cache(maxsize=_SHORT_CACHE)
def folded_word(word: str) -> str:
    """Return a whole word in folded letters, without article or possessive."""
    return fold(_bare(word.casefold()))


def fold(text: str) -> str:
    """Return a text in small letters without accents."""
    if text.isascii():
        return text.casefold()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(_PLAIN)


def _bare(word: str) -> str:
    if "'" not in word and "\u2019" not in word:
        return word
    return _POSSESSIVE.sub("", _ELIDED.sub("", word)) or word


@cache
def _stemmer(algorithm: str | None) -> Any:
    if algorithm is None:
        return None
    # Loaded at the first word only: commands that read no texts start without it.
    import snowballstemmer

    return snowballstemmer.stemmer(algorithm)
