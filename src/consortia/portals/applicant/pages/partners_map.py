"""Where everybody is and where they meet: a map, and the tables that say the same."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from consortia.core.call import Heading
from consortia.portals.applicant.addresses import row_address
from consortia.portals.applicant.entry.ways import Way, way_of
from consortia.portals.applicant.entry.words import country_name, venue_words
from consortia.portals.applicant.planned import page_context
from consortia.portals.applicant.reckoning import row_name
from consortia.portals.applicant.subjects import an_application
from consortia.portals.shared.page import page
from consortia.stages.applications.models import Application, Participation, PlanRow
from consortia.stages.applications.permissions import may_plan, may_read
from consortia.stages.applications.pictures import map_picture
from consortia.stages.applications.snapshots import ENTRIES, TRAVELLING, View, point_of, view_of


@dataclass(frozen=True, slots=True)
class MappedPartner:
    """An organisation with its place."""

    participation: Participation
    country: str
    known: bool


@dataclass(frozen=True, slots=True)
class Journey:
    """The people of one organisation on their way to a row."""

    way: Way
    people: int


@dataclass(frozen=True, slots=True)
class Gathering:
    """A row that people travel to."""

    name: str
    where: str
    href: str
    journeys: tuple[Journey, ...]


@page(
    "applications/<str:reference>/map/",
    name="map",
    title=gettext_lazy("Map"),
    rights=may_read,
    of=an_application,
    sees=may_read,
)
def partners_map(request: HttpRequest, application: Application) -> HttpResponse:
    """Show partners, meetings and activities on the map."""
    view = view_of(application)
    rows = view.rows
    partners = [
        MappedPartner(p, country_name(p.organisation.country, rows), point_of(p.organisation) is not None)
        for p in rows.participations
    ]
    gatherings = [
        _gathering(view, heading, row)
        for heading in rows.call.headings
        if heading.basis in TRAVELLING
        for row in rows.rows_under(heading)
    ]
    context = page_context(
        view,
        partners=partners,
        gatherings=gatherings,
        wide=mark_safe(map_picture(view)),  # noqa: S308  # the picture escapes what was typed
        narrow=mark_safe(map_picture(view, size="narrow", identifier="partner-map-narrow")),  # noqa: S308  # as above
        writes=may_plan(request.user, application),
    )
    return render(request, "applicant/map.html", context)


def _gathering(view: View, heading: Heading, row: PlanRow) -> Gathering:
    name, key = ENTRIES[heading.basis]
    people: dict[str, int] = {}
    for entry in row.values.get(name, ()):
        if entry.get(key) in view.rows.by_key:
            people[entry[key]] = people.get(entry[key], 0) + entry.get("people", 0)
    return Gathering(
        name=row_name(row),
        where=venue_words(row, view.rows),
        href=row_address(row, view.rows.application.reference),
        journeys=tuple(
            Journey(way_of(view.rows.by_key[each], row, view.rows, heading), number) for each, number in people.items()
        ),
    )
