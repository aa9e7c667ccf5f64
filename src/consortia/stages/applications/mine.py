"""What concerns one person: their applications, with everything a list needs of them, and who asked them to join."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet

from consortia.stages.applications.models import (
    Annex,
    Answer,
    Application,
    Invitation,
    Participation,
    PlanRow,
)
from consortia.stages.applications.queries import PRESENT
from consortia.stages.applications.snapshots import Rows
from consortia.stages.calls.snapshots import call_of_round
from consortia.stages.people.models import Person

Hanging = TypeVar("Hanging", Participation, PlanRow, Answer, Annex)


def applications_of(person: Person) -> QuerySet[Application]:
    """Return the applications a person may read, the one changed last first."""
    taking_part = Participation.objects.filter(
        state=Participation.State.ACCEPTED,
        organisation__memberships__person=person,
        organisation__memberships__admitted_at__isnull=False,
    )
    return (
        Application.objects.filter(pk__in=taking_part.values("application"))
        .select_related("round__edition")
        .order_by("-changed_at", "reference")
    )


def invitations_to(person: Person) -> QuerySet[Invitation]:
    """Return the invitations that wait for this person's answer, the newest first."""
    return (
        Invitation.objects.filter(email__iexact=person.email, answered_at=None, cancelled_at=None)
        .exclude(application__state=Application.State.WITHDRAWN)
        .select_related("application__round__edition", "participation__organisation", "invited_by")
        .order_by("-sent_at", "-id")
    )


def rows_of_each(applications: Sequence[Application]) -> Mapping[UUID, Rows]:
    """Read several applications with all that hangs on them, in as many queries as one takes."""
    participations = _by_application(
        Participation.objects.filter(application__in=applications, state__in=PRESENT)
        .select_related("organisation", "mandate", "contact")
        .order_by("position", "id")
    )
    plan_rows = _by_application(
        PlanRow.objects.filter(application__in=applications).select_related("changed_by").order_by("id")
    )
    answers = _by_application(Answer.objects.filter(application__in=applications).order_by("question", "scope"))
    annexes = _by_application(Annex.objects.filter(application__in=applications, removed_at=None).order_by("id"))
    return {
        application.pk: Rows(
            application=application,
            call=call_of_round(application.round, deadline=application.deadline),
            participations=tuple(participations[application.pk]),
            plan_rows=tuple(plan_rows[application.pk]),
            answers=tuple(answers[application.pk]),
            annexes=tuple(annexes[application.pk]),
        )
        for application in applications
    }


def _by_application(found: Iterable[Hanging]) -> Mapping[UUID, list[Hanging]]:
    sorted_in: dict[UUID, list[Hanging]] = defaultdict(list)
    for each in found:
        sorted_in[each.application_id].append(each)
    return sorted_in
