"""Months of a project, counted from 1 and shown as calendar months too."""

from __future__ import annotations

from datetime import date

from django.utils.dateformat import format as in_words
from django.utils.translation import gettext, pgettext

from consortia.stages.applications.timing import month_begins


def month_words(start: date, month: int) -> str:
    """Return the calendar month, "November 2016"."""
    return in_words(month_begins(start, month), pgettext("month format", "F Y"))


def span_words(start: date, first: int | None, last: int | None) -> str:
    """Return when a row takes place: "Month 3, November 2016" or "Months 3 to 9, November 2016 to May 2017"."""
    if first is None:
        return ""
    if last is None or last == first:
        return gettext("Month %(first)s, %(calendar)s") % {"first": first, "calendar": month_words(start, first)}
    return gettext("Months %(first)s to %(last)s, %(from)s to %(to)s") % {
        "first": first,
        "last": last,
        "from": month_words(start, first),
        "to": month_words(start, last),
    }


def month_choices(start: date, months: int, *, kept: int | None = None) -> list[tuple[int, str]]:
    """Return the months to choose from; one that now lies after the end stays, and says so."""
    choices = [(month, f"{month}: {month_words(start, month)}") for month in range(1, months + 1)]
    if kept and kept > months:
        words = gettext("%(month)s: %(calendar)s, after the end of the project")
        choices.append((kept, words % {"month": kept, "calendar": month_words(start, kept)}))
    return choices
