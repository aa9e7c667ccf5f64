"""Who assesses what: an application given to an expert, taken back, or handed to another."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from consortia.stages.applications.models import Application
from consortia.stages.applications.queries import counting_submission
from consortia.stages.experts.conflicts import conflicts_in
from consortia.stages.experts.models import Assignment, Engagement
from consortia.stages.experts.permissions import may_engage
from consortia.stages.journal.services import record
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


@transaction.atomic
def end_assignment(person: Person, assignment: Assignment, *, reason: str) -> None:
    """Take an application back from an expert: what they wrote stays on record, what they see ends now."""
    if not may_engage(person, assignment.engagement.agency):
        raise PermissionDenied
    assignment.ended_at, assignment.ended_reason = timezone.now(), reason
    assignment.save(update_fields=["ended_at", "ended_reason"])
    record("end-assignment", assignment, by=person)
