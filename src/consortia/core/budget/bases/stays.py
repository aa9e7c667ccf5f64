"""Money for stays: travel, support by day or month, language support."""

from collections.abc import Iterator

from consortia.core.application.document import Activity, Group
from consortia.core.budget.bases.reckoning import Reckoning
from consortia.core.budget.values import Line
from consortia.core.call.headings import LinguisticSupport, StayKind, StaysTerms, band_of


def stays(reckoning: Reckoning) -> Iterator[Line]:
    """For each group of people its travel, its support and its language support."""
    terms = reckoning.terms(StaysTerms)
    key = reckoning.heading.key
    language = terms.linguistic_support
    for number, activity in enumerate(reckoning.application.rows_of(reckoning.heading.code, Activity)):
        for index, group in enumerate(activity.groups):
            where = f"{key}[{number}].groups[{index}]"
            unpaid = reckoning.unpaid_for(group.from_)
            yield _travel(terms, group, where, unpaid=unpaid)
            yield from _support(terms.kind_by_code[group.kind], activity, group, where=where, unpaid=unpaid)
            if group.linguistic_support and language:
                short = None if is_long_stay(terms, activity, group) else language.rule
                yield _linguistic_support(language, group, where, unpaid=unpaid or short)


def is_long_stay(terms: StaysTerms, activity: Activity, group: Group) -> bool:
    """Whether the group stays long, for a length that the format admits."""
    allowed = terms.format_by_code[activity.format].kinds[group.kind]
    return terms.kind_by_code[group.kind].long_stay and allowed.from_ <= group.length <= allowed.to


def _travel(terms: StaysTerms, group: Group, where: str, *, unpaid: str | None) -> Line:
    tariff = band_of(terms.travel, group.distance_km).tariff
    return Line(
        what="travel",
        where=where,
        quantity=group.people,
        tariff=tariff,
        asked=tariff.rate.times(group.people),
        organisation=group.from_,
        unpaid=unpaid,
    )


def _support(kind: StayKind, activity: Activity, group: Group, *, where: str, unpaid: str | None) -> Iterator[Line]:
    """One line for each band of the stay; a country outside the table has no rate, and the line says so."""
    tariffs = kind.tariffs_in(activity.host_country)
    without_rate = not kind.has_rates_in(activity.host_country)
    for band, tariff in zip(kind.bands, tariffs, strict=True):
        quantity = group.people * band.part_of(group.length)
        if quantity:
            yield Line(
                what="support",
                where=where,
                quantity=quantity,
                tariff=tariff,
                asked=tariff.rate.times(quantity),
                organisation=group.from_,
                unpaid=unpaid,
                without_rate=without_rate,
            )


def _linguistic_support(support: LinguisticSupport, group: Group, where: str, *, unpaid: str | None) -> Line:
    return Line(
        what="linguistic-support",
        where=where,
        quantity=group.people,
        tariff=support.tariff,
        asked=support.amount.times(group.people),
        organisation=group.from_,
        unpaid=unpaid,
    )
