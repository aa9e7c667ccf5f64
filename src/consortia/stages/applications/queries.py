"""Reading applications."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from consortia.stages.applications.models import Application, Invitation, Participation, Submission
from consortia.stages.calls.models import Edition, Round
from consortia.stages.organisations.models import Membership, Organisation
from consortia.stages.prepared import Given, Prepared

PRESENT = (Participation.State.INVITED, Participation.State.ACCEPTED)

_submitted_with: Final = Prepared(
    lambda: (
        Application.objects.filter(
            round__edition__code=Given(Edition, "code"),
            round__years_later=Given(Round, "years_later"),
            state=Application.State.SUBMITTED,
            participations__organisation=Given(Participation, "organisation"),
        )
        .distinct()
        .prefetch_related("participations")
        .order_by("pk")
    )
)
_counting: Final = Prepared(
    lambda: Submission.objects.filter(
        application=Given(Submission, "application"), state=Submission.State.CURRENT
    ).defer("snapshot", "findings", "budget")
)


def counting_submission(application: Application) -> Submission | None:
    """Return the submission that counts, where there is one."""
    return next(iter(_counting(application=application.pk)), None)


def open_invitations(application: Application) -> QuerySet[Invitation]:
    """Return the invitations nobody has answered, the newest first."""
    return (
        Invitation.objects.filter(application=application, answered_at=None, cancelled_at=None)
        .select_related("participation__organisation", "invited_by")
        .order_by("-sent_at", "-id")
    )


def people_taking_part(application: Application | Given) -> QuerySet[Membership]:
    """Return everybody who belongs to an organisation that has accepted, once for each organisation."""
    return Membership.objects.filter(
        organisation__participations__application=application,
        organisation__participations__state=Participation.State.ACCEPTED,
        admitted_at__isnull=False,
    ).select_related("person", "organisation")


def people_writing_for(participation: Participation) -> QuerySet[Membership]:
    """Return the people who may write in the name of one organisation of the consortium."""
    return (
        Membership.objects.filter(organisation=participation.organisation_id, admitted_at__isnull=False)
        .exclude(role=Membership.Role.READER)
        .select_related("person")
        .order_by("person__name", "id")
    )


def legal_representative_of(organisation: Organisation) -> Membership | None:
    """Return who stands for the organisation, as its keepers entered it."""
    return (
        Membership.objects.filter(organisation=organisation, is_legal_representative=True, admitted_at__isnull=False)
        .select_related("person")
        .order_by("id")
        .first()
    )


def same_consortium_elsewhere(application: Application, parts: Iterable[Participation]) -> list[Application]:
    """Return submitted applications of the same call that have exactly the same coordinator and partners.

    `parts` are those of the application itself.
    """
    ours = _consortium(parts)
    if not ours:
        return []
    # Who has exactly our organisations has any one of them.
    others = _submitted_with(
        code=application.round.edition.code, years_later=application.round.years_later, organisation=min(ours)
    )
    return [each for each in others if each != application and _consortium(each.participations.all()) == ours]


def _consortium(parts: Iterable[Participation]) -> frozenset[UUID]:
    """Return the organisations that make an application; associated partners do not tell two consortia apart."""
    return frozenset(
        each.organisation_id for each in parts if each.state in PRESENT and each.role != Participation.Role.ASSOCIATED
    )
