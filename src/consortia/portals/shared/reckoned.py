"""The lines of a budget in words: what is counted, how much of it, at which rate, by which group or band."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext

from consortia.core.budget import Line
from consortia.core.call import CallDefinition, Heading, MoneyRule, Rule
from consortia.core.call.headings import DistanceBand, DistanceTravelTerms, StaysTerms
from consortia.portals.shared.money import NO_BREAK, euro_words, number_words, short_euro_words
from consortia.stages.applications.line_words import UNITS, group_words, what_words

__all__ = [
    "distance_bands",
    "distance_words",
    "quantity_words",
    "rate_words",
    "rule_named",
    "share_words",
    "terms_words",
    "what_words",
]


def quantity_words(line: Line) -> str:
    """Return how much of what is counted, "6 people"; nothing where one cost or sum is meant."""
    if line.unit not in UNITS:
        return ""
    return str(UNITS[line.unit] % {"count": line.quantity, "shown": number_words(line.quantity)})


def rate_words(line: Line) -> str:
    """Return the rate, or the share of a real cost that is paid."""
    if line.without_rate:
        return gettext("no rate for this country")
    if line.share is not None:
        return gettext("%(share)s of %(cost)s") % {
            "share": share_words(line.share),
            "cost": euro_words(line.rate.amount),
        }
    return short_euro_words(line.rate.amount)


def terms_words(heading: Heading, line: Line) -> str:
    """Return the group of countries and the band that decided on the rate."""
    return ", ".join(part for part in (group_words(heading, line), _band_words(heading, line)) if part)


def share_words(share: Decimal) -> str:
    """Return a share as a percentage, "75 %"."""
    hundredth = share * 100
    return f"{number_words(hundredth, places=0 if hundredth == int(hundredth) else 1)}{NO_BREAK}%"


def distance_words(band: DistanceBand) -> str:
    """Return a band of distance, "100 to 1 999 km"."""
    if band.to is None:
        return gettext("%(from)s km or more") % {"from": number_words(band.from_)}
    return gettext("%(from)s to %(to)s km") % {"from": number_words(band.from_), "to": number_words(band.to)}


def distance_bands(heading: Heading) -> tuple[DistanceBand, ...]:
    """Return the bands of distance of a heading; none where distance does not matter."""
    if isinstance(heading.terms, DistanceTravelTerms):
        return heading.terms.bands
    return heading.terms.travel if isinstance(heading.terms, StaysTerms) else ()


def rule_named(call: CallDefinition, code: str) -> Rule | MoneyRule | None:
    """Return the rule of the call with this code."""
    rules: list[Rule | MoneyRule] = [*call.rules, *call.money_rules]
    return next((rule for rule in rules if rule.code == code), None)


def _band_words(heading: Heading, line: Line) -> str:
    if line.band is None or line.what == "work":
        return ""
    if line.what == "travel":
        return next((distance_words(each) for each in distance_bands(heading) if each.label == line.band), line.band)
    pattern = gettext("days %(band)s") if line.unit == "person-day" else gettext("months %(band)s")
    return pattern % {"band": line.band}
