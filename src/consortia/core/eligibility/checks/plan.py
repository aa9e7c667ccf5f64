"""Checks of what is planned under the headings, and where."""

from collections.abc import Iterator
from dataclasses import dataclass

from consortia.core.application.document import Activity, Event, LumpSumPlan, Meeting
from consortia.core.call.headings import BasisCode, StaysTerms
from consortia.core.eligibility.case import Case, Nothing, Outcome, broken, holds, not_applicable
from consortia.core.values import ZERO, Money, Standing


def headings_for_type(case: Case, _stated: Nothing) -> Outcome:
    """Nothing is planned under a heading that is closed to the type of the project."""
    about = case.application
    closed = [each for each in case.call.headings if not each.is_open_to(about.type)]
    planned = [each for each in closed if about.rows.get(each.code)]
    if not planned:
        return holds("headings-for-type")
    own = next((each.title for each in case.call.types if each.code == about.type), "")
    return broken(
        "headings-for-type",
        where=[each.key for each in planned],
        headings=tuple(each.title for each in planned),
        type=own,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Presenting:
    """The heading of the events, and the heading whose results they present."""

    events: str
    outputs: str


def event_presents_output(case: Case, stated: Presenting) -> Outcome:
    """Every event names an output of the document, and the heading of the outputs holds money."""
    events = case.application.rows_of(stated.events, Event)
    if not events:
        return not_applicable("event-presents-output")
    key = case.call.heading(stated.events).key
    if not case.held(stated.outputs):
        return broken(
            "event-presents-output.no-money",
            where=[f"{key}[{index}]" for index in range(len(events))],
            events=len(events),
        )
    alone = [f"{key}[{index}].output" for index, event in enumerate(events) if event.output is None]
    if alone:
        return broken("event-presents-output", where=alone, events=len(alone))
    return holds("event-presents-output", events=len(events))


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """A heading whose plan has venues, and the roles whose countries may be the venue."""

    heading: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Venues:
    """The headings whose venues are looked at."""

    venues: tuple[Venue, ...]


def participating_venue(case: Case, stated: Venues) -> Outcome:
    """Everything takes place in the country of an organisation with one of the roles named."""
    looked_at = 0
    wrong: dict[str, str] = {}
    for venue in stated.venues:
        countries = {each.country for each in case.application.organisations if each.role in venue.roles}
        for where, country in _venues(case, venue.heading):
            looked_at += 1
            if country not in countries:
                wrong[where] = country
    if wrong:
        return broken("participating-venue", where=wrong, countries=case.names_of(wrong.values()), venues=len(wrong))
    return holds("participating-venue", venues=looked_at) if looked_at else not_applicable("participating-venue")


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueStanding:
    """The heading of the activities, the standing their venue needs, and the formats that may go elsewhere."""

    heading: str
    standing: Standing
    except_formats: tuple[str, ...] = ()


def venue_standing(case: Case, stated: VenueStanding) -> Outcome:
    """Every activity outside the formats excepted takes place in a country of the standing asked for."""
    key = case.call.heading(stated.heading).key
    bound = [
        (f"{key}[{index}].host_country", each.host_country)
        for index, each in enumerate(case.application.rows_of(stated.heading, Activity))
        if each.format not in stated.except_formats
    ]
    if not bound:
        return not_applicable("venue-standing")
    wrong = {where: country for where, country in bound if case.call.countries[country].standing != stated.standing}
    if wrong:
        return broken("venue-standing", where=wrong, countries=case.names_of(wrong.values()), venues=len(wrong))
    return holds("venue-standing", venues=len(bound))


@dataclass(frozen=True, slots=True, kw_only=True)
class Activities:
    """The heading of the learning activities."""

    heading: str


def activity_format(case: Case, stated: Activities) -> Outcome:
    """The format of every activity is open to the field."""
    activities = case.application.rows_of(stated.heading, Activity)
    if not activities:
        return not_applicable("activity-format")
    formats = _stays_terms(case, stated.heading).format_by_code
    key = case.call.heading(stated.heading).key
    closed = {
        f"{key}[{index}].format": formats[each.format].title
        for index, each in enumerate(activities)
        if case.application.field not in formats[each.format].fields
    }
    if closed:
        titles = tuple(dict.fromkeys(closed.values()))
        return broken("activity-format", where=closed, formats=titles, field=_field_title(case))
    return holds("activity-format", activities=len(activities))


def stay_length(case: Case, stated: Activities) -> Outcome:
    """Every group stays as long as its format admits for its kind of people, ends included."""
    terms = _stays_terms(case, stated.heading)
    key = case.call.heading(stated.heading).key
    looked_at = 0
    wrong: list[str] = []
    first: dict[str, str | int] = {}
    for number, activity in enumerate(case.application.rows_of(stated.heading, Activity)):
        kinds = terms.format_by_code[activity.format].kinds
        for index, group in enumerate(activity.groups):
            looked_at += 1
            allowed, kind = kinds[group.kind], terms.kind_by_code[group.kind]
            if not allowed.from_ <= group.length <= allowed.to:
                wrong.append(f"{key}[{number}].groups[{index}].{kind.unit}")
                facts = {"found": group.length, "least": allowed.from_, "most": allowed.to}
                first = first or {**facts, "unit": kind.unit, "kind": kind.title}
    if wrong:
        return broken("stay-length", where=wrong, groups=len(wrong), **first)
    return holds("stay-length", groups=looked_at) if looked_at else not_applicable("stay-length")


@dataclass(frozen=True, slots=True, kw_only=True)
class LumpSum:
    """The heading of the lump sum."""

    heading: str


def lump_sum_shared(case: Case, stated: LumpSum) -> Outcome:
    """The activities share the lump sum to the cent."""
    plans = case.application.rows_of(stated.heading, LumpSumPlan)
    chosen = plans[0].chosen if plans else None
    if chosen is None:
        return not_applicable("lump-sum-shared")
    shared: Money = sum((each.amount for each in plans[0].activities), start=ZERO)
    if shared == chosen:
        return holds("lump-sum-shared", chosen=chosen)
    key = case.call.heading(stated.heading).key
    return broken("lump-sum-shared", where=[f"{key}.activities"], chosen=chosen, shared=shared)


def lump_sum_chosen(case: Case, stated: LumpSum) -> Outcome:
    """One of the lump sums is chosen."""
    plans = case.application.rows_of(stated.heading, LumpSumPlan)
    chosen = plans[0].chosen if plans else None
    if chosen is not None:
        return holds("lump-sum-chosen", chosen=chosen)
    return broken("lump-sum-chosen", where=[f"{case.call.heading(stated.heading).key}.chosen"])


def _venues(case: Case, heading_code: str) -> Iterator[tuple[str, str]]:
    """The place in the document and the country of everything under a heading that has a venue."""
    heading = case.call.heading(heading_code)
    rows = case.application.rows.get(heading_code, ())
    for index, row in enumerate(rows):
        if isinstance(row, Meeting):
            yield f"{heading.key}[{index}].host", case.application.by_id[row.host].country
        elif isinstance(row, Event):
            yield f"{heading.key}[{index}].country", row.country
        elif isinstance(row, Activity):
            yield f"{heading.key}[{index}].host_country", row.host_country
        elif isinstance(row, LumpSumPlan):
            for number, each in enumerate(row.activities):
                yield f"{heading.key}.activities[{number}].country", each.country


VENUE_BASES: frozenset[BasisCode] = frozenset({"distance-travel", "per-participant", "stays", "lump-sum"})


def _stays_terms(case: Case, heading: str) -> StaysTerms:
    terms = case.call.heading(heading).terms
    if not isinstance(terms, StaysTerms):
        raise TypeError(f"heading {heading} holds no stays")
    return terms


def _field_title(case: Case) -> str:
    return next(each.title for each in case.call.fields if each.code == case.application.field)
