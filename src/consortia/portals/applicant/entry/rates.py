"""What a heading pays, as the call says it: shown beside its table, so that nobody needs to look it up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from consortia.core.call import CallDefinition, Heading
from consortia.core.call.headings import (
    DailyRatesTerms,
    DistanceBand,
    DistanceTravelTerms,
    LumpSumTerms,
    MonthlyShareTerms,
    PerParticipantTerms,
    RealCostsTerms,
    StayKind,
    StaysTerms,
)
from consortia.portals.applicant.entry.ways import band_words
from consortia.portals.applicant.reckoning import document_words
from consortia.portals.shared.money import short_euro_words
from consortia.portals.shared.reckoned import share_words
from consortia.stages.applications.snapshots import Rows


@dataclass(frozen=True, slots=True)
class Rate:
    """What is paid for one thing."""

    what: str
    amount: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """The rates of a heading with their source and what limits them."""

    rates: tuple[Rate, ...]
    ceiling: str
    source: str
    provisional: bool


def rates_of(heading: Heading, rows: Rows) -> Rates:
    """Return the rates of a heading; by country only those of the consortium's own countries."""
    call = rows.call
    ceiling = call.look.ceilings.get(heading.code)
    return Rates(
        rates=tuple(_rates(heading, rows)),
        ceiling=ceiling.text if ceiling else "",
        source=document_words(call, heading.source.document, heading.source.section),
        provisional=heading.status == "provisional",
    )


def _rates(heading: Heading, rows: Rows) -> Iterator[Rate]:
    match heading.terms:
        case DistanceTravelTerms(bands=bands):
            yield from _travel(bands)
        case DailyRatesTerms() as terms:
            yield from _days(terms, rows)
        case PerParticipantTerms() as terms:
            yield _each(gettext("Participant from the country of the event"), terms.local.amount)
            yield _each(gettext("Participant from another country"), terms.international.amount)
        case StaysTerms() as terms:
            yield from _stays(terms, rows.call)
        case RealCostsTerms() as terms:
            yield Rate(gettext("Share of the real cost that is paid"), share_words(terms.share))
        case LumpSumTerms() as terms:
            yield from (
                Rate(gettext("Lump sum to choose"), short_euro_words(choice.amount)) for choice in terms.choices
            )
        case MonthlyShareTerms() as terms:
            yield Rate(gettext("Coordinating organisation"), _monthly(terms.coordinator.amount))
            yield Rate(gettext("Each other organisation"), _monthly(terms.each_other.amount))


def _stays(terms: StaysTerms, call: CallDefinition) -> Iterator[Rate]:
    yield from _travel(terms.travel)
    for kind in terms.kinds:
        yield from _stay(kind, call)
    if terms.linguistic_support:
        yield _each(gettext("Language support, for long stays"), terms.linguistic_support.amount.amount)


def _travel(bands: tuple[DistanceBand, ...]) -> Iterator[Rate]:
    for band in bands:
        yield _each(gettext("Traveller, %(band)s one way") % {"band": band_words(band)}, band.rate.amount)


def _days(terms: DailyRatesTerms, rows: Rows) -> Iterator[Rate]:
    codes = dict.fromkeys(p.organisation.country for p in rows.participations)
    for country in (rows.call.countries[code] for code in codes if code in rows.call.countries):
        group = terms.group_of(country)
        for category in terms.categories if group else ():
            words = {"category": category.title, "country": country.name}
            rate = group.rates.get(category.code) if group else None
            if rate:
                amount = gettext("%(rate)s a day") % {"rate": short_euro_words(rate.amount)}
                yield Rate(gettext("%(country)s: %(category)s") % words, amount)


def _stay(kind: StayKind, call: CallDefinition) -> Iterator[Rate]:
    pattern = gettext("%(rate)s a day") if kind.unit == "days" else gettext("%(rate)s a month")
    if kind.rates_by_country:
        lowest, highest = min(kind.rates_by_country.values()), max(kind.rates_by_country.values())
        span = {
            "rate": gettext("%(from)s to %(to)s")
            % {"from": short_euro_words(lowest.amount), "to": short_euro_words(highest.amount)}
        }
        yield Rate(gettext("%(kind)s, by receiving country") % {"kind": kind.title}, pattern % span)
        return
    tables = (
        [("", kind.rates)]
        if kind.rates
        else [
            (", ".join(call.countries[c].name for c in group.countries if c in call.countries), group.rates)
            for group in kind.receiving_groups
        ]
    )
    for countries, rates in tables:
        for band, rate in zip(kind.bands, rates, strict=False):
            words = {"kind": kind.title, "band": _band(band.from_, band.to, kind.unit)}
            what = gettext("%(kind)s, %(band)s") % words
            yield Rate(
                f"{what} ({countries})" if countries else what, pattern % {"rate": short_euro_words(rate.amount)}
            )


def _band(first: int, last: int | None, unit: str) -> str:
    if last is None:
        return (gettext("from day %(from)s") if unit == "days" else gettext("from month %(from)s")) % {"from": first}
    pattern = gettext("days %(from)s to %(to)s") if unit == "days" else gettext("months %(from)s to %(to)s")
    return pattern % {"from": first, "to": last}


def _each(what: str, amount: Decimal) -> Rate:
    return Rate(what, gettext("%(rate)s each") % {"rate": short_euro_words(amount)})


def _monthly(amount: Decimal) -> str:
    return gettext("%(rate)s a month") % {"rate": short_euro_words(amount)}
