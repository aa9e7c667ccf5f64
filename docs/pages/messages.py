"""The page on the messages of the core: every code with its English words."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from consortia.rulebook.wording.saying import officer_texts, texts
from docs.pages.markdown import code, page, table


def pages() -> Mapping[str, str]:
    """Return the page by its place."""
    return {"reference/messages.md": _page()}


def _page() -> str:
    blocks = []
    for subject, entries in groupby(texts().items(), key=lambda entry: entry[0].partition(".")[0]):
        rows = [(code(name), text) for name, text in entries]
        blocks.append(f"## {code(subject)}\n\n{table(['Code', 'Words'], rows)}")
    other = [(code(name), text) for name, text in officer_texts().items()]
    said = "Whoever checks an application reads these instead."
    blocks.append(f"## To officers\n\n{said}\n\n{table(['Code', 'Words'], other)}")
    return page(
        "Messages",
        "`src/consortia/rulebook/wording/en.toml` and `officer.toml`",
        "The core speaks in codes with facts; these are the words for them. A place such as `{found}` takes a "
        "fact. What stands after a colon says how: `{needed:words}` writes a small number out, and "
        "`{needed:organisation|organisations}` also its noun; `{found:?is|are}` writes only the word that fits the "
        "number; `{countries:and}` joins a list.",
        "A code that ends in `.pass`, `.fail`, `.warning` or `.not-applicable` belongs to the check or money rule that "
        "stands before the dot.",
        *blocks,
    )
