"""Which language a text is written in, told by the small words that no text can do without."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from importlib.resources import files
from typing import Final

_SMALL_WORDS: Final[Mapping[str, str]] = tomllib.loads(
    files("consortia.analysis.texts").joinpath("data/small-words.toml").read_text(encoding="utf-8")
)
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
_LETTERS: Final = re.compile(r"[^\W\d_]+")
# So much of a text is enough to tell.
_LOOKED_AT: Final = 20_000


def guess_language(text: str, otherwise: str = "en") -> str:
    """Return the code (ISO 639-1) of the language whose small words the text has most of; `otherwise` where none is.

    A word of several languages counts for each, less the more they are; between languages that are alike, the one
    listed first wins.
    """
    votes: Counter[str] = Counter()
    for word in _LETTERS.findall(text[:_LOOKED_AT].casefold()):
        for code in (known := _LANGUAGES_OF.get(word, ())):
            votes[code] += 12 // len(known)
    return max(LANGUAGES, key=lambda code: (votes[code], code == otherwise)) if votes else otherwise
