"""The dates of a call: rounds, start windows, durations, the latest end."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from consortia.core.values import Certainty, Source

Day = TypeVar("Day", date, datetime)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One deadline of the call, for some fields; the deadline is wall time in the zone of the call."""

    number: int
    fields: tuple[str, ...]
    title: str
    deadline: datetime
    source: Source
    status: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class StartWindow:
    """The first and last day on which projects of these fields may start."""

    fields: tuple[str, ...]
    first: date
    last: date
    source: Source
    status: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """How many months a project of these fields may take, ends included."""

    fields: tuple[str, ...]
    from_months: int
    to_months: int
    source: Source
    status: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class LatestEnd:
    """The last day on which any project of the call may end."""

    day: date
    source: Source
    status: Certainty


def deadlines_by_field(rounds: tuple[Round, ...], zone: str) -> Mapping[tuple[str, int], datetime]:
    """Each deadline as a moment with its zone, by field and round number."""
    place = ZoneInfo(zone)
    return {(field, each.number): each.deadline.replace(tzinfo=place) for each in rounds for field in each.fields}


def wall_time(moment: datetime, zone: str) -> datetime:
    """What the clocks of a zone show at a moment."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def years_after(day: Day, years: int) -> Day:
    """The same day so many years later; 29 February becomes 28 February where the year has none."""
    year = day.year + years
    leap_day = (day.month, day.day) == (2, 29)
    if leap_day and not _is_leap(year):
        return day.replace(year=year, day=28)
    return day.replace(year=year)


def later_round(each: Round, years: int) -> Round:
    """The round with its deadline moved."""
    return replace(each, deadline=years_after(each.deadline, years))


def later_window(window: StartWindow, years: int) -> StartWindow:
    """The start window moved at both ends."""
    return replace(window, first=years_after(window.first, years), last=years_after(window.last, years))


def later_end(end: LatestEnd, years: int) -> LatestEnd:
    """The latest end moved."""
    return replace(end, day=years_after(end.day, years))


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
