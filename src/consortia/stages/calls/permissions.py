"""Who may run rounds, and who decides about an agency's money and team in them."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from consortia.stages.agencies.models import Post
from consortia.stages.agencies.permissions import may_lead_team
from consortia.stages.people.models import Person


def may_run_rounds(person: Person | AnonymousUser) -> bool:
    """Whether the person may open rounds and move deadlines.

    A round is shared by every agency of the installation, so officers and team leads may not; directors answer for
    their agency, and whoever runs the installation acts for all.
    """
    if not isinstance(person, Person):
        return False
    if person.is_staff or person.is_superuser:
        return True
    return Post.objects.filter(person=person, role=Post.Role.DIRECTOR, ended_at__isnull=True).exists()


def may_set_envelopes(person: Person | AnonymousUser, agency: str) -> bool:
    """Whether the person may say how much money an agency has, and who handles what."""
    return may_lead_team(person, agency)
