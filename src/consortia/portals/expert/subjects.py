"""What the pages of experts are about, from the parts of their addresses."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.shortcuts import get_object_or_404

from consortia.stages.experts.models import Engagement
from consortia.stages.experts.permissions import is_engaged
from consortia.stages.people.models import Person


def an_engagement(token: str) -> Engagement:
    """Return the engagement behind the link of an invitation."""
    found = Engagement.objects.select_related("round__edition", "expert__person", "invited_by", "declaration")
    return get_object_or_404(found, token=token)


def may_answer(person: Person | AnonymousUser, engagement: Engagement) -> bool:
    """Whether the invitation may be the person's: sent to their profile, or to an address they have yet to show."""
    if not isinstance(person, Person):
        return False
    return engagement.expert is None or is_engaged(person, engagement)
