"""Pictures of an application as SVG text, for pages and papers: its partners on a map, its plan in time, its money."""

from __future__ import annotations

from consortia.analysis.distance import Point
from consortia.core.call import Heading
from consortia.documents.pictures import MapLink, MapPartner, Spot, partner_map
from consortia.documents.pictures.map_values import Size
from consortia.stages.applications.models import PlanRow
from consortia.stages.applications.snapshots import ENTRIES, TRAVELLING, View, point_of


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


def budget_picture(view: View) -> str:
    """Return the budget as bars, organisation by organisation and heading by heading."""
    return ""


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
