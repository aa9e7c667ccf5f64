"""Reading experts, engagements and assignments."""

from __future__ import annotations

from django.db.models import QuerySet

from consortia.stages.calls.models import Round
from consortia.stages.experts.models import Assignment, Engagement
from consortia.stages.people.models import Person


def assignments_of(person: Person) -> QuerySet[Assignment]:
    """Return what a person has to assess now, whichever agency asked, the round that closed first on top."""
    running = Assignment.objects.filter(
        engagement__expert__person=person,
        engagement__state=Engagement.State.ACCEPTED,
        engagement__declaration__isnull=False,
        ended_at__isnull=True,
    )
    return running.select_related("engagement__round__edition", "application", "submission").defer(
        "submission__snapshot", "submission__findings", "submission__budget", "engagement__round__edition__content"
    )


def assignments_in(agency: str, round_: Round) -> QuerySet[Assignment]:
    """Return who assesses what in a round of an agency, by application."""
    running = Assignment.objects.filter(engagement__agency=agency, engagement__round=round_, ended_at__isnull=True)
    return running.select_related("engagement__expert__person", "application")
