"""Who may do what with experts, engagements and assignments. Pages and services all ask here."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.models import AnonymousUser

from consortia.stages.agencies.models import Post
from consortia.stages.agencies.permissions import may_handle_files, roles_of
from consortia.stages.experts.models import Engagement, Expert
from consortia.stages.people.models import Person

# The committee decides on consolidated assessments; who wrote them is not its matter.
READING: Final = frozenset({Post.Role.OFFICER, Post.Role.TEAM_LEAD, Post.Role.DIRECTOR})


def is_engaged(person: Person | AnonymousUser, engagement: Engagement) -> bool:
    """Whether an engagement is the person's own: only they answer it and see it in their portal."""
    return isinstance(person, Person) and engagement.expert is not None and engagement.expert.person_id == person.pk


def may_see_experts(person: Person | AnonymousUser, agency: str) -> bool:
    """Whether the person sees whom the agency may ask and has asked."""
    return bool(roles_of(person, agency) & READING)


def may_engage(person: Person | AnonymousUser, agency: str) -> bool:
    """Whether the person invites experts and says who assesses what."""
    return may_handle_files(person, agency)


def may_read_profile(person: Person | AnonymousUser, expert: Expert, agency: str) -> bool:
    """Whether the person, for this agency, may read a profile: the expert is in the pool or agreed to this agency."""
    if not may_see_experts(person, agency):
        return False
    return expert.in_pool or expert.engagements.filter(agency=agency, state=Engagement.State.ACCEPTED).exists()
