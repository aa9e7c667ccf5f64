from __future__ import annotations

from datetime import date, timedelta
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from consortia.documents.pictures import Bar, arrivals_over_time, bars_of

MONDAY = date(2016, 3, 28)
DAYS = st.dictionaries(st.integers(0, 900).map(lambda days: MONDAY + timedelta(days=days)), st.integers(0, 99))


def test_few_days_have_a_bar_each_empty_ones_too() -> None:
    assert bars_of({MONDAY: 2, MONDAY + timedelta(days=2): 5}, most=31) == (
        Bar(first=MONDAY, days=1, number=2),
        Bar(first=MONDAY + timedelta(days=1), days=1, number=0),
        Bar(first=MONDAY + timedelta(days=2), days=1, number=5),
    )


def test_many_days_are_taken_together_in_weeks_from_monday() -> None:
    wednesday = MONDAY + timedelta(days=2)

    bars = bars_of({wednesday: 1, wednesday + timedelta(days=40): 1}, most=31)

    assert [(each.first, each.days, each.number) for each in bars if each.number] == [
        (MONDAY, 7, 1),
        (MONDAY + timedelta(days=42), 7, 1),
    ]


@given(DAYS, st.integers(1, 62))
def test_no_arrival_is_lost_and_the_bars_fit(arrivals: dict[date, int], most: int) -> None:
    bars = bars_of(arrivals, most=most)

    assert sum(each.number for each in bars) == sum(arrivals.values())
    assert len(bars) <= most


@given(DAYS)
def test_the_picture_can_be_read_and_says_each_number(arrivals: dict[date, int]) -> None:
    svg = ET.fromstring(arrivals_over_time(arrivals))  # noqa: S314  # our own drawing

    said = svg.findtext("{http://www.w3.org/2000/svg}desc")
    bars = [each for each in bars_of(arrivals, most=62) if each.number]
    assert said == (
        " ".join(f"{'' if each.days == 1 else 'Week from '}{each.first.isoformat()}: {each.number}." for each in bars)
        or "Nothing was received yet."
    )
