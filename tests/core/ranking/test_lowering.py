"""Grants proposed below the requested ones, heading by heading."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consortia.core.errors import NoValueError
from consortia.core.ranking.lowering import Lowered, proposed_grant
from consortia.core.values import ZERO, euros

HEADINGS = {"management": euros(24_000), "meetings": euros(2_300), "outputs": euros(8_500)}
SUM = euros(34_800)


def lowered(**amounts: int | str) -> list[Lowered]:
    return [Lowered(heading=heading, proposed=euros(amount)) for heading, amount in amounts.items()]


def test_the_grant_is_what_remains_of_the_headings() -> None:
    assert proposed_grant(SUM, HEADINGS, lowered(management=20_000, outputs="8000.50")) == euros("30300.50")


def test_nothing_lowered_proposes_nothing() -> None:
    assert proposed_grant(SUM, HEADINGS, lowered(management=24_000)) is None


def test_under_a_ceiling_what_remains_counts_up_to_what_was_asked_for() -> None:
    assert proposed_grant(euros(30_000), HEADINGS, lowered(management=22_000)) is None
    assert proposed_grant(euros(30_000), HEADINGS, lowered(management=19_000)) == euros(29_800)


@pytest.mark.parametrize("amount", ["24000.01", "-0.01"])
def test_more_than_is_asked_for_and_less_than_nothing_are_refused(amount: str) -> None:
    with pytest.raises(NoValueError, match="24000"):
        proposed_grant(SUM, HEADINGS, lowered(management=amount))


def test_a_heading_that_the_application_does_not_have_is_refused() -> None:
    with pytest.raises(NoValueError, match="travel"):
        proposed_grant(SUM, HEADINGS, lowered(travel=1))


@given(
    cents=st.lists(st.tuples(st.integers(0, 10**8), st.integers(0, 100)), min_size=1, max_size=6),
    ceiling=st.integers(0, 10**9),
)
def test_a_proposed_grant_never_exceeds_the_requested_one_nor_the_sum_of_its_headings(
    cents: list[tuple[int, int]], ceiling: int
) -> None:
    headings = {f"h{number}": euros(amount) for number, (amount, _share) in enumerate(cents)}
    total = sum(headings.values(), start=ZERO)
    requested = min(total, euros(ceiling))
    proposals = [
        Lowered(heading=f"h{number}", proposed=euros(amount * share // 100))
        for number, (amount, share) in enumerate(cents)
    ]

    grant = proposed_grant(requested, headings, proposals)

    assert (requested if grant is None else grant) <= requested
    assert (requested if grant is None else grant) == min(
        requested, sum((each.proposed for each in proposals), start=ZERO)
    )
