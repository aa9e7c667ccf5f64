"""Pictures of an application as it stands, for its pages: partners on a map, plan in time, money."""

from __future__ import annotations

from datetime import date
from typing import Any

from consortia.documents.pictures import Size
from consortia.stages.applications.dossier_pictures import drawn_budget, drawn_map, drawn_timetable
from consortia.stages.applications.handed import planned_facts
from consortia.stages.applications.snapshots import View


def map_picture(view: View, *, size: Size = "wide", identifier: str = "partner-map") -> str:
    """Return the partners with the ways to their meetings and activities."""
    return drawn_map(_facts(view), view.value, view.rows.call, size=size, identifier=identifier)


def timetable_picture(
    view: View, *, size: Size = "wide", today: date | None = None, identifier: str = "timetable"
) -> str:
    """Return the plan in time, heading by heading; what has no months yet is left out."""
    facts = _facts(view)
    return drawn_timetable(facts, view.value, view.rows.call, size=size, today=today, identifier=identifier)


def budget_picture(view: View, *, size: Size = "wide", identifier: str = "budget-bars") -> str:
    """Return the money as bars, by heading and by organisation; empty where nothing is asked for."""
    return drawn_budget(view.rows.call, view.value, view.budget, size=size, identifier=identifier)


def _facts(view: View) -> dict[str, Any]:
    """Return what a picture is drawn from, as a snapshot would hold it."""
    return {
        "document": view.document,
        "plan": planned_facts(view),
        "parts": [
            {"id": p.key, "latitude": p.organisation.latitude, "longitude": p.organisation.longitude}
            for p in view.rows.participations
        ],
    }
