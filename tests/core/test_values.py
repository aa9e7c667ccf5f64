from __future__ import annotations

from decimal import Decimal

import pytest

from consortia.core.values import Money, Rounding, Source, euros


@pytest.mark.parametrize(
    ("amount", "rounding", "after"),
    [
        ("0.004", "nearest-cent-halves-up", "0.00"),
        ("0.005", "nearest-cent-halves-up", "0.01"),
        ("0.015", "nearest-cent-halves-up", "0.02"),
        ("0.019", "whole-cents-down", "0.01"),
        ("23000", "whole-cents-down", "23000.00"),
    ],
)
def test_money_is_rounded_as_named(amount: str, rounding: Rounding, after: str) -> None:
    assert str(euros(amount).rounded(rounding)) == after


def test_money_adds_and_compares() -> None:
    assert euros(3) + euros("0.50") - euros(1) == euros("2.50")
    assert euros(2) < euros("2.01")
    assert not euros(0)
    assert euros("1.10").times(3) == euros("3.30")
    assert euros(100).times(Decimal("0.75")) == euros(75)


def test_money_is_written_with_two_decimals_and_more_only_where_it_has_more() -> None:
    assert [str(each) for each in (euros(5), euros("0.075"), Money(amount=Decimal("1E+3")))] == [
        "5.00",
        "0.075",
        "1000.00",
    ]


def test_a_source_reads_as_document_and_place() -> None:
    assert str(Source(document="guide-2016", section="Part B")) == "guide-2016, Part B"
