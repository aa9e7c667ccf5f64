"""Markdown as the reference pages write it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

WRITTEN_BY_MACHINE = "<!-- Written by `make docs` from {origin}. Change that, not this page. -->"


def page(title: str, origin: str, *blocks: str) -> str:
    """Return a whole page: where it comes from, its title, its blocks with a line between them."""
    head = WRITTEN_BY_MACHINE.format(origin=origin)
    return "\n\n".join([head, f"# {title}", *(block.strip() for block in blocks if block.strip())]) + "\n"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table, or nothing where it would have no rows."""
    lines = [_row(cells) for cells in rows]
    if not lines:
        return ""
    return "\n".join([_row(heads), _row(["---"] * len(heads)), *lines])


def bullets(items: Iterable[str]) -> str:
    """Return a list."""
    return "\n".join(f"- {item}" for item in items)


def code(text: str) -> str:
    """Return text as it is typed."""
    return f"`{text}`"


def codes(texts: Iterable[str]) -> str:
    """Return several of them, with commas."""
    return ", ".join(code(text) for text in texts)


def fenced(text: str, language: str = "text") -> str:
    """Return a block of text as it stands."""
    return f"```{language}\n{text.strip()}\n```"


def anchor(heading: str) -> str:
    """Return the anchor that a heading gets on the usual forges."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def humanised(name: str) -> str:
    """Return the name of a class as words: StartWindow becomes Start window."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).split()
    return " ".join([words[0], *(word.lower() for word in words[1:])])


def headings_of(text: str) -> Iterator[str]:
    """Return the headings of a page, those in blocks of code left out."""
    fence = False
    for line in text.splitlines():
        if line.lstrip().startswith("```"):
            fence = not fence
        elif not fence and (found := re.match(r"#{1,6} +(.+)", line)):
            yield found[1].strip()


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
