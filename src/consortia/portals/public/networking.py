"""The picture and the table of who worked with whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from consortia.analysis.places import find_place, place_in_address
from consortia.documents.pictures import (
    MapLink,
    MapPartner,
    MapWords,
    NetworkBody,
    NetworkTie,
    NetworkWords,
    Size,
    Spot,
    network_graph,
    partner_map,
)
from consortia.stages.partnering.past import PastBody, Section, past_bodies, standing_for
from consortia.stages.partnering.queries import Tie, ties

# A table of more rows is no longer read; the strongest ties stand first.
MOST_ROWS: Final = 200
MOST_ON_MAP: Final = 25
SIZES: Final[tuple[Size, Size]] = ("wide", "narrow")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A tie with its two bodies."""

    a: PastBody
    b: PastBody
    projects: int
    years: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Where:
    """A town and where it lies."""

    town: str
    spot: Spot


def network_of(about: Section) -> dict[str, Any]:
    """Return what the page shows: graph and map, wide and narrow, and the rows of the table."""
    about = replace(about, around=standing_for(about.around))
    found = ties(about)
    shown = found[:MOST_ROWS]
    bodies = past_bodies({*(end for tie in shown for end in (tie.a, tie.b)), *([about.around] if about.around else [])})
    pictures = {
        f"{kind}_{size}": mark_safe(draw(shown, bodies, about.around, size))  # noqa: S308  # the picture escapes what was typed
        for kind, draw in (("graph", _graph), ("map", _map))
        for size in SIZES
    }
    return {
        **pictures,
        "rows": [_row(tie, bodies) for tie in shown],
        "count": len(found),
        "home": bodies.get(about.around),
    }


def _row(tie: Tie, bodies: Mapping[str, PastBody]) -> Row:
    years = ", ".join(str(year) for year in sorted(set(tie.years)) if year)
    return Row(a=bodies[tie.a], b=bodies[tie.b], projects=tie.projects, years=years)


def _graph(found: Sequence[Tie], bodies: Mapping[str, PastBody], around: str, size: Size) -> str:
    shown = [NetworkBody(id=key, name=body.name, note=body.country, home=key == around) for key, body in bodies.items()]
    drawn = [NetworkTie(a=tie.a, b=tie.b, projects=tie.projects) for tie in found]
    wording = NetworkWords(
        title=_("Who worked with whom"),
        nobody=_("No past projects are on record here yet."),
        ties=_("A line joins two organisations that carried out a project together; the thicker, the more projects."),
        more=_("{count} more stand in the table."),
        together=_("{a} and {b}: {projects}"),
    )
    return network_graph(shown, drawn, size=size, wording=wording, identifier=f"graph-{size}")


def _map(found: Sequence[Tie], bodies: Mapping[str, PastBody], around: str, size: Size) -> str:
    """Draw the strongest ties on the map of Europe, as far as their towns are known; nothing where none is."""
    strongest = found[: 2 * MOST_ON_MAP]
    places = {key: _where(bodies[key]) for key in dict.fromkeys(end for tie in strongest for end in (tie.a, tie.b))}
    links, shown = [], dict[str, _Where]()
    for tie in strongest:
        origin, host = places[tie.a], places[tie.b]
        if origin is None or host is None or len({*shown, tie.a, tie.b}) > MOST_ON_MAP:
            continue
        shown |= {tie.a: origin, tie.b: host}
        links.append(MapLink(origin=origin.spot, host=host.spot, people=tie.projects))
    partners = [
        MapPartner(
            name=bodies[key].name,
            place=where.town,
            country=bodies[key].country,
            spot=where.spot,
            role="coordinator" if key == around else "partner",
        )
        for key, where in shown.items()
    ]
    if not partners:
        return ""
    wording = MapWords(
        title=_("Map of who worked with whom"),
        coordinator=_("in the middle of this network"),
        links=_("Lines join organisations that carried out projects together; the thicker, the more projects."),
    )
    return partner_map(partners, links, size=size, wording=wording, identifier=f"map-{size}")


def _where(body: PastBody) -> _Where | None:
    """Return where a body is: as its record says, else where a town of the typed name or of the address lies."""
    own = body.organisation
    if own is not None and own.latitude is not None and own.longitude is not None:
        return _Where(town=own.city, spot=Spot(own.latitude, own.longitude))
    place = find_place(body.town, body.country) if body.town else place_in_address(body.address, body.country)
    if place is None:
        return None
    return _Where(town=body.town or place.name, spot=Spot(place.point.latitude, place.point.longitude))
