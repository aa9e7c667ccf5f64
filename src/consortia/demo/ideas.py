"""Project ideas of the demo world, read from its material: what they are about, who takes part, what is planned."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as with_default
from functools import cache
from importlib.resources import files
from typing import Any, Final

from consortia.demo.names import material

Rows = Sequence[Mapping[str, Any]]

# The lengths of project, in months, that the usual plans were made for.
USUAL_MONTHS: Final = {"INNOVATION": 24, "GOOD_PRACTICE": 12}


@dataclass(frozen=True, slots=True, kw_only=True)
class Idea:
    """One idea. `parts` say who takes part, the coordinator first; plans name them by their place in this list.

    `words` are set into the usual ways to say something; `answers` and `own` hold texts of its own, by question and,
    for what each organisation answers, by its place.
    """

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
    meetings: Rows = ()
    outputs: Rows = ()
    events: Rows = ()
    activities: Rows = ()
    special_needs: Rows = ()
    exceptional_costs: Rows = ()
    answers: Mapping[str, str] = with_default(default_factory=dict)
    own: Mapping[str, Mapping[str, str]] = with_default(default_factory=dict)


@cache
def ideas() -> Mapping[str, Idea]:
    """Return every idea by its code: those with a file of their own, and the sketches."""
    folder = files("consortia.demo").joinpath("material/ideas")
    whole = [tomllib.loads(each.read_text("utf-8")) for each in sorted(folder.iterdir(), key=lambda each: each.name)]
    sketched = [dict(_usual_plan(each)) | each for each in material("sketches")["sketches"]]
    return {each["code"]: Idea(**each) for each in (*whole, *sketched)}


def _usual_plan(sketch: Mapping[str, Any]) -> Iterator[tuple[str, Rows]]:
    """Yield what is usually planned in a project of this type, at moments that fit its length."""
    stretch = sketch["months"] / USUAL_MONTHS[sketch["type"]]
    words = capitalised(sketch["words"])
    for table, rows in material("sketches")["usual_plans"][sketch["type"]].items():
        yield table, [_fitted(row, stretch) | {"title": row["title"].format_map(words)[:190]} for row in rows]


def _fitted(row: Mapping[str, Any], stretch: float) -> dict[str, Any]:
    months = {name: max(1, int(row[name] * stretch)) for name in ("month", "first", "last") if name in row}
    return dict(row) | months


def capitalised(words: Mapping[str, str]) -> dict[str, str]:
    """Return the words, and those that may begin a sentence with a capital too."""
    whole = {"people": words["learners"], **words}
    return whole | {f"{name}_cap": text[:1].upper() + text[1:] for name, text in whole.items()}
