"""The index follows what was read in."""

from __future__ import annotations

from collections.abc import Collection

from consortia.stages.past_projects.keeping import build_index, database_stamp, follow, is_current

__all__ = ["database_stamp", "ensure_index", "follow_import"]


def follow_import(touched: Collection[int], before: str) -> None:
    """Bring the index up to date after a list was read in; `before` is the stamp from before that."""
    follow(touched, before)


def ensure_index() -> bool:
    """Build the index where it does not know everything; return whether that was so."""
    if is_current():
        return False
    build_index()
    return True
