"""Pictures of an application as SVG text, for pages and papers: its partners on a map, its plan in time, its money."""

from __future__ import annotations

from datetime import date
from typing import Final

from consortia.analysis.distance import Point
from consortia.core.call import Heading
from consortia.documents.pictures import MapLink, MapPartner, Size, Spot, TimetableRow, partner_map, timetable
from consortia.stages.applications.dossier_pictures import drawn_budget
from consortia.stages.applications.models import PlanRow
from consortia.stages.applications.snapshots import ENTRIES, TRAVELLING, View, point_of
from consortia.stages.applications.timing import month_begins, month_ends

POINTS: Final = frozenset({"distance-travel", "per-participant"})


def map_picture(view: View, *, size: Size = "wide", identifier: str = "partner-map") -> str:
    """Return the partners with the ways to their meetings and activities."""
    partners = [
        MapPartner(
            name=p.organisation.name,
            place=p.organisation.city,
            country=p.organisation.country,
            spot=_spot(point),
            role=p.role,  # type: ignore[arg-type]  # the roles of a participation are those of the map
        )
        for p in view.rows.participations
        if (point := point_of(p.organisation)) is not None
    ]
    return partner_map(partners, _links(view), size=size, identifier=identifier)


def timetable_picture(
    view: View, *, size: Size = "wide", today: date | None = None, identifier: str = "timetable"
) -> str:
    """Return the plan in time, heading by heading; what has no months yet is left out."""
    application = view.rows.application
    rows = [
        _timetable_row(application.start, heading, row, row.first_month)
        for heading in view.rows.call.headings
        for row in view.rows.plan_rows
        if row.heading == heading.code and row.first_month is not None
    ]
    return timetable(rows, application.start, application.months, size=size, today=today, identifier=identifier)


def budget_picture(view: View, *, size: Size = "wide", identifier: str = "budget-bars") -> str:
    """Return the money as bars, by heading and by organisation; empty where nothing is asked for."""
    return drawn_budget(view.rows.call, view.value, view.budget, size=size, identifier=identifier)


def _timetable_row(start: date, heading: Heading, row: PlanRow, first: int) -> TimetableRow:
    """Return a row in time: meetings and events of one month are points in the middle of it, all else are bars."""
    last = row.last_month or first
    begins, ends = month_begins(start, first), month_ends(start, max(first, last))
    is_point = heading.basis in POINTS and last == first
    return TimetableRow(
        name=row.title or row.key,
        group=heading.title,
        start=begins + (ends - begins) / 2 if is_point else begins,
        end=None if is_point else ends,
    )


def _links(view: View) -> list[MapLink]:
    return [
        link
        for heading in view.rows.call.headings
        if heading.basis in TRAVELLING
        for row in view.rows.rows_under(heading)
        for link in _links_of(view, heading, row)
    ]


def _links_of(view: View, heading: Heading, row: PlanRow) -> list[MapLink]:
    venue = view.rows.venue(row)
    if venue is None:
        return []
    name, key = ENTRIES[heading.basis]
    town = row.extras.get("venue")
    links = []
    for entry in row.values.get(name, ()):
        participation = view.rows.by_key.get(entry.get(key, ""))
        origin = None if participation is None else point_of(participation.organisation)
        if origin is not None and origin != venue and entry.get("people"):
            links.append(
                MapLink(
                    origin=_spot(origin),
                    host=_spot(venue),
                    people=entry["people"],
                    host_place=town["name"] if town else "",
                )
            )
    return links


def _spot(point: Point) -> Spot:
    return Spot(latitude=point.latitude, longitude=point.longitude)
