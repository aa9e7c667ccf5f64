"""The glossary as the pages show it; the text is `glossary.md` beside, which the documentation shows too."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from django.utils.text import slugify


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A word and what it means here."""

    word: str
    meaning: tuple[str, ...]

    @property
    def anchor(self) -> str:
        """The part of the page's address that leads to the word."""
        return slugify(self.word)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """Words that belong together."""

    title: str
    entries: tuple[Entry, ...]

    @property
    def anchor(self) -> str:
        """The part of the page's address that leads to the chapter."""
        return f"about-{slugify(self.title)}"


@cache
def chapters() -> tuple[Chapter, ...]:
    """Return all words of the glossary, chapter by chapter."""
    text = files("consortia.portals.public").joinpath("glossary.md").read_text(encoding="utf-8")
    return tuple(_chapter(part) for part in text.split("\n## ")[1:])


def _chapter(text: str) -> Chapter:
    title, *entries = text.split("\n### ")
    return Chapter(title=title.strip(), entries=tuple(_entry(each) for each in entries))


def _entry(text: str) -> Entry:
    word, _, meaning = text.partition("\n")
    paragraphs = (" ".join(each.split()) for each in meaning.split("\n\n"))
    # The few codes in the text stand between backticks, which mean nothing to a reader.
    return Entry(word=word.strip(), meaning=tuple(each.replace("`", "") for each in paragraphs if each))
