"""Parts of a call arranged as the pages show them; no number is made here, only put in its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from consortia.core.call import CallDefinition, Country, Heading, MoneyRule
from consortia.core.call.content import Field, Priority
from consortia.core.call.headings import StayKind
from consortia.core.values import Money

MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class PrioritiesOfField:
    """The priorities of one field, or those that hold for all fields."""

    field: Field | None
    priorities: tuple[Priority, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """Countries of one standing, as they stand for the call."""

    code: str
    title: str
    countries: tuple[Country, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingView:
    """A heading with the rules that speak of it alone."""

    heading: Heading
    rules: tuple[MoneyRule, ...]

    @property
    def template(self) -> str:
        """The template that shows its rates: one for each way of reckoning."""
        return f"public/call/money/{self.heading.basis}.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyView:
    """All that the call says about money."""

    headings: tuple[HeadingView, ...]
    general: tuple[MoneyRule, ...]
    grant_ceiling: MoneyRule
    ceilings: tuple[tuple[int, Money], ...]


def priorities_by_field(call: CallDefinition) -> tuple[PrioritiesOfField, ...]:
    """Return the priorities in groups: for all fields first, then field by field."""
    groups = [None, *call.fields]
    return tuple(
        PrioritiesOfField(field=field, priorities=found)
        for field in groups
        if (found := tuple(each for each in call.priorities if each.field == (field.code if field else None)))
    )


def regions_of(call: CallDefinition) -> tuple[Region, ...]:
    """Return the countries by list, in the order of the call."""
    return tuple(
        Region(
            code=listed.code,
            title=listed.title,
            countries=tuple(
                sorted(
                    (each for each in call.countries.values() if each.region == listed.code),
                    key=lambda each: each.looked_up_as,
                )
            ),
        )
        for listed in call.country_lists
    )


def money_view(call: CallDefinition) -> MoneyView:
    """Return headings and rules of money, each rule where it belongs."""
    ceiling = call.look.grant_ceiling
    return MoneyView(
        headings=tuple(
            HeadingView(heading=heading, rules=tuple(rule for rule in call.money_rules if rule.heading == heading.code))
            for heading in call.headings
        ),
        general=tuple(rule for rule in call.money_rules if rule.heading is None and rule is not ceiling),
        grant_ceiling=ceiling,
        ceilings=_ceilings(call, ceiling),
    )


def countries_by_rate(
    kind: StayKind, countries: Mapping[str, Country]
) -> tuple[tuple[Money, tuple[Country, ...]], ...]:
    """Return countries that share a rate together, the highest rate first."""
    by_rate: dict[Money, list[Country]] = {}
    for code, rate in kind.rates_by_country.items():
        if code in countries:
            by_rate.setdefault(rate, []).append(countries[code])
    return tuple(
        (rate, tuple(sorted(found, key=lambda each: each.looked_up_as)))
        for rate, found in sorted(by_rate.items(), reverse=True)
    )


def _ceilings(call: CallDefinition, rule: MoneyRule) -> tuple[tuple[int, Money], ...]:
    """The ceiling of the grant for whole years, as far as projects may last."""
    if rule.amount is None or rule.per != "month":
        return ()
    longest = max(duration.to_months for duration in call.durations)
    return tuple((months, rule.amount.times(months)) for months in range(MONTHS_A_YEAR, longest + 1, MONTHS_A_YEAR))
