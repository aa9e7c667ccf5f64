"""A call as a value: dates that move together, countries by day, entries by code."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime

import pytest

from consortia.core.call.dates import years_after
from consortia.core.errors import NoValueError
from tests.factories.documents import a_verdict, call_2016, organisations


def test_a_training_round_moves_all_dates_together() -> None:
    call = call_2016().years_later(10)

    assert call.training
    assert call.deadline("VET", 1).isoformat() == "2026-03-31T12:00:00+02:00"
    assert call.deadline("YOUTH", 1).isoformat() == "2026-02-02T12:00:00+01:00"
    window = call.start_window_for("VET")
    assert window is not None
    assert (window.first, window.last) == (date(2026, 9, 1), date(2026, 12, 31))
    assert call.latest_end is not None
    assert call.latest_end.day == date(2029, 8, 31)


def test_a_training_round_keeps_everything_else() -> None:
    call = call_2016().years_later(10)

    assert (call.rules, call.headings, call.countries) == (
        call_2016().rules,
        call_2016().headings,
        call_2016().countries,
    )


def test_a_training_round_is_an_edition_of_its_own() -> None:
    hashes = {call_2016().years_later(years).edition_hash for years in (0, 1, 2)}

    assert call_2016().years_later(0) == call_2016()
    assert not call_2016().training
    assert len(hashes) == 3


def test_moving_twice_is_moving_by_the_sum() -> None:
    assert call_2016().years_later(3).years_later(4) == call_2016().years_later(7)


@pytest.mark.parametrize("years", [-1, 201])
def test_dates_move_forward_and_not_beyond_reason(years: int) -> None:
    with pytest.raises(NoValueError):
        call_2016().years_later(years)


def test_a_document_is_checked_against_the_dates_of_the_training_round() -> None:
    call = call_2016().years_later(10)

    early = a_verdict(call)
    later = a_verdict(call, start="2026-09-01", submitted_at="2026-03-31T12:00:00+02:00")

    assert early.failed == ("start.window",)
    assert later.failed == ()


@pytest.mark.parametrize(
    ("day", "years", "after"),
    [
        (date(2016, 2, 29), 1, date(2017, 2, 28)),
        (date(2016, 2, 29), 4, date(2020, 2, 29)),
        (date(2016, 2, 29), 84, date(2100, 2, 28)),
        (date(2016, 2, 28), 4, date(2020, 2, 28)),
        (date(2016, 12, 31), 10, date(2026, 12, 31)),
    ],
)
def test_29_february_becomes_28_where_the_year_has_none(day: date, years: int, after: date) -> None:
    assert years_after(day, years) == after


def test_a_moved_deadline_is_wall_time_in_the_zone_of_the_call() -> None:
    call = call_2016().with_deadline(1, fields=("YOUTH",), deadline=datetime(2016, 7, 1, 10, 30, tzinfo=UTC))

    assert call.deadline("YOUTH", 1).isoformat() == "2016-07-01T12:30:00+02:00"
    assert call.deadline("VET", 1) == call_2016().deadline("VET", 1)
    assert call.edition_hash != call_2016().edition_hash


def test_a_country_is_asked_for_by_day() -> None:
    call = call_2016()

    assert call.country_on("RS", date(2018, 12, 31)).standing == "partner"
    assert call.country_on("RS", date(2019, 1, 1)).standing == "programme"
    with pytest.raises(NoValueError):
        call.country_on("RS", date(2013, 12, 31))


def test_what_the_call_does_not_have_is_an_error() -> None:
    call = call_2016()

    for ask in (
        lambda: call.deadline("VET", 2),
        lambda: call.duration_for("SPORT"),
        lambda: call.heading("staff"),
        lambda: call.question("unasked"),
        lambda: call.annex("unheard-of"),
    ):
        with pytest.raises(NoValueError):
            ask()


def test_entries_are_found_by_code() -> None:
    call = call_2016()

    assert call.heading("special-needs").title == "Special needs support"
    assert call.question(call.questions[0].code) == call.questions[0]
    assert call.annex(call.annexes[0].code) == call.annexes[0]
    title = call.question_that_fills("title")
    assert title is not None
    assert title.fills == "title"


def test_a_call_travels_between_processes() -> None:
    call = pickle.loads(pickle.dumps(call_2016()))  # noqa: S301  # our own bytes

    assert (call, call.edition_hash) == (call_2016(), call_2016().edition_hash)
    assert a_verdict(call, organisations=organisations("ES", "DE", "PL")).failed == ()
