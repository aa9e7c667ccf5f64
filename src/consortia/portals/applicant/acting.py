"""Who is acting on a page, and whether the page lets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from consortia.stages.applications.permissions import may_answer, may_read
from consortia.stages.applications.queries import PRESENT

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from consortia.stages.applications.models import Participation, Submission
    from consortia.stages.people.models import Person


def sees_part(user: Person | AnonymousUser, participation: Participation) -> bool:
    """Whether the person sees the application that this part belongs to."""
    return may_read(user, participation.application)


def may_change_part(user: Person | AnonymousUser, participation: Participation) -> bool:
    """Whether the person writes for this organisation, or leads."""
    return may_answer(user, participation.application, participation.key)


def sees_submission(user: Person | AnonymousUser, submission: Submission) -> bool:
    """Whether the person sees the application that was submitted."""
    return may_read(user, submission.application)


def present(participation: Participation) -> Participation:
    """Return the part if its organisation was asked or takes part; there is no page for those who left."""
    if participation.state not in PRESENT:
        raise Http404
    return participation
