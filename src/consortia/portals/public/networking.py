"""The picture and the table of who worked with whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

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
from consortia.portals.shared.call_words import call_words
from consortia.stages.organisations.models import Organisation
from consortia.stages.partnering.queries import Tie, ties

# A table of more rows is no longer read; the strongest ties stand first.
MOST_ROWS: Final = 200
MOST_ON_MAP: Final = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A tie with the two organisations."""

    a: Organisation
    b: Organisation
    projects: int
    years: str


def network_of(around: str) -> dict[str, Any]:
    """Return what the page shows: graph and map, wide and narrow, and the rows of the table."""
    found = ties(around=around)
    bodies = _bodies(found)
    known = [tie for tie in found if tie.a in bodies and tie.b in bodies]
    pictures = {
        f"{kind}_{size}": mark_safe(draw(known, bodies, around, size))  # noqa: S308  # the picture escapes what was typed
        for kind, draw in (("graph", _graph), ("map", _map))
        for size in _SIZES
    }
    return {
        **pictures,
        "rows": [_row(tie, bodies) for tie in known[:MOST_ROWS]],
        "count": len(known),
        "home": bodies.get(around),
        "words": call_words(),
    }


_SIZES: Final[tuple[Size, Size]] = ("wide", "narrow")


def _bodies(found: Sequence[Tie]) -> Mapping[str, Organisation]:
    ids = {end for tie in found for end in (tie.a, tie.b)}
    return {str(each.pk): each for each in Organisation.objects.filter(pk__in=ids)}


def _row(tie: Tie, bodies: Mapping[str, Organisation]) -> Row:
    years = ", ".join(str(year) for year in sorted(set(tie.years)))
    return Row(a=bodies[tie.a], b=bodies[tie.b], projects=tie.projects, years=years)


def _graph(found: Sequence[Tie], bodies: Mapping[str, Organisation], around: str, size: Size) -> str:
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


def _map(found: Sequence[Tie], bodies: Mapping[str, Organisation], around: str, size: Size) -> str:
    """Draw the strongest ties on the map of Europe, as far as their towns are known."""
    spots = {
        key: Spot(body.latitude, body.longitude)
        for key, body in bodies.items()
        if body.latitude is not None and body.longitude is not None
    }
    strongest = [tie for tie in found if tie.a in spots and tie.b in spots][:MOST_ON_MAP]
    shown = dict.fromkeys(end for tie in strongest for end in (tie.a, tie.b))
    partners = [
        MapPartner(
            name=bodies[key].name,
            place=bodies[key].city,
            country=bodies[key].country,
            spot=spots[key],
            role="coordinator" if key == around else "partner",
        )
        for key in shown
    ]
    links = [MapLink(origin=spots[tie.a], host=spots[tie.b], people=tie.projects) for tie in strongest]
    wording = MapWords(
        title=_("Map of who worked with whom"),
        coordinator=_("in the middle of this network"),
        nobody=_("No past projects are on record here yet."),
        links=_("Lines join organisations that carried out projects together; the thicker, the more projects."),
    )
    return partner_map(partners, links, size=size, wording=wording, identifier=f"map-{size}")
