"""Reading calls and rounds."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from consortia.stages.calls.models import Round


def rounds_open_at(moment: datetime) -> QuerySet[Round]:
    """Return the rounds one can still submit to, the nearest deadline first."""
    return Round.objects.filter(deadline__gte=moment).select_related("edition").order_by("deadline", "id")


def rounds_closed_at(moment: datetime) -> QuerySet[Round]:
    """Return the rounds whose deadline has passed, the latest first."""
    return Round.objects.filter(deadline__lt=moment).select_related("edition").order_by("-deadline", "id")


def rounds_with_moves() -> QuerySet[Round]:
    """Return every round with its edition and how its deadline moved, the nearest deadline first."""
    return Round.objects.select_related("edition").prefetch_related("moves").order_by("deadline", "id")
