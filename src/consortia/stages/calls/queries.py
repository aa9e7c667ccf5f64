"""Reading calls and rounds."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from consortia.stages.calls.models import Edition, Envelope, EnvelopeChange, Round, TeamMember


def rounds_open_at(moment: datetime) -> QuerySet[Round]:
    """Return the rounds one can still submit to, the nearest deadline first."""
    return Round.objects.filter(deadline__gte=moment).select_related("edition").order_by("deadline", "id")


def rounds_closed_at(moment: datetime) -> QuerySet[Round]:
    """Return the rounds whose deadline has passed, the latest first."""
    return Round.objects.filter(deadline__lt=moment).select_related("edition").order_by("-deadline", "id")


def rounds_with_moves() -> QuerySet[Round]:
    """Return every round with its edition and how its deadline moved, the nearest deadline first."""
    return Round.objects.select_related("edition").prefetch_related("moves").order_by("deadline", "id")


def editions_to_open() -> QuerySet[Edition]:
    """Return the editions this site knows, the one loaded last first, without their content."""
    return Edition.objects.defer("content").order_by("-loaded_at", "-id")


def envelopes_of(agency: str, round_: Round | None = None) -> QuerySet[Envelope]:
    """Return the money an agency has, in one round or in all."""
    found = Envelope.objects.filter(agency=agency)
    return (found if round_ is None else found.filter(round=round_)).order_by("round", "field")


def changes_of_envelopes(agency: str, round_: Round) -> QuerySet[EnvelopeChange]:
    """Return how an agency's envelopes of a round changed, the latest first."""
    found = EnvelopeChange.objects.filter(envelope__agency=agency, envelope__round=round_)
    return found.select_related("envelope", "by").order_by("-id")


def team_of(agency: str, round_: Round | None = None) -> QuerySet[TeamMember]:
    """Return who handles what in an agency, in one round or in all."""
    found = TeamMember.objects.filter(agency=agency).select_related("person")
    return (found if round_ is None else found.filter(round=round_)).order_by("field", "person__name", "id")
