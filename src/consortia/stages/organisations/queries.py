"""Reading organisations."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q, QuerySet

from consortia.analysis.places import fold_name
from consortia.stages.organisations.models import Membership, Organisation
from consortia.stages.people.models import Person

# "of", "and", "für", "the": words that say nothing about an organisation.
SHORT_WORD: Final = 3
# As long as a name may be; what is longer names nothing, and a database compares only so much.
LONGEST_TEXT: Final = 300


def plain(text: str) -> str:
    """Return text as it is compared in searches: plain small letters, single spaces; other scripts as they are."""
    return " ".join(fold_name(word) or word.casefold() for word in text.split())


def organisations_matching(text: str, *, country: str = "", kind: str = "") -> QuerySet[Organisation]:
    """Return organisations whose name, town or number holds every word of the text."""
    wanted = Q()
    for word in plain(text[:LONGEST_TEXT]).split():
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
    return Organisation.objects.filter(memberships__person=person, memberships__admitted_at__isnull=False).exclude(
        memberships__person=person, memberships__role=Membership.Role.READER
    )


def kept_organisations(person: Person | AnonymousUser) -> QuerySet[Organisation]:
    """Return the organisations whose record a person keeps, by name."""
    if not isinstance(person, Person):
        return Organisation.objects.none()
    keeping = Membership.objects.filter(person=person, role=Membership.Role.KEEPER, admitted_at__isnull=False)
    return Organisation.objects.filter(pk__in=keeping.values("organisation")).order_by("name", "id")


def people_of(organisation: Organisation) -> QuerySet[Membership]:
    """Return the people of an organisation in the order of their admission, those who wait for it last."""
    first_come = F("admitted_at").asc(nulls_last=True)
    return Membership.objects.filter(organisation=organisation).select_related("person").order_by(first_come, "id")


def organisation_numbered(kind: str, number: str, *, other_than: Organisation | None = None) -> Organisation | None:
    """Return the organisation that has this number; kind is `oid` or `pic`."""
    if not number:
        return None
    found = Organisation.objects.filter(**{kind: number})
    return found.exclude(pk=other_than.pk).first() if other_than else found.first()


def organisations_like(name: str, country: str) -> QuerySet[Organisation]:
    """Return organisations of a country that may be the one of this name: all its longer words are in theirs."""
    words = [word for word in plain(name).split() if len(word) > SHORT_WORD]
    return organisations_matching(" ".join(words or [plain(name)]), country=country)
