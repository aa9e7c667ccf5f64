"""Which language a text is written in, told by the small words that no text can do without."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from importlib.resources import files
from typing import Final

_TELLING: Final = tomllib.loads(
    files("consortia.analysis.texts").joinpath("data/small-words.toml").read_text(encoding="utf-8")
)
_SMALL_WORDS: Final[Mapping[str, str]] = _TELLING["words"]
_LETTERS_OF: Final[Mapping[str, str]] = _TELLING["letters"]
LANGUAGES: Final = tuple(_SMALL_WORDS)
# Snowball's name for the stemmer of a language; the others keep whole words.
STEMMERS: Final[Mapping[str, str]] = {
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hu": "hungarian",
    "it": "italian",
    "lt": "lithuanian",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "sr": "serbian",
    "sv": "swedish",
    "tr": "turkish",
}
_LANGUAGES_OF: Final[Mapping[str, tuple[str, ...]]] = {
    word: tuple(code for code, words in _SMALL_WORDS.items() if word in words.split())
    for word in sorted({word for words in _SMALL_WORDS.values() for word in words.split()})
}
_ENDINGS_OF: Final[Mapping[str, tuple[str, ...]]] = {
    ending: tuple(code for code, endings in _TELLING["endings"].items() if ending in endings.split())
    for ending in sorted({ending for endings in _TELLING["endings"].values() for ending in endings.split()})
}
_LONGEST_ENDING: Final = max(map(len, _ENDINGS_OF))
# In a text of fewer words the endings speak too, of words that are longer than an ending by so many letters.
_FEW_WORDS: Final = 40
_LONGER: Final = 3
_ONE_ENDING: Final = 6
# A word of one language has so many votes, to be divided by up to four languages; a letter has fewer.
_ONE_WORD: Final = 12
_ONE_LETTER: Final = 3
_LETTERS: Final = re.compile(r"[^\W\d_]+")
# So much of a text is enough to tell.
_LOOKED_AT: Final = 20_000


def small_words(language: str) -> frozenset[str]:
    """Return the words that hold the sentences of a language together, as they are written; none where not known."""
    return frozenset(_SMALL_WORDS.get(language, "").split())


def guess_language(text: str, otherwise: str = "en") -> str:
    """Return the code (ISO 639-1) of the language whose small words the text has most of; `otherwise` where none is.

    A word of several languages counts for each, less the more they are; letters that hardly another language has count
    too. Between languages that are alike, `otherwise` wins, then the one listed first.
    """
    small = text[:_LOOKED_AT].casefold()
    votes: Counter[str] = Counter()
    words = _LETTERS.findall(small)
    for word in words:
        for code in (known := _LANGUAGES_OF.get(word, ())):
            votes[code] += _ONE_WORD // len(known)
        for code in (known := _ended(word) if len(words) < _FEW_WORDS else ()):
            votes[code] += _ONE_ENDING // len(known)
    for code, letters in _LETTERS_OF.items():
        votes[code] += _ONE_LETTER * sum(small.count(letter) for letter in letters)
    best = max(LANGUAGES, key=lambda code: (votes[code], code == otherwise))
    return best if votes[best] else otherwise


def _ended(word: str) -> tuple[str, ...]:
    """Return the languages whose words end like this one, by its longest ending that is known."""
    for length in range(min(_LONGEST_ENDING, len(word) - _LONGER), 1, -1):
        if word[-length:] in _ENDINGS_OF:
            return _ENDINGS_OF[word[-length:]]
    return ()
