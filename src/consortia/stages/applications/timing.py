"""Months of a project: counted from 1, each beginning on the day of the month on which the project starts."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

MONTHS_A_YEAR = 12


def month_begins(start: date, month: int) -> date:
    """Return the first day of a month of the project; a month too short for it begins on its last day."""
    years, months = divmod(start.month - 1 + month - 1, MONTHS_A_YEAR)
    year = min(start.year + years, date.max.year)
    return date(year, months + 1, min(start.day, monthrange(year, months + 1)[1]))


def month_ends(start: date, month: int) -> date:
    """Return the last day of a month of the project."""
    return month_begins(start, month + 1) - timedelta(days=1)


def project_ends(start: date, months: int) -> date:
    """Return the last day of the project."""
    return month_ends(start, months)
