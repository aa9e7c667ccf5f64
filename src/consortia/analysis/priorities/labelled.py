"""A text and what readers said of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# How a label says that no priority fits.
NONE: Final = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A text with what is known of it: its field, and, where somebody read it, its priorities.

    `first`: the priorities that may stand first. `own` and `horizontal`: those that it has; `open_`: those on which
    readers differed. `read` is false where nobody labelled it.
    """

    text: str
    field: str | None
    read: bool = False
    first: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    horizontal: tuple[str, ...] = ()
    open_: tuple[str, ...] = ()
