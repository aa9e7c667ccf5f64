from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consortia.documents.pictures import TimetableRow, timetable
from consortia.documents.pictures.calendar import months_later, span_of
from tests.documents.pictures.reading import drawn_as, spoken, texts
from tests.documents.pictures.samples import PLAN

START = date(2016, 9, 1)


def bar(start: date, end: date | None, *, months: int = 24) -> str:
    return timetable([TimetableRow(name="Handbook", group="", start=start, end=end)], START, months)


def test_a_bar_reaches_from_its_first_to_its_last_day() -> None:
    (shape,) = drawn_as(bar(date(2016, 9, 1), date(2018, 8, 31)), "pic-hue-1")

    assert (float(shape.get("x", "0")), float(shape.get("width", "0"))) == (236, 664)


def test_half_the_time_is_half_the_width() -> None:
    (shape,) = drawn_as(bar(date(2017, 9, 1), date(2018, 8, 31)), "pic-hue-1")

    assert float(shape.get("width", "0")) == pytest.approx(664 / 2, abs=0.1)


@pytest.mark.parametrize("end", [None, date(2017, 1, 10), date(2017, 1, 12)])
def test_what_is_too_short_for_a_bar_is_a_diamond(end: date | None) -> None:
    (shape,) = drawn_as(bar(date(2017, 1, 10), end), "pic-hue-1")

    assert shape.tag.endswith("polygon")


def test_a_bar_is_cut_where_the_project_ends() -> None:
    (shape,) = drawn_as(bar(date(2018, 1, 1), date(2019, 12, 31)), "pic-hue-1")

    assert float(shape.get("x", "0")) + float(shape.get("width", "0")) == pytest.approx(900, abs=0.1)


@pytest.mark.parametrize(
    ("start", "end", "note"),
    [
        (date(2018, 9, 1), None, "Sep 2018, after the project \u25b8"),
        (date(2016, 7, 1), date(2016, 8, 31), "\u25c2 Jul \u2013 Aug 2016, before the project"),
    ],
)
def test_what_lies_wholly_outside_the_project_is_told_at_the_edge(start: date, end: date | None, note: str) -> None:
    svg = bar(start, end)

    assert note in texts(svg)
    assert not drawn_as(svg, "pic-hue-1")


@pytest.mark.parametrize(
    ("start", "end", "label"),
    [
        (date(2017, 3, 1), None, "Mar 2017"),
        (date(2017, 3, 1), date(2017, 3, 31), "Mar 2017"),
        (date(2017, 3, 1), date(2017, 6, 30), "Mar \u2013 Jun 2017"),
        (date(2016, 12, 1), date(2017, 6, 30), "Dec 2016 \u2013 Jun 2017"),
    ],
)
def test_a_bar_says_when_it_is(start: date, end: date | None, label: str) -> None:
    assert label in texts(bar(start, end))


def test_rows_stand_under_their_groups_in_order_of_time() -> None:
    late, early = (
        TimetableRow(name=name, group="Meetings", start=start)
        for name, start in (("Second", date(2017, 5, 1)), ("First", date(2016, 10, 1)))
    )

    said = [text for text in texts(timetable([late, *PLAN, early], START, 24)) if text.isalpha() and len(text) > 3]

    assert said[said.index("Meetings") : said.index("Second") + 1] == ["Meetings", "First", "Second"]


def test_each_group_has_a_colour_and_its_name_beside_it() -> None:
    svg = timetable(PLAN, START, 24)

    assert [len(drawn_as(svg, f"pic-hue-{hue}")) for hue in (1, 2, 3)] == [2, 2, 3]
    assert {"Management", "Outputs", "Meetings"} <= set(texts(svg))


def test_months_are_named_where_there_is_room_and_quarters_where_not() -> None:
    assert texts(timetable(PLAN, START, 24))[:4] == ["S", "O", "N", "D"]
    assert "Q1" in texts(timetable(PLAN, START, 36, size="narrow"))
    assert "2017" in texts(timetable(PLAN, START, 36, size="narrow"))


def test_today_is_marked_only_during_the_project() -> None:
    during, later = (timetable(PLAN, START, 24, today=day) for day in (date(2017, 5, 1), date(2018, 9, 1)))

    assert ("Today" in texts(during), len(drawn_as(during, "pic-today"))) == (True, 1)
    assert ("Today" in texts(later), len(drawn_as(later, "pic-today"))) == (False, 0)


def test_an_empty_plan_says_so() -> None:
    svg = timetable([], START, 24)

    assert "Nothing has a date yet." in texts(svg)
    assert spoken(svg)[1] == "Nothing has a date yet."


def test_the_description_tells_what_happens_when() -> None:
    assert spoken(timetable(PLAN[1:3], START, 24))[1] == "Curriculum: Oct 2016 \u2013 Jun 2017. Kick-off: Sep 2016."


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2016, 1, 31), 1, date(2016, 2, 29)),
        (date(2017, 1, 31), 1, date(2017, 2, 28)),
        (date(2016, 9, 1), 24, date(2018, 9, 1)),
        (date(2016, 12, 15), 1, date(2017, 1, 15)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


@given(st.dates(date(2014, 1, 1), date(2030, 12, 31)), st.integers(1, 48), st.integers(-100, 2000))
def test_no_day_leaves_the_plot(first: date, months: int, offset: int) -> None:
    span = span_of(first, months, left=100, right=900)
    day = date.fromordinal(first.toordinal() + offset)

    assert 100 <= span.at(day) <= 900
    assert list(span.starts(1)) == sorted(set(span.starts(1)))
