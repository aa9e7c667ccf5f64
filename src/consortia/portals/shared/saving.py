"""Saves on their way: what the writing script or a form sends, and what it hears back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.http import QueryDict

from consortia.core.application.cowriting import Save, View
from consortia.core.application.merging import Move

# What a browser had in flight and what was typed since; no page ever sends more of one answer.
MOST_SAVES: Final = 3
LONGEST_NAME: Final = 64


class UnreadableError(Exception):
    """What arrived is not what our own pages send."""


def saves_from(content: object, *, page: str) -> tuple[Save, ...]:
    """Read the saves of one answer in their order; each after the first grew from the one before it."""
    if not isinstance(content, list) or not 0 < len(content) <= MOST_SAVES:
        raise UnreadableError
    return tuple(_save(each, page) for each in content)


def _save(content: object, page: str) -> Save:
    if not isinstance(content, dict):
        raise UnreadableError
    text, save_id, caret = content.get("text"), content.get("save_id"), content.get("caret")
    if not isinstance(text, str) or not isinstance(save_id, str) or not 0 < len(save_id) <= LONGEST_NAME:
        raise UnreadableError
    return Save(
        text=text,
        save_id=save_id,
        page=page[:LONGEST_NAME],
        caret=caret if isinstance(caret, int) else None,
        grew_from=view_from(content.get("grew_from") or {}),
    )


def view_from(content: object) -> View:
    """Read what an author had before their eyes."""
    if not isinstance(content, Mapping):
        raise UnreadableError
    version = content.get("version", 0)
    if not isinstance(version, int | str) or not str(version).isdigit():
        raise UnreadableError
    return View(version=int(version), sent=content.get("sent") in {True, "true", "1"})


def posted_text_saves(data: QueryDict, name: str, text: str) -> tuple[Save, ...]:
    """Read what a form sent for the field of this name: the saves of the script, or else the text it holds."""
    page = data.get("page", "")
    queue = data.get(f"queue-{name}")
    if queue:
        return saves_from(read_json(queue.encode()).get("saves"), page=page)
    if f"base-{name}" not in data:
        return ()
    view = view_from({"version": data[f"base-{name}"]})
    return (Save(text=text, save_id=f"{page[:50]}.form", page=page[:LONGEST_NAME], grew_from=view),)


def moves_in_browser(before: str, after: str, moves: Sequence[Move]) -> list[dict[str, Any]]:
    """Browsers count in halves of characters beyond the first plane; Python counts whole characters."""
    counted: list[dict[str, Any]] = []
    shift = 0
    for move in moves:
        place = move.at + shift
        counted.append(
            {
                "at": _halves(before[: move.at]),
                "removed": _halves(before[move.at : move.at + move.removed]),
                "inserted": _halves(after[place : place + move.inserted]),
                "caret_stays": move.caret_stays,
            }
        )
        shift += move.inserted - move.removed
    return counted


def _halves(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def read_json(body: bytes) -> dict[str, Any]:
    """Read what a script sent."""
    try:
        content = json.loads(body)
    except ValueError as error:
        raise UnreadableError from error
    if not isinstance(content, dict):
        raise UnreadableError
    return content
