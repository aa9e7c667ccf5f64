"""Reading organisations."""

from __future__ import annotations

import unicodedata

from django.db.models import Q, QuerySet

from consortia.stages.organisations.models import Membership, Organisation
from consortia.stages.people.models import Person


def plain(text: str) -> str:
    """Return text as it is compared in searches: no accents, no case, single spaces."""
    decomposed = unicodedata.normalize("NFKD", text)
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).casefold().split())


def organisations_matching(text: str, *, country: str = "", kind: str = "") -> QuerySet[Organisation]:
    """Return organisations whose name, town or number holds every word of the text."""
    wanted = Q()
    for word in plain(text).split():
        wanted &= Q(search_text__contains=word)
    found = Organisation.objects.filter(wanted)
    if country:
        found = found.filter(country=country)
    if kind:
        found = found.filter(kind=kind)
    return found.order_by("name", "id")


def memberships_of(person: Person) -> QuerySet[Membership]:
    """Return the organisations a person belongs to or has asked to join."""
    return Membership.objects.filter(person=person).select_related("organisation").order_by("organisation__name")


def organisations_written_for(person: Person) -> QuerySet[Organisation]:
    """Return the organisations in whose name a person may write."""
    return Organisation.objects.filter(
        memberships__person=person, memberships__admitted_at__isnull=False
    ).exclude(memberships__person=person, memberships__role=Membership.Role.READER)


def people_of(organisation: Organisation) -> QuerySet[Membership]:
    """Return the people of an organisation, those who wait for admission last."""
    return Membership.objects.filter(organisation=organisation).select_related("person").order_by("-admitted_at", "id")
