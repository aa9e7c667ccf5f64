"""Profiles, adverts and offers, made through the services as people make them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from consortia.stages.organisations.models import Organisation
from consortia.stages.partnering.models import Advert, Offer, PartnerProfile, SameBody
from consortia.stages.partnering.queries import written_for
from consortia.stages.partnering.services.advertising import AdvertText, publish_advert
from consortia.stages.partnering.services.describing import Description, describe_organisation
from consortia.stages.partnering.services.joining_records import say_same_body
from consortia.stages.partnering.services.offering import send_offer
from consortia.stages.people.models import Person
from tests.factories import applications as make


def of(person: Person) -> Organisation:
    """The organisation that a person writes for."""
    return written_for(person)[0]


def a_described(
    person: Person | None = None, *, listed: bool = True, country: str = "DE", **said: Any
) -> PartnerProfile:
    """A profile; without a person somebody with an organisation of their own is made."""
    if person is None:
        person = make.a_person()
        make.an_organisation(person, country=country)
    told = Description(**{"offers": "We repair clocks.", "listed": listed, **said})
    return describe_organisation(person, of(person), told)


def a_keeper(profile: PartnerProfile) -> Person:
    """Somebody who writes for the organisation of a profile."""
    return profile.organisation.memberships.order_by("id")[0].person


def an_advert(person: Person, *, days: int = 30, title: str = "Clockmakers wanted") -> Advert:
    """A running advert."""
    until = timezone.localdate() + timedelta(days=days)
    return publish_advert(person, of(person), AdvertText(title=title, text="We look for a school.", expires_on=until))


def an_offer(sender: Person, to: Person, *, message: str = "Let us repair together.") -> Offer:
    """An offer that waits for its answer; both organisations have a profile afterwards."""
    if not PartnerProfile.objects.filter(organisation=of(to)).exists():
        a_described(to)
    return send_offer(sender, of(sender), of(to), message=message)


def a_pair(a: Organisation, b: Organisation, *, confidence: float = 0.9) -> SameBody:
    """Two records that the machine took for one body; nobody has decided."""
    one, other = sorted((a, b), key=lambda each: each.pk)
    reasons = [{"code": "same-but-for-form", "facts": {}}, {"code": "same-town", "facts": {}}]
    return SameBody.objects.create(one=one, other=other, confidence=confidence, reasons=reasons)


def who_runs_the_site() -> Person:
    """Somebody of the staff, who belongs to no organisation."""
    person = make.a_person()
    person.is_staff = True
    person.save()
    return person


def a_joined_pair(a: Organisation, b: Organisation) -> SameBody:
    """Two records that somebody said are one body."""
    pair = a_pair(a, b)
    say_same_body(who_runs_the_site(), pair)
    return pair


def an_advert_and_an_offer(lead: Person, partner: Person) -> tuple[Advert, Offer]:
    """An advert of the lead and an offer of a partner to the lead, with a profile of each."""
    a_described(lead)
    a_described(partner)
    return an_advert(lead), an_offer(partner, lead)
