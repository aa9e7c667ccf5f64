"""What in the plan names an organisation, and what becomes of it when the organisation leaves."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from consortia.stages.applications.models import Answer, Participation, PlanRow

# The keys under which rows of the application document name an organisation.
NAMING_KEYS = ("from", "organisation")
WHOLE_ROW_KEYS = ("host", "organisation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """One thing that names the organisation: where it stands, and what becomes of it (`removed`, `moved`, `kept`)."""

    heading: str
    key: str
    title: str
    entries: int
    fate: str


def touched_by(participation: Participation) -> tuple[Touched, ...]:
    """Return everything of the application that names the organisation."""
    rows = PlanRow.objects.filter(application=participation.application)
    touched = [found for row in rows if (found := _touched(row, participation.key)) is not None]
    texts = Answer.objects.filter(application=participation.application, scope=participation.key).exclude(text="")
    if count := texts.count():
        touched.append(Touched(heading="", key=participation.key, title="", entries=count, fate="kept"))
    return tuple(touched)


def _touched(row: PlanRow, key: str) -> Touched | None:
    entries = sum(len(_naming(entries, key)) for entries in _lists(row.values))
    carried = any(row.values.get(name) == key for name in WHOLE_ROW_KEYS)
    if not entries and not carried:
        return None
    return Touched(
        heading=row.heading, key=row.key, title=row.title, entries=entries, fate="moved" if carried else "removed"
    )


def without_organisation(row: PlanRow, key: str, *, host: str) -> dict[str, Any] | None:
    """Return the row's values without the organisation, `host` carrying what it carried; None if untouched."""
    if _touched(row, key) is None:
        return None
    values: dict[str, Any] = deepcopy(row.values)
    for name, entries in values.items():
        if isinstance(entries, list):
            values[name] = [entry for entry in entries if entry not in _naming(entries, key)]
    for name in WHOLE_ROW_KEYS:
        if values.get(name) == key:
            values[name] = host
    return values


def _lists(values: dict[str, Any]) -> list[list[Any]]:
    return [entries for entries in values.values() if isinstance(entries, list)]


def _naming(entries: list[Any], key: str) -> list[Any]:
    return [e for e in entries if isinstance(e, dict) and any(e.get(name) == key for name in NAMING_KEYS)]
