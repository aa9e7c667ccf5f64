"""Pictures drawn from plain facts: what was frozen, or what stands now.

`facts` hold what a snapshot holds: the document, the plan by its places, and the parts with their coordinates. So a
paper drawn later shows what was received then, and a page shows the same picture of the draft.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from consortia.core.application import Application as ApplicationValue
from consortia.core.budget import Budget
from consortia.core.call import CallDefinition, Heading
from consortia.documents.pictures import (
    BudgetHeading,
    BudgetShare,
    BudgetWords,
    MapLink,
    MapPartner,
    Size,
    Spot,
    TimetableRow,
    budget_bars,
    partner_map,
    timetable,
)
from consortia.stages.applications.shares import nobodys_money, own_money
from consortia.stages.applications.snapshots import ENTRIES, TRAVELLING
from consortia.stages.applications.timing import month_begins, month_ends

# What takes place in one month is a point in it; everything else is a bar.
POINTS: Final = frozenset({"distance-travel", "per-participant"})


def drawn_timetable(
    facts: Mapping[str, Any],
    value: ApplicationValue,
    call: CallDefinition,
    *,
    size: Size = "wide",
    today: date | None = None,
    identifier: str = "timetable",
) -> str:
    """Return the timetable as SVG, heading by heading; what has no months yet is left out."""
    rows = [
        _timetable_row(value.start, heading, row)
        for heading in call.headings
        for row in facts["plan"]
        if row["heading"] == heading.code and row["first_month"] is not None
    ]
    return timetable(rows, value.start, value.months, size=size, today=today, identifier=identifier)


def drawn_map(
    facts: Mapping[str, Any],
    value: ApplicationValue,
    call: CallDefinition,
    *,
    size: Size = "wide",
    identifier: str = "partner-map",
) -> str:
    """Return the map of partners and the ways to their meetings as SVG."""
    spots = {part["id"]: _spot(part) for part in facts["parts"] if part["latitude"] is not None}
    partners = [
        MapPartner(
            name=each.name,
            place=each.city,
            country=each.country,
            spot=spots[each.id],
            role=each.role,  # type: ignore[arg-type]  # the roles of a call are those of the map
        )
        for each in value.organisations
        if each.id in spots
    ]
    return partner_map(partners, list(_links(facts, call, spots)), size=size, identifier=identifier)


def has_timetable(facts: Mapping[str, Any]) -> bool:
    """Whether anything planned has its months."""
    return any(row["first_month"] is not None for row in facts["plan"])


def has_map(facts: Mapping[str, Any]) -> bool:
    """Whether the place of any organisation is known."""
    return any(part["latitude"] is not None for part in facts["parts"])


def drawn_budget(
    call: CallDefinition,
    value: ApplicationValue,
    budget: Budget,
    *,
    size: Size = "wide",
    identifier: str = "budget-bars",
) -> str:
    """Return the grant by heading and organisation as bars, empty where nothing is asked for."""
    if not budget.grant:
        return ""
    headings = [BudgetHeading(code=each.code, name=each.title, short=each.title) for each in budget.headings]
    shares = [
        BudgetShare(
            name=each.name,
            amounts=own_money(call, value, budget, each.id),
            is_coordinator=call.look.roles[each.role].coordinates,
        )
        for each in value.organisations
        if call.look.roles[each.role].funded
    ]
    if common := nobodys_money(budget):
        shares.append(BudgetShare(name=_("For the project as a whole"), amounts=common))
    # What ceilings of headings cut off belongs to no organisation, so the bars say that it is still in them.
    is_cut = any(heading.cut for heading in budget.headings)
    wording = BudgetWords(whole=_("Reckoned before the ceilings of headings")) if is_cut else None
    ceiling = budget.maximum_grant.amount
    return budget_bars(headings, shares, ceiling=ceiling, wording=wording, size=size, identifier=identifier)


def _timetable_row(start: date, heading: Heading, row: Mapping[str, Any]) -> TimetableRow:
    first, last = row["first_month"], row["last_month"] or row["first_month"]
    begins, ends = month_begins(start, first), month_ends(start, max(first, last))
    is_point = heading.basis in POINTS and last == first
    return TimetableRow(
        name=row["title"] or row["key"],
        group=heading.title,
        start=begins + (ends - begins) / 2 if is_point else begins,
        end=None if is_point else ends,
    )


def _links(facts: Mapping[str, Any], call: CallDefinition, spots: Mapping[str, Spot]) -> Iterator[MapLink]:
    towns = {row["place"]: row["extras"].get("venue") for row in facts["plan"] if row["place"]}
    for heading in (each for each in call.headings if each.basis in TRAVELLING):
        name, key = ENTRIES[heading.basis]
        for index, row in enumerate(facts["document"][heading.key]):
            town = towns.get(f"{heading.key}[{index}]")
            venue = _spot(town) if town else spots.get(row.get("host", ""))
            for entry in row[name]:
                origin = spots.get(entry[key])
                if venue is not None and origin is not None and origin != venue and entry["people"]:
                    yield MapLink(
                        origin=origin, host=venue, people=entry["people"], host_place=town["name"] if town else ""
                    )


def _spot(place: Mapping[str, Any]) -> Spot:
    return Spot(latitude=place["latitude"], longitude=place["longitude"])
