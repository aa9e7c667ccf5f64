"""Project ideas of the demo world, read from its material: what they are about, who takes part, what is planned."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as with_default
from functools import cache
from importlib.resources import files
from typing import Any

from consortia.demo.names import material


@dataclass(frozen=True, slots=True, kw_only=True)
class Idea:
    """One idea. `parts` say who takes part, the coordinator first; plans name them by their place in this list."""

    code: str
    title: str
    acronym: str
    field: str
    type: str
    months: int
    priorities: Sequence[str]
    topics: Sequence[str]
    parts: Sequence[str]
    words: Mapping[str, str]
    format: str = "general"
    starts_after: int = 0
    meetings: Sequence[Mapping[str, Any]] = ()
    outputs: Sequence[Mapping[str, Any]] = ()
    events: Sequence[Mapping[str, Any]] = ()
    activities: Sequence[Mapping[str, Any]] = ()
    special_needs: Sequence[Mapping[str, Any]] = ()
    exceptional_costs: Sequence[Mapping[str, Any]] = ()
    answers: Mapping[str, str] = with_default(default_factory=dict)
    own: Mapping[str, Mapping[str, str]] = with_default(default_factory=dict)


@cache
def ideas() -> Mapping[str, Idea]:
    """Return every idea by its code: those with a file of their own, and the sketches."""
    folder = files("consortia.demo").joinpath("material/ideas")
    whole = [tomllib.loads(each.read_text("utf-8")) for each in sorted(folder.iterdir(), key=lambda each: each.name)]
    return {each["code"]: Idea(**each) for each in (*whole, *material("sketches")["sketches"])}
