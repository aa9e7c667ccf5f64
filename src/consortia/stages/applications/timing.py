"""Months of a project: counted from 1, each beginning on the day of the month on which the project starts."""

from __future__ import annotations

from datetime import date, timedelta

from consortia.documents.pictures.calendar import months_later


def month_begins(start: date, month: int) -> date:
    """Return the first day of a month of the project; a calendar month too short for it lends its last day."""
    return months_later(start, month - 1)


def month_ends(start: date, month: int) -> date:
    """Return the last day of a month of the project."""
    return month_begins(start, month + 1) - timedelta(days=1)


def project_ends(start: date, months: int) -> date:
    """Return the last day of the project."""
    return month_ends(start, months)
