"""Words that any text may hold, whatever it is about."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

FILE: Final = "data/common-words.toml"


@cache
def common_words() -> frozenset[str]:
    """Return English words, in small letters, that tell no subject."""
    words = tomllib.loads(files("consortia.analysis.texts").joinpath(FILE).read_text(encoding="utf-8"))
    return frozenset(word for text in words.values() for word in text.split())
