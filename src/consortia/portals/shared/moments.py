"""Dates and times in words: in the zone that counts, with the reader's own beside it."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dateformat import format as in_words
from django.utils.translation import gettext, ngettext, pgettext


def moment_words(moment: datetime, *, zone: tzinfo | None = None, reader_zone: tzinfo | None = None) -> str:
    """Return "Thursday 31 March 2016, 12:00 Brussels time (13:00 in Helsinki)".

    `zone` is the zone that counts (a call names its own); the reader's zone is added when its clock differs.
    """
    there = moment.astimezone(zone or timezone.get_default_timezone())
    here = moment.astimezone(reader_zone or timezone.get_current_timezone())
    words = _with_place(there)
    if here.utcoffset() == there.utcoffset():
        return words
    return f"{words} ({_elsewhere(here, there)})"


def day_words(day: date) -> str:
    """Return "31 March 2016"."""
    return in_words(day, pgettext("date format", "j F Y"))


def weekday_words(day: date) -> str:
    """Return "Thursday 31 March 2016"."""
    return in_words(day, pgettext("date format", "l j F Y"))


def clock_words(moment: datetime) -> str:
    """Return the time of day in the reader's zone, "12:03"."""
    return in_words(timezone.localtime(moment), pgettext("time format", "H:i"))


def exact_clock_words(moment: datetime) -> str:
    """Return the time of day in the reader's zone to the second, "12:03:07"."""
    return in_words(timezone.localtime(moment), pgettext("time format", "H:i:s"))


def time_left_words(left: timedelta) -> str:
    """Return how long there is still, in the two largest units that matter."""
    minutes, seconds = divmod(int(left.total_seconds()), 60)
    if left <= timedelta(0):
        return gettext("The deadline has passed")
    if minutes == 0:
        return ngettext("%(count)d second left", "%(count)d seconds left", seconds) % {"count": seconds}
    return gettext("%(duration)s left") % {"duration": _duration(minutes)}


def place_of(zone: tzinfo | None) -> str:
    """Return the city a zone is named after, or its own name."""
    key = zone.key if isinstance(zone, ZoneInfo) else str(zone)
    return key.rpartition("/")[2].replace("_", " ")


def _with_place(moment: datetime) -> str:
    parts = {
        "day": weekday_words(moment),
        "time": in_words(moment, pgettext("time format", "H:i")),
        "place": place_of(moment.tzinfo),
    }
    if parts["place"] == "UTC":
        return gettext("%(day)s, %(time)s UTC") % parts
    return gettext("%(day)s, %(time)s %(place)s time") % parts


def _elsewhere(here: datetime, there: datetime) -> str:
    time = in_words(here, pgettext("time format", "H:i"))
    place = place_of(here.tzinfo)
    if here.date() == there.date():
        return gettext("%(time)s in %(place)s") % {"time": time, "place": place}
    return gettext("%(day)s, %(time)s in %(place)s") % {"day": weekday_words(here), "time": time, "place": place}


def _duration(minutes: int) -> str:
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    in_days = ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    in_hours = ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    in_minutes = ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    if days:
        larger, smaller = (in_days, in_hours if hours else "")
    elif hours:
        larger, smaller = (in_hours, in_minutes if minutes else "")
    else:
        return in_minutes
    return gettext("%(larger)s and %(smaller)s") % {"larger": larger, "smaller": smaller} if smaller else larger
