"""Budget headings and what each way of reckoning needs to know."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

from consortia.core.call.countries import Country
from consortia.core.call.tariffs import Tariff
from consortia.core.values import ZERO, Certainty, Money, Source, Standing

BasisCode: TypeAlias = Literal[
    "monthly-share",
    "distance-travel",
    "daily-rates",
    "per-participant",
    "stays",
    "real-costs",
    "lump-sum",
]
StayUnit: TypeAlias = Literal["days", "months"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DistanceBand:
    """What one traveller costs within a band of one-way distance; the last band has no end."""

    from_: int
    to: int | None = None
    rate: Money
    source: Source
    status: Certainty
    label: str = field(init=False, repr=False, compare=False)
    tariff: Tariff = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work the tariff out once for the whole call."""
        label = f"{self.from_} km or more" if self.to is None else f"{self.from_} to {self.to} km"
        tariff = Tariff(rate=self.rate, unit="person", source=self.source, status=self.status, band=label)
        object.__setattr__(self, "label", label)
        object.__setattr__(self, "tariff", tariff)


def band_of(bands: tuple[DistanceBand, ...], distance_km: int) -> DistanceBand:
    """The band a distance falls into; bands begin at 0 and leave no gap, the reader sees to that."""
    for band in bands:
        if band.to is None or distance_km <= band.to:
            return band
    return bands[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyShareTerms:
    """So much a month for one coordinating organisation and so much for each other one."""

    coordinator: Money
    each_other: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class DistanceTravelTerms:
    """So much for each traveller by distance."""

    bands: tuple[DistanceBand, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A category of staff."""

    code: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyRateGroup:
    """Countries that share daily rates, one for each staff category; `rest_of` takes in all others of a standing."""

    code: str
    title: str
    rates: Mapping[str, Money]
    source: Source
    status: Certainty
    countries: tuple[str, ...] = ()
    rest_of: Standing | None = None
    tariffs: Mapping[str, Tariff] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work the tariffs out once for the whole call, by category."""
        tariffs = {
            category: Tariff(
                rate=rate, unit="day", source=self.source, status=self.status, group=self.code, band=category
            )
            for category, rate in self.rates.items()
        }
        object.__setattr__(self, "tariffs", tariffs)


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyRatesTerms:
    """So much a working day by the country of the organisation and the category of staff."""

    categories: tuple[Category, ...]
    groups: tuple[DailyRateGroup, ...]
    _named: Mapping[str, DailyRateGroup] = field(init=False, repr=False, compare=False)
    _rest: Mapping[Standing, DailyRateGroup] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Look the groups up once for the whole call."""
        named = {country: group for group in self.groups for country in group.countries}
        object.__setattr__(self, "_named", named)
        object.__setattr__(self, "_rest", {group.rest_of: group for group in self.groups if group.rest_of})

    def group_of(self, country: Country) -> DailyRateGroup | None:
        """The group of this table that a country belongs to."""
        return self._named.get(country.code) or self._rest.get(country.standing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Presents:
    """The heading whose results an event presents, and the rule that is broken when it presents none."""

    heading: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PerParticipantTerms:
    """So much for each participant, by where the participant comes from."""

    local: Money
    international: Money
    presents: Presents | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StayBand:
    """Days (or months) of a stay that share a rate; the last band may have no end."""

    from_: int
    to: int | None = None
    label: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Write the band out once for the whole call."""
        object.__setattr__(self, "label", f"from {self.from_}" if self.to is None else f"{self.from_} to {self.to}")

    def part_of(self, length: int) -> int:
        """How much of a stay of this length falls into the band."""
        end = length if self.to is None else min(length, self.to)
        return max(0, end - self.from_ + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivingGroup:
    """Receiving countries that share rates, one for each band of the stay."""

    code: str
    title: str
    countries: tuple[str, ...]
    rates: tuple[Money, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StayKind:
    """A kind of people who stay, the unit of their stay, and the rates by band; rates may depend on the country."""

    code: str
    title: str
    unit: StayUnit
    long_stay: bool
    bands: tuple[StayBand, ...]
    source: Source
    status: Certainty
    rates: tuple[Money, ...] = ()
    receiving_groups: tuple[ReceivingGroup, ...] = ()
    rates_by_country: Mapping[str, Money] = field(default_factory=dict)
    _anywhere: tuple[Tariff, ...] = field(init=False, repr=False, compare=False)
    _by_country: Mapping[str, tuple[Tariff, ...]] = field(init=False, repr=False, compare=False)
    _nowhere: tuple[Tariff, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work the tariffs out once for the whole call."""
        by_country = {
            country: tariffs
            for group in self.receiving_groups
            for tariffs in (self._tariffs(group.rates, group.code),)
            for country in group.countries
        }
        by_country.update({country: self._tariffs((rate,), country) for country, rate in self.rates_by_country.items()})
        object.__setattr__(self, "_anywhere", self._tariffs(self.rates, None))
        object.__setattr__(self, "_by_country", by_country)
        object.__setattr__(self, "_nowhere", self._tariffs((ZERO,) * len(self.bands), None))

    def has_rates_in(self, country: str) -> bool:
        """Whether the table knows what a stay in this country costs."""
        return bool(self._anywhere) or country in self._by_country

    def tariffs_in(self, country: str) -> tuple[Tariff, ...]:
        """What each band of a stay in this country costs; nothing where the table has no rate."""
        return self._anywhere or self._by_country.get(country, self._nowhere)

    def _tariffs(self, rates: tuple[Money, ...], group: str | None) -> tuple[Tariff, ...]:
        unit: Literal["person-day", "person-month"] = "person-day" if self.unit == "days" else "person-month"
        return tuple(
            Tariff(rate=rate, unit=unit, source=self.source, status=self.status, group=group, band=band.label)
            for band, rate in zip(self.bands, rates, strict=False)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowedGroup:
    """A kind of people a format takes, with the shortest and longest stay in the unit of the kind."""

    kind: str
    from_: int
    to: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityFormat:
    """A format of learning activity: the fields it is open to and whom it takes for how long."""

    code: str
    title: str
    text: str
    fields: tuple[str, ...]
    groups: tuple[AllowedGroup, ...]
    source: Source
    status: Certainty
    kinds: Mapping[str, AllowedGroup] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Find what the format says about a kind of people once for the whole call."""
        object.__setattr__(self, "kinds", {group.kind: group for group in self.groups})

    def group_of(self, kind: str) -> AllowedGroup | None:
        """What the format says about a kind of people, or None where it takes none of them."""
        return self.kinds.get(kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinguisticSupport:
    """Money for each person whose long stay asks for language support, and the rule that limits it."""

    amount: Money
    rule: str
    source: Source
    status: Certainty
    tariff: Tariff = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work the tariff out once for the whole call."""
        tariff = Tariff(rate=self.amount, unit="person", source=self.source, status=self.status)
        object.__setattr__(self, "tariff", tariff)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaysTerms:
    """Travel by distance, support by day or month and country, and language support."""

    travel: tuple[DistanceBand, ...]
    kinds: tuple[StayKind, ...]
    formats: tuple[ActivityFormat, ...]
    linguistic_support: LinguisticSupport | None = None
    kind_by_code: Mapping[str, StayKind] = field(init=False, repr=False, compare=False)
    format_by_code: Mapping[str, ActivityFormat] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Look kinds and formats up once for the whole call."""
        object.__setattr__(self, "kind_by_code", {kind.code: kind for kind in self.kinds})
        object.__setattr__(self, "format_by_code", {each.code: each for each in self.formats})


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideCosts:
    """A single real cost with a key of its own that no ceiling of the heading touches."""

    key: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RealCostsTerms:
    """A share of what things really cost."""

    share: Decimal
    outside: OutsideCosts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LumpSumTerms:
    """One of a few fixed sums for the whole project, spread over its activities."""

    choices: tuple[Money, ...]


Terms: TypeAlias = (
    MonthlyShareTerms
    | DistanceTravelTerms
    | DailyRatesTerms
    | PerParticipantTerms
    | StaysTerms
    | RealCostsTerms
    | LumpSumTerms
)

TERMS: Mapping[BasisCode, type[Terms]] = {
    "monthly-share": MonthlyShareTerms,
    "distance-travel": DistanceTravelTerms,
    "daily-rates": DailyRatesTerms,
    "per-participant": PerParticipantTerms,
    "stays": StaysTerms,
    "real-costs": RealCostsTerms,
    "lump-sum": LumpSumTerms,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A budget heading: how it is reckoned and for which types it is open."""

    code: str
    title: str
    text: str
    basis: BasisCode
    terms: Terms
    source: Source
    status: Certainty
    types: tuple[str, ...] = ()
    key: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """The key of the heading in documents and results."""
        object.__setattr__(self, "key", self.code.replace("-", "_"))

    def is_open_to(self, type_: str | None) -> bool:
        """Whether projects of this type may hold money here."""
        return not self.types or type_ in self.types
