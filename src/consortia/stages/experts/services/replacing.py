"""An expert who drops out: another takes over, and nobody else's applications move."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from consortia.stages.experts.models import Assignment, Engagement
from consortia.stages.experts.permissions import may_engage
from consortia.stages.experts.services.assigning import NotAssignableError, assign, end_assignment
from consortia.stages.experts.services.inviting import close_engagement
from consortia.stages.people.models import Person


@transaction.atomic
def replace_expert(person: Person, engagement: Engagement, successor: Engagement, *, reason: str) -> list[str]:
    """Hand what an expert has to a successor and close the engagement; return what the successor cannot take."""
    if not may_engage(person, engagement.agency) or (successor.agency, successor.round_id) != (
        engagement.agency,
        engagement.round_id,
    ):
        raise PermissionDenied
    running = engagement.assignments.filter(ended_at__isnull=True).select_related("application", "engagement")
    left = [each.application.reference for each in running if not hand_over(person, each, successor, reason=reason)]
    close_engagement(person, engagement, state=Engagement.State.REPLACED, reason=reason, successor=successor)
    return left


@transaction.atomic
def hand_over(person: Person, assignment: Assignment, successor: Engagement, *, reason: str) -> Assignment | None:
    """Give one assignment to another expert in the same role; None where a conflict or a rule stands against it."""
    end_assignment(person, assignment, reason=reason)
    try:
        taken = assign(
            person,
            successor,
            assignment.application,
            role=assignment.role,
            leads=assignment.leads,
            reason=assignment.reason,
        )
    except NotAssignableError:
        return None
    assignment.replaced_by = taken
    assignment.save(update_fields=["replaced_by"])
    return taken
