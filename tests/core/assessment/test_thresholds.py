"""Thresholds: in total and under each criterion, at, just below and just above."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consortia.core.assessment import Assessment, Judgement, band_at, band_named, examine_thresholds, points_of
from consortia.core.call.award import Criterion
from tests.core.assessment.test_consolidating import award

CODES = ("C1", "C2", "C3", "C4")


def points(*numbers: int) -> dict[str, int]:
    return dict(zip(CODES, numbers, strict=True))


@pytest.mark.parametrize(
    ("numbers", "total", "below", "passes"),
    [
        ((20, 15, 10, 15), 60, (), True),
        ((20, 14, 10, 15), 59, (), False),
        ((20, 15, 10, 16), 61, (), True),
        ((14, 20, 20, 30), 84, ("C1",), False),
        ((15, 20, 20, 30), 85, (), True),
        ((15, 10, 10, 15), 50, (), False),
        ((30, 9, 9, 30), 78, ("C2", "C3"), False),
    ],
)
def test_both_thresholds_must_hold(numbers: tuple[int, ...], total: int, below: tuple[str, ...], passes: bool) -> None:
    found = examine_thresholds(award(), points(*numbers))

    assert (found.total, found.below, found.passes) == (total, below, passes)
    assert found.reaches_total == (total >= 60)


def test_the_share_counts_where_it_asks_for_more_than_the_threshold_of_the_criterion() -> None:
    stricter = replace(award(), threshold_share=Decimal("0.6"))

    assert examine_thresholds(stricter, points(18, 12, 12, 18)).below == ()
    assert examine_thresholds(stricter, points(17, 12, 12, 18)).below == ("C1",)


@given(st.tuples(*(st.integers(0, top) for top in (30, 20, 20, 30))), st.integers(0, 3))
def test_one_point_more_never_makes_an_application_fail(numbers: tuple[int, ...], place: int) -> None:
    more = tuple(
        min(number + (at == place), criterion.maximum)
        for at, (number, criterion) in enumerate(zip(numbers, award().criteria, strict=True))
    )

    before, after = examine_thresholds(award(), points(*numbers)), examine_thresholds(award(), points(*more))

    assert after.passes or not before.passes


@pytest.mark.parametrize(
    ("typed", "number"),
    [("24", 24), (" 24 ", 24), ("0", 0), ("", None), ("24.5", None), ("-1", None), ("24 25", None), ("٢٤", None)],
)
def test_points_are_whole_numbers(typed: str, number: int | None) -> None:
    assert Judgement(criterion="C1", points=typed).number == number


def test_there_are_points_once_every_criterion_has_them_within_its_range() -> None:
    whole = tuple(Judgement(criterion=code, points="10") for code in CODES)

    assert points_of(Assessment(judgements=whole), award()) == points(10, 10, 10, 10)
    assert points_of(Assessment(judgements=whole[:3]), award()) is None
    assert points_of(Assessment(judgements=(*whole[:3], Judgement(criterion="C4", points="31"))), award()) is None


@pytest.mark.parametrize("criterion", award().criteria, ids=CODES)
def test_every_number_of_points_lies_in_one_band(criterion: Criterion) -> None:
    for number in range(criterion.maximum + 1):
        held = [band for band in criterion.bands if band.from_ <= number <= band.to]
        assert [band_at(criterion, number)] == held
        assert band_named(criterion, held[0].name) == held[0]
    assert band_at(criterion, criterion.maximum + 1) is None
