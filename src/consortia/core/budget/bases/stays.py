"""Money for stays: travel, support by day or month, language support."""

from collections.abc import Iterator

from consortia.core.application.document import Activity, Group
from consortia.core.budget.bases.reckoning import Reckoning
from consortia.core.budget.values import NOTHING, Line
from consortia.core.call.headings import StayKind, StaysTerms, band_of


def stays(reckoning: Reckoning) -> Iterator[Line]:
    """For each group of people its travel, its support and its language support."""
    terms = reckoning.terms(StaysTerms)
    key = reckoning.heading.key
    for number, activity in enumerate(reckoning.application.rows_of(reckoning.heading.code, Activity)):
        for index, group in enumerate(activity.groups):
            where = f"{key}[{number}].groups[{index}]"
            unpaid = reckoning.unpaid_for(group.from_)
            yield _travel(terms, group, where, unpaid=unpaid)
            yield from _support(terms.kind_by_code[group.kind], activity, group, where=where, unpaid=unpaid)
            if group.linguistic_support and terms.linguistic_support:
                yield _linguistic_support(terms, activity, group, where=where, unpaid=unpaid)


def is_long_stay(terms: StaysTerms, activity: Activity, group: Group) -> bool:
    """Whether the group stays long, for a length that the format admits."""
    allowed = terms.format_by_code[activity.format].kinds[group.kind]
    return terms.kind_by_code[group.kind].long_stay and allowed.from_ <= group.length <= allowed.to


def _travel(terms: StaysTerms, group: Group, where: str, *, unpaid: str | None) -> Line:
    band = band_of(terms.travel, group.distance_km)
    return Line(
        what="travel",
        where=where,
        quantity=group.people,
        unit="person",
        rate=band.rate,
        asked=band.rate.times(group.people),
        source=band.source,
        status=band.status,
        band=band.label,
        organisation=group.from_,
        unpaid=unpaid,
    )


def _support(kind: StayKind, activity: Activity, group: Group, *, where: str, unpaid: str | None) -> Iterator[Line]:
    """One line for each band of the stay; a country outside the table has no rate, and the line says so."""
    found = kind.rates_in(activity.host_country)
    country_group, rates = found or (None, ())
    for index, band in enumerate(kind.bands):
        length = band.part_of(group.length)
        if length or index == 0:
            rate = rates[index] if rates else NOTHING
            yield Line(
                what="support",
                where=where,
                quantity=group.people * length,
                unit="person-day" if kind.unit == "days" else "person-month",
                rate=rate,
                asked=rate.times(group.people * length),
                source=kind.source,
                status=kind.status,
                group=country_group,
                band=band.label,
                organisation=group.from_,
                unpaid=unpaid,
                without_rate=found is None,
            )


def _linguistic_support(terms: StaysTerms, activity: Activity, group: Group, *, where: str, unpaid: str | None) -> Line:
    support = terms.linguistic_support
    if support is None:
        raise TypeError("asked only where the call pays language support")
    short = None if is_long_stay(terms, activity, group) else support.rule
    return Line(
        what="linguistic-support",
        where=where,
        quantity=group.people,
        unit="person",
        rate=support.amount,
        asked=support.amount.times(group.people),
        source=support.source,
        status=support.status,
        organisation=group.from_,
        unpaid=unpaid or short,
    )
