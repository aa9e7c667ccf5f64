"""Functions and files stay readable."""

from __future__ import annotations

from tests.house.sizes import too_long_by_far


def test_nothing_is_longer_than_the_house_allows_by_far() -> None:
    assert too_long_by_far() == [], "`python -m tests.house.report` lists the longest"
