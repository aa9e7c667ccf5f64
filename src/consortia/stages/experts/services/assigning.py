"""Who assesses what: an application given to an expert, taken back, or handed to another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consortia.stages.applications.models import Application, Submission
from consortia.stages.applications.queries import counting_submission
from consortia.stages.calls.models import Round
from consortia.stages.experts.conflicts import conflicts_in
from consortia.stages.experts.letters import given_words
from consortia.stages.experts.models import Assignment, Engagement
from consortia.stages.experts.permissions import may_engage
from consortia.stages.experts.queries import applications_in, assignments_in, engaged_in
from consortia.stages.journal.services import record
from consortia.stages.letters.services import write_letter
from consortia.stages.people.models import Person


class NotAssignableError(Exception):
    """The expert cannot be given this application; `why` is a code."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@transaction.atomic
def assign(
    person: Person,
    engagement: Engagement,
    application: Application,
    *,
    role: str = Assignment.Role.ASSESSOR,
    leads: bool = False,
    reason: str = "",
) -> Assignment:
    """Give an application to an expert who accepted and declared; the expert sees it from now on."""
    if not may_engage(person, engagement.agency):
        raise PermissionDenied
    if engagement.state != Engagement.State.ACCEPTED or not hasattr(engagement, "declaration"):
        raise NotAssignableError("not-declared")
    submission = counting_submission(application)
    if submission is None or (application.agency, application.round_id) != (engagement.agency, engagement.round_id):
        raise NotAssignableError("another-round")
    if engagement.assignments.filter(application=application, ended_at__isnull=True).exists():
        raise NotAssignableError("assigned-already")
    conflicts = conflicts_in(engagement.agency, engagement.round, [engagement.expert] if engagement.expert else [])
    if conflicts.standing(str(engagement.expert_id), application.reference):
        raise NotAssignableError("conflict")
    assignment = Assignment.objects.create(
        engagement=engagement,
        application=application,
        submission=submission,
        role=role,
        leads=leads,
        reason=reason,
        assigned_by=person,
    )
    record("assign", assignment, by=person, facts={"application": application.reference, "role": role})
    return assignment


def give_all(person: Person, agency: str, round_: Round, pairs: Iterable[Mapping[str, Any]]) -> list[Assignment]:
    """Give all pairs of a plan at once, within the caller's transaction; pairs that are given already stay.

    The caller has checked, for the whole round, that nothing stands between these experts and applications.
    """
    engaged = {str(each.pk): each for each in engaged_in(agency, round_)}
    counting = Submission.objects.filter(
        application__in=applications_in(agency, round_), state=Submission.State.CURRENT
    ).select_related("application")
    submissions = {each.application.reference: each for each in counting.defer("snapshot", "findings", "budget")}
    running = {(str(each.engagement_id), each.application.reference) for each in assignments_in(agency, round_)}
    new = [pair for pair in pairs if (pair["expert"], pair["application"]) not in running]
    made = Assignment.objects.bulk_create(
        Assignment(
            engagement=engaged[pair["expert"]],
            application=submissions[pair["application"]].application,
            submission=submissions[pair["application"]],
            reason=_("Both speak of: %(words)s") % {"words": ", ".join(pair["words"])} if pair["words"] else "",
            assigned_by=person,
        )
        for pair in new
    )
    for engagement in dict.fromkeys(each.engagement for each in made):
        subject, body = given_words(engagement)
        write_letter("applications-given", engagement.email, subject=subject, body=body, about=str(engagement.pk))
    return made


@transaction.atomic
def end_assignment(person: Person, assignment: Assignment, *, reason: str) -> None:
    """Take an application back from an expert: what they wrote stays on record, what they see ends now."""
    if not may_engage(person, assignment.engagement.agency):
        raise PermissionDenied
    assignment.ended_at, assignment.ended_reason = timezone.now(), reason
    assignment.save(update_fields=["ended_at", "ended_reason"])
    record("end-assignment", assignment, by=person)
