"""Who may do what with experts, engagements and assignments. Pages and services all ask here."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from consortia.stages.agencies.permissions import may_handle_files, may_see_files
from consortia.stages.experts.models import Assignment, Engagement, Expert
from consortia.stages.people.models import Person


def is_engaged(person: Person | AnonymousUser, engagement: Engagement) -> bool:
    """Whether an engagement is the person's own: only they answer it and see it in their portal."""
    return isinstance(person, Person) and engagement.expert is not None and engagement.expert.person_id == person.pk


def may_assess(person: Person | AnonymousUser, assignment: Assignment) -> bool:
    """Whether the person reads and assesses the application: accepted, declared, and not ended."""
    engagement = assignment.engagement
    return (
        is_engaged(person, engagement)
        and assignment.ended_at is None
        and engagement.state == Engagement.State.ACCEPTED
        and hasattr(engagement, "declaration")
    )


def may_engage(person: Person | AnonymousUser, agency: str) -> bool:
    """Whether the person invites experts and says who assesses what."""
    return may_handle_files(person, agency)


def may_read_profile(person: Person | AnonymousUser, expert: Expert, agency: str) -> bool:
    """Whether the person, for this agency, may read a profile: the expert is in the pool or agreed to this agency."""
    if not may_see_files(person, agency):
        return False
    return expert.in_pool or expert.engagements.filter(agency=agency, state=Engagement.State.ACCEPTED).exists()
