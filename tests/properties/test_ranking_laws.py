"""Laws of ranking and awarding, and the award list beside its definition by trying every set of applications."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import combinations, groupby

from hypothesis import given, settings
from hypothesis import strategies as st

from consortia.core.ranking import Assessed, Declined, Envelope, Event, Grown, Ranked
from consortia.core.ranking.package import Selected, pack, package_bytes
from consortia.core.values import euros
from consortia.rulebook.wording import say
from tests.factories.documents import call_2016
from tests.factories.ranking import ranked, the_award, the_rules

STRICT, GOES_ON = "strict-stop", "skip-and-continue"
RULES = st.sampled_from([STRICT, GOES_ON])
ENVELOPES = ("HE", "SCH")
# Few values, so that ties and points at the thresholds are common.
POINTS = st.fixed_dictionaries(
    {
        "C1": st.sampled_from([14, 15, 20, 21]),
        "C2": st.sampled_from([9, 10, 15]),
        "C3": st.sampled_from([10, 15]),
        "C4": st.sampled_from([15, 20, 25]),
    }
)
GRANTS = st.integers(0, 60)


@st.composite
def pools(draw: st.DrawFn, most: int = 10) -> list[Assessed]:
    told = draw(st.lists(st.tuples(st.sampled_from(ENVELOPES), GRANTS, GRANTS, POINTS), max_size=most))
    return [
        Assessed(
            application=f"A{number}",
            envelope=envelope,
            requested=euros(max(one, other)),
            proposed=euros(min(one, other)) if number % 3 == 0 else None,
            points={code: Decimal(each) for code, each in points.items()},
        )
        for number, (envelope, one, other, points) in enumerate(told)
    ]


MONEY = st.tuples(*(st.integers(0, 150) for _ in ENVELOPES)).map(
    lambda amounts: tuple(
        Envelope(code=code, amount=euros(amount)) for code, amount in zip(ENVELOPES, amounts, strict=True)
    )
)


def happened(pool: Sequence[Assessed], rows: Sequence[Ranked]) -> st.SearchStrategy[list[Event]]:
    """Any of those who passed may decline once, and envelopes grow."""
    passed = sorted(each.application for each in rows if each.outcome != "below-threshold")
    declines = st.lists(st.sampled_from(passed), unique=True) if passed else st.just([])
    growths = st.lists(st.tuples(st.sampled_from(ENVELOPES), st.integers(1, 60)), max_size=2)
    return st.tuples(declines, growths).flatmap(
        lambda told: st.permutations(
            [
                *(Declined(application=each) for each in told[0]),
                *(Grown(envelope=code, by=euros(by)) for code, by in told[1]),
            ]
        )
    )


def awarded(rows: Iterable[Ranked]) -> set[str]:
    return {each.application for each in rows if each.outcome == "awarded"}


@given(st.data(), pools(), MONEY, RULES)
@settings(max_examples=150, deadline=None)
def test_no_envelope_gives_more_than_it_has(
    data: st.DataObject, pool: list[Assessed], money: tuple[Envelope, ...], rule: str
) -> None:
    events = data.draw(happened(pool, ranked(pool, money, when_money_ends=rule)))

    rows = ranked(pool, money, events=events, when_money_ends=rule)

    for envelope in money:
        grown = sum(each.by.amount for each in events if isinstance(each, Grown) and each.envelope == envelope.code)
        given_out = sum(each.grant.amount for each in rows if each.envelope == envelope.code)
        assert given_out <= envelope.amount.amount + grown
    grants = {each.application: each.grant for each in pool}
    assert all(each.grant == grants[each.application] for each in rows if each.outcome == "awarded")
    assert all(not each.grant for each in rows if each.outcome != "awarded")


@given(st.data(), pools(), MONEY, RULES)
@settings(max_examples=100, deadline=None)
def test_neither_order_of_arrival_nor_order_of_events_changes_anything(
    data: st.DataObject, pool: list[Assessed], money: tuple[Envelope, ...], rule: str
) -> None:
    events = data.draw(happened(pool, ranked(pool, money, when_money_ends=rule)))
    shuffled = data.draw(st.permutations(pool))
    in_other_order = data.draw(st.permutations(events))

    rows = ranked(pool, money, events=events, when_money_ends=rule)

    assert ranked(shuffled, money[::-1], events=in_other_order, when_money_ends=rule) == rows


@given(st.data(), pools(), MONEY)
@settings(max_examples=150, deadline=None)
def test_under_strict_stop_nobody_below_or_beside_a_reserve_is_awarded(
    data: st.DataObject, pool: list[Assessed], money: tuple[Envelope, ...]
) -> None:
    events = data.draw(happened(pool, ranked(pool, money)))

    rows = ranked(pool, money, events=events)

    for code in ENVELOPES:
        reserve = [each.position for each in rows if each.envelope == code and each.outcome == "reserve"]
        lowest = max((each.position for each in rows if each.envelope == code and each.outcome == "awarded"), default=0)
        assert lowest < min(reserve, default=lowest + 1)


@given(st.data(), pools(), MONEY, RULES)
@settings(max_examples=150, deadline=None)
def test_an_award_is_never_taken_away_by_what_happens_later(
    data: st.DataObject, pool: list[Assessed], money: tuple[Envelope, ...], rule: str
) -> None:
    events = data.draw(happened(pool, ranked(pool, money, when_money_ends=rule)))

    lists = [
        ranked(pool, money, events=events[:count], when_money_ends=rule) for count in range(len(events) + 1)
    ]  # fmt: skip

    for event, before, after in zip(events, lists, lists[1:], strict=False):
        gone = {event.application} if isinstance(event, Declined) else set()
        assert awarded(before) - gone <= awarded(after)


@given(pools(), MONEY, st.integers(1, 60))
@settings(max_examples=100, deadline=None)
def test_under_strict_stop_a_larger_envelope_awards_the_same_and_perhaps_more(
    pool: list[Assessed], money: tuple[Envelope, ...], more: int
) -> None:
    larger = tuple(Envelope(code=each.code, amount=each.amount + euros(more)) for each in money)
    growth = [Grown(envelope=each.code, by=euros(more)) for each in money]

    at_once, later = ranked(pool, larger), ranked(pool, money, events=growth)

    assert awarded(ranked(pool, money)) <= awarded(at_once)
    assert awarded(at_once) == awarded(later)


@given(st.data(), pools(most=7), MONEY)
@settings(max_examples=150, deadline=None)
def test_under_strict_stop_the_awards_are_the_largest_set_closed_upwards_that_fits(
    data: st.DataObject, pool: list[Assessed], money: tuple[Envelope, ...]
) -> None:
    events = data.draw(happened(pool, ranked(pool, money)))
    declined = {each.application for each in events if isinstance(each, Declined)}

    rows = ranked(pool, money, events=events)

    for envelope in money:
        grown = sum(each.by.amount for each in events if isinstance(each, Grown) and each.envelope == envelope.code)
        there = [each for each in passing(pool, envelope.code) if each.application not in declined]
        expected = max(closed_upwards(there, envelope.amount.amount + grown), key=len)
        assert {each.application for each in rows if each.envelope == envelope.code and each.grant} == {
            each.application for each in expected if each.grant
        }
        assert awarded(row for row in rows if row.envelope == envelope.code) == {each.application for each in expected}


@given(pools(most=7), MONEY)
@settings(max_examples=100, deadline=None)
def test_where_the_call_goes_on_the_awards_are_the_first_set_in_the_order_of_the_list_that_fits(
    pool: list[Assessed], money: tuple[Envelope, ...]
) -> None:
    rows = ranked(pool, money, when_money_ends=GOES_ON)

    for envelope in money:
        groups = equals(passing(pool, envelope.code))
        fitting = [
            chosen
            for size in range(len(groups) + 1)
            for chosen in combinations(range(len(groups)), size)
            if sum_of(each for at in chosen for each in groups[at]) <= envelope.amount.amount
        ]
        best = max(fitting, key=lambda chosen: [at in chosen for at in range(len(groups))])
        expected = {each.application for at in best for each in groups[at]}
        assert awarded(row for row in rows if row.envelope == envelope.code) == expected


@given(pools(), MONEY, RULES)
@settings(max_examples=60, deadline=None)
def test_positions_count_those_strictly_above_and_every_reason_can_be_said(
    pool: list[Assessed], money: tuple[Envelope, ...], rule: str
) -> None:
    rows = ranked(pool, money, when_money_ends=rule)

    merits = {each.application: (each in passing(pool, each.envelope), *merit(each)) for each in pool}
    for row in rows:
        beside = [each.application for each in pool if each.envelope == row.envelope]
        assert row.position == 1 + sum(merits[each] > merits[row.application] for each in beside)
        assert say(row.reason).endswith(".")
        assert say(row.reason).count(". ") == 0
    assert sorted(row.application for row in rows) == sorted(each.application for each in pool)


@given(st.data(), pools(), MONEY)
@settings(max_examples=15, deadline=None)
def test_a_package_is_the_same_bytes_whatever_the_order_of_arrival(
    data: st.DataObject, pool: list[Assessed], money: tuple[Envelope, ...]
) -> None:
    shuffled = data.draw(st.permutations(pool))

    one, other = (
        package_bytes(pack(call_2016(), Selected(applications=tuple(each), envelopes=money, about={})))
        for each in (pool, shuffled)
    )

    assert one == other


def merit(assessed: Assessed) -> tuple[Decimal, ...]:
    """Total, then the criteria in the order in which the call looks at them."""
    return (sum(assessed.points.values(), start=Decimal(0)), *(assessed.points[code] for code in the_rules().ties))


def passing(pool: Iterable[Assessed], envelope: str) -> list[Assessed]:
    """Those of an envelope that reach both thresholds, the best first."""
    award = the_award()
    there = [
        each
        for each in pool
        if each.envelope == envelope
        and merit(each)[0] >= award.threshold_total
        and all(each.points[criterion.code] >= criterion.threshold for criterion in award.criteria)
    ]
    return sorted(there, key=merit, reverse=True)


def equals(pool: Sequence[Assessed]) -> list[list[Assessed]]:
    return [list(group) for _, group in groupby(pool, key=merit)]


def closed_upwards(pool: Sequence[Assessed], amount: Decimal) -> Iterable[tuple[Assessed, ...]]:
    """Every set that holds, with each member, all that are better or equal, and that the money pays."""
    for size in range(len(pool) + 1):
        for chosen in combinations(pool, size):
            outside = [each for each in pool if each not in chosen]
            is_closed = all(merit(inside) > merit(other) for inside in chosen for other in outside)
            if is_closed and sum_of(chosen) <= amount:
                yield chosen


def sum_of(members: Iterable[Assessed]) -> Decimal:
    return sum((each.grant.amount for each in members), start=Decimal(0))
