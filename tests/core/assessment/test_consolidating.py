"""How many experts, when one more is asked, and whose points are consolidated: the numbers are the call's."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consortia.core.assessment import Comparison, closest_pair, compare_totals, experts_needed
from consortia.core.call.award import Award, Consolidation, Selection
from consortia.core.errors import NoValueError
from consortia.core.values import euros
from tests.factories.documents import call_2016

LIMIT = 30
THRESHOLD = 60


def selection() -> Selection:
    found = call_2016().selection
    assert found is not None
    return found


def award() -> Award:
    found = call_2016().award
    assert found is not None
    return found


def rules() -> Consolidation:
    return selection().consolidation


def compared(*totals: int, needed: int = 2) -> Comparison:
    return compare_totals(award(), rules(), totals, needed=needed)


def test_the_stories_below_are_told_with_the_numbers_of_the_call() -> None:
    assert (rules().third_expert_difference, award().threshold_total) == (LIMIT, THRESHOLD)


@pytest.mark.parametrize(("grant", "experts"), [("59999.99", 1), ("60000", 1), ("60000.01", 2), ("300000", 2)])
def test_one_expert_is_enough_up_to_the_sum_of_the_call(grant: str, experts: int) -> None:
    assert experts_needed(selection().experts, euros(grant)) == experts


@pytest.mark.parametrize(
    ("totals", "outcome"),
    [
        ((80, 51), "consolidate"),  # just below the limit
        ((80, 50), "third-expert"),  # at the limit
        ((80, 49), "third-expert"),  # just above
        ((59, 29), "consolidate"),  # at the limit, both below the threshold
        ((60, 30), "third-expert"),  # at the limit, one at the threshold
        ((61, 30), "third-expert"),
        ((59, 28), "consolidate"),
        ((70, 70), "consolidate"),
    ],
)
def test_a_gap_brings_a_third_expert_unless_both_are_below_the_threshold(totals: tuple[int, int], outcome: str) -> None:
    found = compared(*totals)

    assert (found.outcome, found.gap) == (outcome, abs(totals[0] - totals[1]))
    assert found.pair == (() if outcome == "third-expert" else (0, 1))
    assert found == replace(compared(*reversed(totals)))


def test_the_rule_for_both_below_the_threshold_can_be_switched_off_in_the_call() -> None:
    strict = replace(rules(), third_expert_skipped_below_threshold=False)

    found = compare_totals(award(), strict, (59, 29), needed=2)

    assert (found.outcome, found.below) == ("third-expert", True)


@pytest.mark.parametrize(
    ("totals", "pair"),
    [((80, 40, 70), (0, 2)), ((80, 40, 45), (1, 2)), ((80, 50, 65), (0, 2)), ((50, 80, 65), (1, 2))],
)
def test_after_the_third_expert_the_two_closest_totals_are_consolidated(
    totals: tuple[int, ...], pair: tuple[int, int]
) -> None:
    found = compared(*totals)

    assert (found.outcome, found.pair) == ("two-closest", pair)


def test_of_equally_close_pairs_the_one_counts_that_the_call_says() -> None:
    lower = replace(rules(), equally_close="lower-sum")

    assert closest_pair(rules(), (40, 80, 60)) == (1, 2)
    assert closest_pair(lower, (40, 80, 60)) == (0, 2)


def test_without_a_rule_for_equally_close_pairs_nothing_is_guessed() -> None:
    silent = replace(rules(), equally_close=None)

    assert closest_pair(silent, (40, 80, 70)) == (1, 2)
    assert closest_pair(silent, (60, 60, 60)) == (0, 1)
    with pytest.raises(NoValueError, match="equally close"):
        closest_pair(silent, (40, 80, 60))


def test_a_single_expert_stands_alone() -> None:
    assert (compared(75, needed=1).outcome, compared(75, needed=1).pair) == ("single", (0,))


def test_who_was_asked_beside_a_single_expert_is_consolidated_with_them() -> None:
    assert (compared(75, 20, needed=1).outcome, compared(75, 20, needed=1).pair) == ("two-closest", (0, 1))


@given(st.lists(st.integers(min_value=0, max_value=100), min_size=2, max_size=2))
def test_a_third_expert_is_asked_exactly_where_the_text_of_the_call_says_so(totals: list[int]) -> None:
    found = compared(*totals)

    wide, below = abs(totals[0] - totals[1]) >= LIMIT, max(totals) < THRESHOLD
    assert (found.outcome == "third-expert") == (wide and not below)


@given(st.lists(st.integers(min_value=0, max_value=100), min_size=3, max_size=5), st.randoms())
def test_whose_points_count_does_not_depend_on_who_was_asked_first(totals: list[int], chance: object) -> None:
    shuffled = list(totals)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random

    here, there = closest_pair(rules(), totals), closest_pair(rules(), shuffled)

    assert sorted(totals[place] for place in here) == sorted(shuffled[place] for place in there)


@given(st.lists(st.integers(min_value=0, max_value=100), min_size=3, max_size=5))
def test_no_two_other_totals_lie_closer(totals: list[int]) -> None:
    one, other = closest_pair(rules(), totals)

    ordered = sorted(totals)
    assert abs(totals[one] - totals[other]) == min(after - before for before, after in pairwise(ordered))
