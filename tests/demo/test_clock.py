from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from consortia.demo.clock import Clock, Tale, going_by, tell_in_order
from consortia.demo.stage import ZONE, Pace

NOON = datetime(2030, 5, 6, 12, tzinfo=UTC)


def test_everybody_who_asks_django_for_the_time_goes_by_the_clock_and_afterwards_no_longer():
    with going_by(Clock(NOON)):
        inside = timezone.now()

    assert NOON < inside < NOON + timedelta(seconds=1)
    assert timezone.now() < NOON


def test_the_clock_never_goes_back():
    clock = Clock(NOON)

    clock.turn_to(NOON - timedelta(days=1))

    assert clock.now() > NOON


def test_tales_happen_at_once_each_deed_at_its_moment():
    clock, deeds, ended = Clock(NOON), [], []

    def tale(name: str, *hours: int) -> Tale:
        for hour in hours:
            yield NOON + timedelta(hours=hour)
            deeds.append((name, (clock.moment - NOON) // timedelta(hours=1)))

    tell_in_order([tale("a", 1, 4), tale("b", 2, 3), tale("c")], clock, heard=ended.append)

    assert deeds == [("a", 1), ("b", 2), ("b", 3), ("a", 4)]
    assert ended == [1, 2]


def test_people_work_by_daylight_and_in_order():
    pace = Pace(NOON - timedelta(days=40), NOON)

    moments = list(pace.through(0, 1, 200))

    assert moments == sorted(moments)
    assert {moment.astimezone(ZONE).hour for moment in moments} <= set(range(8, 19))
    assert pace.at(1) <= NOON
