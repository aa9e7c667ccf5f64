"""Drawing ranking lists from final points."""

from __future__ import annotations

from tests.factories import selection as make


def test_the_lists_follow_from_final_points_and_money() -> None:
    made = make.drawn(make.a_round((24, 16, 16, 24), (20, 14, 14, 20), (28, 18, 18, 28), (12, 8, 8, 12)))

    assert made.told() == ["HE 1 #3 awarded", "HE 2 #1 awarded", "HE 3 #2 reserve", "HE 4 #4 below-threshold"]
