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
# A word of one language has so many votes, to be divided by up to four languages; a letter has fewer.
_ONE_WORD: Final = 12
_ONE_LETTER: Final = 3
_LETTERS: Final = re.compile(r"[^\W\d_]+")
# So much of a text is enough to tell.
_LOOKED_AT: Final = 20_000


def guess_language(text: str, otherwise: str = "en") -> str:
    """Return the code (ISO 639-1) of the language whose small words the text has most of; `otherwise` where none is.

    A word of several languages counts for each, less the more they are; letters that hardly another language has count
    too. Between languages that are alike, `otherwise` wins, then the one listed first.
    """
    small = text[:_LOOKED_AT].casefold()
    votes: Counter[str] = Counter()
    for word in _LETTERS.findall(small):
        for code in (known := _LANGUAGES_OF.get(word, ())):
            votes[code] += _ONE_WORD // len(known)
    for code, letters in _LETTERS_OF.items():
        votes[code] += _ONE_LETTER * sum(small.count(letter) for letter in letters)
    best = max(LANGUAGES, key=lambda code: (votes[code], code == otherwise))
    return best if votes[best] else otherwise
