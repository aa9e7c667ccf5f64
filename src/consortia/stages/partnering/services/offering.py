"""Offers of contact: both sides agree before either sees an address."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from consortia.stages.journal.services import record
from consortia.stages.letters.services import write_letter
from consortia.stages.organisations.models import Membership, Organisation
from consortia.stages.organisations.permissions import may_write_for
from consortia.stages.partnering.letters import accepted_words, offer_words
from consortia.stages.partnering.models import Advert, Block, Offer, PartnerProfile
from consortia.stages.partnering.permissions import may_answer_offer
from consortia.stages.people.models import Person

# House rules of this site against spam; the programme has none.
MOST_A_DAY: Final = 10
QUIET: Final = timedelta(days=60)


class TooManyOffersError(Exception):
    """The person sent as many offers today as one may in a day."""


class AlreadyOfferedError(Exception):
    """The same organisation was asked not long ago, or has agreed already."""


class NotWelcomeError(Exception):
    """The organisation says that it takes no offers, or nobody there could read one."""


class OfferClosedError(Exception):
    """The offer was answered or taken back already."""


@transaction.atomic
def send_offer(
    person: Person, own: Organisation, to: Organisation, *, message: str, advert: Advert | None = None
) -> Offer:
    """Offer contact to an organisation; its writers get a letter without any address.

    To an organisation that blocked ours the offer goes nowhere, and nothing tells it from one that waits.
    """
    if not may_write_for(person, own) or own.pk == to.pk:
        raise PermissionDenied
    Organisation.objects.select_for_update().get(pk=own.pk)
    Person.objects.select_for_update().get(pk=person.pk)
    _keep_limits(person, own, to)
    readers = _writers(to)
    if not readers or not _welcomes(to):
        raise NotWelcomeError
    blocked = Block.objects.filter(organisation=to, blocked=own).exists()
    offer = Offer.objects.create(
        sender=person,
        from_organisation=own,
        to_organisation=to,
        advert=advert,
        message=message,
        state=Offer.State.DECLINED if blocked else Offer.State.WAITING,
        sent_at=timezone.now(),
        answered_at=timezone.now() if blocked else None,
    )
    record("send-offer", own, by=person, facts={"offer": str(offer.pk), "to": str(to.pk)})
    if not blocked:
        for reader in readers:
            _write("offer", reader.email, offer_words(offer), offer)
    return offer


@transaction.atomic
def accept_offer(person: Person, offer: Offer) -> None:
    """Agree to contact: now both sides see each other's addresses, and both get them by letter."""
    offer = _waiting(person, offer)
    _answer(person, offer, Offer.State.ACCEPTED)
    record("accept-offer", offer.to_organisation, by=person, facts={"offer": str(offer.pk)})
    if offer.sender is not None:
        _write("offer-accepted", offer.sender.email, accepted_words(offer, reader=offer.sender, other=person), offer)
        _write("offer-accepted", person.email, accepted_words(offer, reader=person, other=offer.sender), offer)


@transaction.atomic
def decline_offer(person: Person, offer: Offer) -> None:
    """Decline in silence: no letter is written, and the sender's list shows what it showed before."""
    offer = _waiting(person, offer)
    _answer(person, offer, Offer.State.DECLINED)
    record("decline-offer", offer.to_organisation, by=person, facts={"offer": str(offer.pk)})


@transaction.atomic
def take_back_offer(person: Person, offer: Offer) -> None:
    """Take an offer back that nobody accepted; one declined in silence looks no different while doing so."""
    offer = Offer.objects.select_for_update(of=("self",)).select_related("from_organisation").get(pk=offer.pk)
    if not may_write_for(person, offer.from_organisation):
        raise PermissionDenied
    if offer.state in {Offer.State.ACCEPTED, Offer.State.TAKEN_BACK}:
        raise OfferClosedError
    offer.state = Offer.State.TAKEN_BACK
    offer.save(update_fields=["state"])
    record("take-back-offer", offer.from_organisation, by=person, facts={"offer": str(offer.pk)})


@transaction.atomic
def block_organisation(person: Person, organisation: Organisation, blocked: Organisation) -> None:
    """Take no more offers from an organisation; what waits from it is declined in silence."""
    if not may_write_for(person, organisation) or organisation.pk == blocked.pk:
        raise PermissionDenied
    Block.objects.get_or_create(organisation=organisation, blocked=blocked, defaults={"by": person})
    waiting = Offer.objects.filter(to_organisation=organisation, from_organisation=blocked, state=Offer.State.WAITING)
    waiting.update(state=Offer.State.DECLINED, answered_at=timezone.now(), answered_by=person)
    record("block-organisation", organisation, by=person, facts={"blocked": str(blocked.pk)})


@transaction.atomic
def unblock_organisation(person: Person, block: Block) -> None:
    """Take offers from an organisation again."""
    if not may_write_for(person, block.organisation):
        raise PermissionDenied
    record("unblock-organisation", block.organisation, by=person, facts={"blocked": str(block.blocked_id)})
    block.delete()


def _keep_limits(person: Person, own: Organisation, to: Organisation) -> None:
    now = timezone.now()
    if Offer.objects.filter(sender=person, sent_at__gt=now - timedelta(days=1)).count() >= MOST_A_DAY:
        raise TooManyOffersError
    earlier = Offer.objects.filter(from_organisation=own, to_organisation=to)
    # Those taken back count too: else one could send the same letter again and again.
    if earlier.filter(Q(state=Offer.State.ACCEPTED) | Q(sent_at__gt=now - QUIET)).exists():
        raise AlreadyOfferedError
    # One that waited so long makes room for another; so a declined one, which does the same, cannot be told from it.
    earlier.filter(state=Offer.State.WAITING).update(state=Offer.State.TAKEN_BACK)


def _welcomes(organisation: Organisation) -> bool:
    profile = PartnerProfile.objects.filter(organisation=organisation).first()
    return profile is not None and profile.welcomes_offers


def _writers(organisation: Organisation) -> list[Person]:
    members = Membership.objects.filter(organisation=organisation, admitted_at__isnull=False)
    members = members.exclude(role=Membership.Role.READER)
    return [each.person for each in members.select_related("person").order_by("id")]


def _waiting(person: Person, offer: Offer) -> Offer:
    held = Offer.objects.select_for_update(of=("self",)).select_related(
        "sender", "from_organisation", "to_organisation"
    )
    offer = held.get(pk=offer.pk)
    if not may_answer_offer(person, offer):
        raise PermissionDenied
    if offer.state != Offer.State.WAITING:
        raise OfferClosedError
    return offer


def _answer(person: Person, offer: Offer, state: Offer.State) -> None:
    offer.state, offer.answered_by, offer.answered_at = state, person, timezone.now()
    offer.save(update_fields=["state", "answered_by", "answered_at"])


def _write(kind: str, to: str, words: tuple[str, str], offer: Offer) -> None:
    write_letter(kind, to, subject=words[0], body=words[1], about=str(offer.pk))
