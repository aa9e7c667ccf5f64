from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from consortia.portals.shared.moments import clock_words, day_words, moment_words, time_left_words

BRUSSELS = ZoneInfo("Europe/Brussels")
NOON = datetime(2016, 3, 31, 12, 0, tzinfo=BRUSSELS)


@pytest.mark.parametrize(
    ("reader", "words"),
    [
        ("Europe/Helsinki", "Thursday 31 March 2016, 12:00 Brussels time (13:00 in Helsinki)"),
        ("Europe/Brussels", "Thursday 31 March 2016, 12:00 Brussels time"),
        ("Europe/Madrid", "Thursday 31 March 2016, 12:00 Brussels time"),
        ("Pacific/Auckland", "Thursday 31 March 2016, 12:00 Brussels time (23:00 in Auckland)"),
        (
            "Pacific/Kiritimati",
            "Thursday 31 March 2016, 12:00 Brussels time (Friday 1 April 2016, 00:00 in Kiritimati)",
        ),
    ],
)
def test_a_deadline_is_told_in_its_own_zone_and_the_readers(reader: str, words: str) -> None:
    assert moment_words(NOON.astimezone(UTC), zone=BRUSSELS, reader_zone=ZoneInfo(reader)) == words


def test_the_readers_zone_is_the_one_in_force() -> None:
    with timezone.override(ZoneInfo("Europe/Lisbon")):
        assert moment_words(NOON, zone=BRUSSELS) == "Thursday 31 March 2016, 12:00 Brussels time (11:00 in Lisbon)"
        assert clock_words(NOON) == "11:00"


def test_universal_time_is_called_by_its_name() -> None:
    assert moment_words(NOON, zone=UTC, reader_zone=UTC) == "Thursday 31 March 2016, 10:00 UTC"


def test_a_place_of_two_words_is_written_as_people_do() -> None:
    words = moment_words(NOON, zone=ZoneInfo("America/New_York"), reader_zone=ZoneInfo("America/New_York"))

    assert words == "Thursday 31 March 2016, 06:00 New York time"


def test_days_and_months_are_in_the_readers_language() -> None:
    with translation.override("fi"):
        assert "maaliskuu" in day_words(date(2016, 3, 31))


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=12, hours=4, minutes=9), "12 days and 4 hours left"),
        (timedelta(days=1, minutes=5), "1 day left"),
        (timedelta(hours=1, minutes=1, seconds=59), "1 hour and 1 minute left"),
        (timedelta(hours=2), "2 hours left"),
        (timedelta(minutes=59, seconds=59), "59 minutes left"),
        (timedelta(seconds=60), "1 minute left"),
        (timedelta(seconds=59), "59 seconds left"),
        (timedelta(seconds=1), "1 second left"),
        (timedelta(0), "The deadline has passed"),
        (timedelta(seconds=-1), "The deadline has passed"),
    ],
)
def test_the_time_left_is_told_in_its_two_largest_units(left: timedelta, words: str) -> None:
    assert time_left_words(left) == words
