"""Tables of rates with gaps, overlaps or too few numbers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol

from consortia.core.application.reading import ALWAYS_KEYS
from consortia.core.call import CallDefinition, Heading
from consortia.core.call.headings import (
    BasisCode,
    DailyRatesTerms,
    DistanceTravelTerms,
    PerParticipantTerms,
    RealCostsTerms,
    StayKind,
    StaysTerms,
)
from consortia.rulebook.consistency.finding import Contradiction, repeated


class _Band(Protocol):
    @property
    def from_(self) -> int: ...
    @property
    def to(self) -> int | None: ...


def heading_contradictions(call: CallDefinition) -> Iterator[Contradiction]:
    """Bands leave no gap, tables hold a number for each case, and headings lean only on earlier ones."""
    yield from _keys(call)
    for index, heading in enumerate(call.headings):
        look = _LOOKS.get(heading.basis)
        if look is not None:
            yield from look(call, heading, f"headings[{index}].terms")


def _keys(call: CallDefinition) -> Iterator[Contradiction]:
    keys = [each.key for each in call.headings]
    keys += [
        each.terms.outside.key
        for each in call.headings
        if isinstance(each.terms, RealCostsTerms) and each.terms.outside
    ]
    twice = repeated([*sorted(ALWAYS_KEYS), "type", "format", *keys])
    if twice is not None:
        yield Contradiction(key="headings", found=f"two that write to the key {twice}", expected="a key for each")


def _distance_travel(_call: CallDefinition, heading: Heading, key: str) -> Iterator[Contradiction]:
    if isinstance(heading.terms, DistanceTravelTerms):
        yield from _bands(heading.terms.bands, f"{key}.bands", first=0, ends=False)


def _daily_rates(_call: CallDefinition, heading: Heading, key: str) -> Iterator[Contradiction]:
    if not isinstance(heading.terms, DailyRatesTerms):
        return
    terms = heading.terms
    categories = {each.code for each in terms.categories}
    for index, group in enumerate(terms.groups):
        if group.rates.keys() != categories:
            found, expected = ", ".join(sorted(group.rates)), ", ".join(sorted(categories))
            yield Contradiction(key=f"{key}.groups[{index}].rates", found=found, expected=expected)
        if bool(group.countries) == bool(group.rest_of):
            found = "both or neither of countries and rest_of"
            yield Contradiction(key=f"{key}.groups[{index}]", found=found, expected="one of the two")
    yield from _countries_once([each.countries for each in terms.groups], f"{key}.groups")


def _per_participant(call: CallDefinition, heading: Heading, key: str) -> Iterator[Contradiction]:
    if not isinstance(heading.terms, PerParticipantTerms) or heading.terms.presents is None:
        return
    presents = heading.terms.presents
    earlier = [each.code for each in call.headings[: call.headings.index(heading)] if each.basis == "daily-rates"]
    if presents.heading not in earlier:
        expected = "an earlier heading with the basis daily-rates"
        yield Contradiction(key=f"{key}.presents.heading", found=presents.heading, expected=expected)
    if presents.rule not in {each.code for each in call.rules}:
        yield Contradiction(key=f"{key}.presents.rule", found=presents.rule, expected="the code of a rule of this call")


def _stays(call: CallDefinition, heading: Heading, key: str) -> Iterator[Contradiction]:
    if not isinstance(heading.terms, StaysTerms):
        return
    terms = heading.terms
    yield from _bands(terms.travel, f"{key}.travel", first=0, ends=False)
    for index, kind in enumerate(terms.kinds):
        yield from _stay_kind(kind, f"{key}.kinds[{index}]")
    for number, format_ in enumerate(terms.formats):
        for index, group in enumerate(format_.groups):
            where = f"{key}.formats[{number}].groups[{index}]"
            if group.kind not in terms.kind_by_code:
                yield Contradiction(key=f"{where}.kind", found=f'"{group.kind}"', expected="a kind of this heading")
            if group.from_ > group.to:
                yield Contradiction(key=f"{where}.to", found=str(group.to), expected=f"{group.from_} or more")
    support = terms.linguistic_support
    if support and support.rule not in {each.code for each in call.money_rules if each.kind == "long-stay-only"}:
        expected = "a money rule of the kind long-stay-only"
        yield Contradiction(key=f"{key}.linguistic_support.rule", found=support.rule, expected=expected)


def _stay_kind(kind: StayKind, key: str) -> Iterator[Contradiction]:
    yield from _bands(kind.bands, f"{key}.bands", first=1, ends=True)
    given = [
        name
        for name, value in (
            ("rates", kind.rates),
            ("receiving_groups", kind.receiving_groups),
            ("rates_by_country", kind.rates_by_country),
        )
        if value
    ]
    if len(given) != 1:
        expected = "one of rates, receiving_groups and rates_by_country"
        yield Contradiction(key=key, found=" and ".join(given) or "no rates", expected=expected)
    tables = {f"{key}.rates": len(kind.rates)} if kind.rates else {}
    tables |= {f"{key}.receiving_groups[{i}].rates": len(group.rates) for i, group in enumerate(kind.receiving_groups)}
    if kind.rates_by_country:
        tables[f"{key}.rates_by_country"] = 1
    for where, rates in tables.items():
        if rates != len(kind.bands):
            expected = f"{len(kind.bands)}, one for each band"
            yield Contradiction(key=where, found=f"{rates} for each country", expected=expected)
    yield from _countries_once([each.countries for each in kind.receiving_groups], f"{key}.receiving_groups")


def _countries_once(groups: Sequence[Sequence[str]], key: str) -> Iterator[Contradiction]:
    twice = repeated([country for group in groups for country in group])
    if twice is not None:
        yield Contradiction(key=key, found=f"{twice} in two groups", expected="each country in one group")


def _bands(bands: Sequence[_Band], key: str, *, first: int, ends: bool) -> Iterator[Contradiction]:
    begins: int | None = first
    for index, band in enumerate(bands):
        if band.from_ != begins:
            expected = "no band after one without an end" if begins is None else str(begins)
            yield Contradiction(key=f"{key}[{index}].from", found=str(band.from_), expected=expected)
        if band.to is not None and band.to < band.from_:
            yield Contradiction(key=f"{key}[{index}].to", found=str(band.to), expected=f"{band.from_} or more")
        begins = None if band.to is None else band.to + 1
    if not bands:
        yield Contradiction(key=key, found="nothing", expected="at least one band")
    elif begins is not None and not ends:
        yield Contradiction(
            key=f"{key}[{len(bands) - 1}].to", found=str(begins - 1), expected="a last band without end"
        )


_LOOKS: Mapping[BasisCode, Callable[[CallDefinition, Heading, str], Iterator[Contradiction]]] = {
    "distance-travel": _distance_travel,
    "daily-rates": _daily_rates,
    "per-participant": _per_participant,
    "stays": _stays,
}
