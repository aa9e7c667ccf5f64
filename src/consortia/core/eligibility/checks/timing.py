"""Checks of when things happen."""

from calendar import monthrange
from datetime import MAXYEAR, date, datetime, timedelta
from zoneinfo import ZoneInfo

from consortia.core.eligibility.case import Case, Nothing, Outcome, broken, holds, not_applicable

_MONTHS_A_YEAR = 12


def duration_range(case: Case, _stated: Nothing) -> Outcome:
    """The project takes as many months as its field allows, ends included."""
    months = case.application.months
    allowed = case.call.duration_for(case.application.field)
    facts = {"months": months, "least": allowed.from_months, "most": allowed.to_months}
    if allowed.from_months <= months <= allowed.to_months:
        return holds("duration-range", **facts)
    return broken("duration-range", where=["months"], **facts)


def latest_end(case: Case, _stated: Nothing) -> Outcome:
    """The last day of the project is not after the latest end of the call."""
    latest = case.call.latest_end
    if latest is None:
        return not_applicable("latest-end")
    ends = last_day(case.application.start, case.application.months)
    if ends is not None and ends <= latest.day:
        return holds("latest-end", ends=ends, latest=latest.day)
    return broken("latest-end", where=["start", "months"], ends=ends or date.max, latest=latest.day)


def start_window(case: Case, _stated: Nothing) -> Outcome:
    """The project starts within the window of its field, ends included."""
    window = case.call.start_window_for(case.application.field)
    if window is None:
        return not_applicable("start-window")
    facts = {"start": case.application.start, "first": window.first, "last": window.last}
    if window.first <= case.application.start <= window.last:
        return holds("start-window", **facts)
    return broken("start-window", where=["start"], **facts)


def submission_deadline(case: Case, _stated: Nothing) -> Outcome:
    """The application was submitted at or before the deadline of its round."""
    application = case.application
    deadline = case.call.deadline(application.field, application.round)
    if application.submitted_at is None:
        return not_applicable("submission-deadline", deadline=deadline)
    submitted = _in_zone(application.submitted_at, ZoneInfo(case.call.call.zone))
    if application.submitted_at <= deadline:
        return holds("submission-deadline", deadline=deadline, submitted=submitted)
    return broken("submission-deadline", where=["submitted_at"], deadline=deadline, submitted=submitted)


def last_day(start: date, months: int) -> date | None:
    """The day before the start day returns after so many months, or None beyond the end of the calendar.

    Where the target month is too short for the start day, its last day stands for it.
    """
    years, month = divmod(start.year * _MONTHS_A_YEAR + start.month - 1 + months, _MONTHS_A_YEAR)
    if years > MAXYEAR:
        return None
    day = min(start.day, monthrange(years, month + 1)[1])
    return date(years, month + 1, day) - timedelta(days=1)


def _in_zone(moment: datetime, zone: ZoneInfo) -> datetime:
    try:
        return moment.astimezone(zone)
    except OverflowError:  # the first and last hours of the calendar have no counterpart in every zone
        return moment
