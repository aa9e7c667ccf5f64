"""Who may do what with an organisation."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from consortia.stages.organisations.models import Membership, Organisation
from consortia.stages.people.models import Person


def may_see_people(person: Person | AnonymousUser, organisation: Organisation) -> bool:
    """Whether the person may see who else belongs to the organisation."""
    return membership_of(person, organisation) is not None


def membership_of(person: Person | AnonymousUser, organisation: Organisation) -> Membership | None:
    """Return the person's admitted membership, if there is one."""
    if not person.is_authenticated:
        return None
    return Membership.objects.filter(person=person, organisation=organisation, admitted_at__isnull=False).first()


def may_keep(person: Person | AnonymousUser, organisation: Organisation) -> bool:
    """Whether the person may change the organisation's record and admit people."""
    membership = membership_of(person, organisation)
    return membership is not None and membership.role == Membership.Role.KEEPER


def may_write_for(person: Person | AnonymousUser, organisation: Organisation) -> bool:
    """Whether the person may write and apply in the organisation's name."""
    membership = membership_of(person, organisation)
    return membership is not None and membership.role != Membership.Role.READER
