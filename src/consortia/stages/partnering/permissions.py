"""Who may do what when organisations look for partners."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser

from consortia.stages.organisations.models import Organisation
from consortia.stages.organisations.permissions import may_keep, may_write_for
from consortia.stages.partnering.models import Advert, Offer, SameBody
from consortia.stages.partnering.queries import kept_by
from consortia.stages.people.models import Person

Visitor = Person | AnonymousUser


def may_describe(person: Visitor, organisation: Organisation) -> bool:
    """Whether the person may write the partner profile and adverts of an organisation."""
    return may_write_for(person, organisation)


def may_change_advert(person: Visitor, advert: Advert) -> bool:
    """Whether the person may renew or withdraw an advert."""
    return may_write_for(person, advert.organisation)


def may_answer_offer(person: Visitor, offer: Offer) -> bool:
    """Whether the person may accept or decline an offer: who writes for the organisation that got it."""
    return may_write_for(person, offer.to_organisation)


def may_see_offer(person: Visitor, offer: Offer) -> bool:
    """Whether the person may read an offer: who writes on either side."""
    return may_answer_offer(person, offer) or may_write_for(person, offer.from_organisation)


def may_decide_same_body(person: Visitor, pair: SameBody) -> bool:
    """Whether the person may say that two records are one body: who runs the site, or who keeps both records."""
    if not isinstance(person, Person):
        return False
    return person.is_staff or (may_keep(person, pair.one) and may_keep(person, pair.other))


def decidable(person: Person, pairs: Iterable[SameBody]) -> frozenset[int]:
    """Return the keys of the pairs that the person may decide, with one query for all of them."""
    shown = list(pairs)
    if person.is_staff:
        return frozenset(pair.pk for pair in shown)
    kept = set(kept_by(person))
    return frozenset(pair.pk for pair in shown if {pair.one_id, pair.other_id} <= kept)
