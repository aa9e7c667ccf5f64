"""Words as the index knows them: small letters without accents, English endings cut, with their places in the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

import tantivy

LONGEST_WORD: Final = 60
STEMS, PLAIN = "stems", "plain"

# Letters with marks outside the Latin alphabet, each for one letter, so that places in the text stay what they are.
_UNMARKED = str.maketrans("άέήίόύώϊϋΐΰςΆΈΉΊΌΎΏёЁйЙ", "αεηιουωιυιυσΑΕΗΙΟΥΩеЕиИ")
# Texts without any of them, as most are, need not be gone through letter by letter.
_MARKED = re.compile(f"[{''.join(map(chr, _UNMARKED))}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word of a text: its stem, and where it begins and ends."""

    stem: str
    start: int
    end: int


@cache
def analyser(kind: str) -> tantivy.TextAnalyzer:
    """Return what takes texts apart: `stems` cuts English endings, `plain` leaves words whole."""
    taking = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    taking = taking.filter(tantivy.Filter.remove_long(LONGEST_WORD)).filter(tantivy.Filter.lowercase())
    taking = taking.filter(tantivy.Filter.ascii_fold())
    return (taking.filter(tantivy.Filter.stemmer("english")) if kind == STEMS else taking).build()


def composed(text: str) -> str:
    """Return a text whose letters and marks are one character each, as everything here expects it."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def prepared(text: str) -> str:
    """Return a text as it is handed to the index; every letter stays where it is."""
    return text.translate(_UNMARKED) if _MARKED.search(text) else text


def stems(text: str) -> list[str]:
    """Return the stems of a text in their order."""
    return analyser(STEMS).analyze(prepared(composed(text)))


def plain_words(text: str) -> list[str]:
    """Return the words of a text without accents, whole."""
    return analyser(PLAIN).analyze(prepared(composed(text)))


def words_of(text: str) -> Iterator[Word]:
    """Yield the words of a composed text with their places."""
    for token in analyser(STEMS).pre_tokenize(prepared(text)).tokens:
        yield Word(stem=token.text, start=token.char_offset_from, end=token.char_offset_to)
