"""Moments as letters and papers write them: on the call's own clock, which is the one that counts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as in_words
from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def day_words(day: date) -> str:
    """Return "31 March 2016"."""
    return in_words(day, pgettext("date format", "j F Y"))


def moment_words(moment: datetime, zone: str) -> str:
    """Return "Thursday 31 March 2016, 12:00 Brussels time"."""
    return _in_zone(moment, zone, "l j F Y, H:i")


def exact_words(moment: datetime, zone: str) -> str:
    """Return the moment to the second on the call's clock and in UTC, as a receipt states it."""
    there = _in_zone(moment, zone, "l j F Y, H:i:s")
    return _("%(there)s (%(utc)s UTC)") % {"there": there, "utc": f"{moment.astimezone(UTC):%H:%M:%S}"}


def _in_zone(moment: datetime, zone: str, form: str) -> str:
    words = in_words(moment.astimezone(ZoneInfo(zone)), form)
    place = zone.rpartition("/")[2].replace("_", " ")
    return _("%(moment)s %(place)s time") % {"moment": words, "place": place}
