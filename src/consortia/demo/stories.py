"""Which applications there are in the demo world, and what happens to each: read from its material."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from consortia.demo.names import material

Ending = Literal["draft", "submitted", "resubmitted", "withdrawn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One application: which idea, in which round, how far it gets, and what else happens on the way.

    `from_days` and `to_days` are days before today, or before the deadline in a round that is closed. `written` is
    the share of the questions that gets an answer.
    """

    idea: str
    when: Literal["ahead", "closed", "last-hour"] = "ahead"
    until: Ending = "draft"
    from_days: int = 40
    to_days: int = 1
    written: float = 1.0
    planned: float = 1.0
    mandates: bool = False
    parts: Sequence[str] = ()
    deeds: Mapping[str, Any] = field(default_factory=dict)


@cache
def stories() -> tuple[Story, ...]:
    """Return every story, the main one first."""
    return tuple(Story(**each) for each in material("stories")["stories"])
