"""Pictures for papers, drawn from what was frozen, so that a paper drawn later shows what was received then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from consortia.core.application import Application as ApplicationValue
from consortia.core.budget import Budget
from consortia.core.call import CallDefinition
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
from consortia.documents.pictures.calendar import months_later
from consortia.stages.applications.shares import nobodys_money, own_money
from consortia.stages.applications.snapshots import ENTRIES, TRAVELLING


def drawn_timetable(frozen: Mapping[str, Any], value: ApplicationValue, call: CallDefinition) -> str:
    """Return the timetable as SVG, empty where nothing has its months yet."""
    titles = {heading.code: heading.title for heading in call.headings}
    rows = [
        TimetableRow(
            name=name_of(row),
            group=titles[row["heading"]],
            start=months_later(value.start, row["first_month"] - 1),
            end=_last_day(value.start, row),
        )
        for row in _in_order(frozen, call)
        if row["first_month"] is not None
    ]
    return timetable(rows, value.start, value.months) if rows else ""


def drawn_map(frozen: Mapping[str, Any], value: ApplicationValue, call: CallDefinition) -> str:
    """Return the map of partners and ways to meetings as SVG, empty where no place is known."""
    spots = {part["id"]: _spot(part) for part in frozen["parts"] if part["latitude"] is not None}
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
    return partner_map(partners, list(_links(frozen, call, spots))) if partners else ""


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


def name_of(row: Mapping[str, Any]) -> str:
    """Return what a planned row is called."""
    return str(row["title"] or row["key"])


def _in_order(frozen: Mapping[str, Any], call: CallDefinition) -> list[Mapping[str, Any]]:
    """Return the rows that stand in the document, in the order of the call's headings."""
    order = {heading.code: place for place, heading in enumerate(call.headings)}
    return sorted((row for row in frozen["plan"] if row["place"]), key=lambda row: order[row["heading"]])


def _last_day(start: date, row: Mapping[str, Any]) -> date | None:
    last = row["last_month"]
    return None if last is None else months_later(start, last) - timedelta(days=1)


def _links(frozen: Mapping[str, Any], call: CallDefinition, spots: Mapping[str, Spot]) -> Iterator[MapLink]:
    towns = {row["place"]: row["extras"].get("venue") for row in frozen["plan"] if row["place"]}
    for heading in (each for each in call.headings if each.basis in TRAVELLING):
        name, key = ENTRIES[heading.basis]
        for index, row in enumerate(frozen["document"][heading.key]):
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
