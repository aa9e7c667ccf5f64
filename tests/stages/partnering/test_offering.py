from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.utils import timezone

from consortia.stages.journal.models import Event
from consortia.stages.letters.models import Letter
from consortia.stages.organisations.models import Membership
from consortia.stages.partnering.contacts import contact_for
from consortia.stages.partnering.models import Block, Offer
from consortia.stages.partnering.queries import blocks_of, offers_from, offers_to, offers_waiting_for
from consortia.stages.partnering.services.offering import (
    MOST_A_DAY,
    QUIET,
    AlreadyOfferedError,
    NotWelcomeError,
    OfferClosedError,
    TooManyOffersError,
    accept_offer,
    block_organisation,
    decline_offer,
    send_offer,
    take_back_offer,
    unblock_organisation,
)
from consortia.stages.people.models import Person
from tests.factories import applications as make
from tests.factories.partnering import a_described, a_keeper, an_offer, of


@pytest.fixture
def sender() -> Person:
    return a_keeper(a_described())


@pytest.fixture
def reader() -> Person:
    return a_keeper(a_described(country="ES"))


def as_seen(person: Person, offer: Offer) -> tuple[str, str, str]:
    contact = contact_for(person, Offer.objects.get(pk=offer.pk), [of(person)])
    return contact.state, contact.name, contact.email


def earlier(offer: Offer, ago: timedelta) -> None:
    Offer.objects.filter(pk=offer.pk).update(sent_at=timezone.now() - ago)


def test_an_offer_goes_to_all_writers_by_letter_and_waits(sender: Person, reader: Person) -> None:
    colleague = make.a_member(of(reader))
    make.a_member(of(reader), Membership.Role.READER)

    offer = an_offer(sender, reader)

    assert offer.state == "waiting"
    assert set(Letter.objects.filter(kind="offer").values_list("to", flat=True)) == {reader.email, colleague.email}
    assert Event.objects.filter(verb="send-offer", subject=str(of(sender).pk)).count() == 1
    assert offers_waiting_for(reader) == 1


def test_both_see_each_other_only_after_both_agreed(sender: Person, reader: Person) -> None:
    offer = an_offer(sender, reader)
    before = as_seen(sender, offer), as_seen(reader, offer)

    accept_offer(reader, offer)

    assert before == (("waiting", "", ""), ("waiting", "", ""))
    assert as_seen(sender, offer) == ("accepted", reader.name, reader.email)
    assert as_seen(reader, offer) == ("accepted", sender.name, sender.email)
    bodies = dict(Letter.objects.filter(kind="offer-accepted").values_list("to", "body"))
    assert reader.email in bodies[sender.email]
    assert sender.email in bodies[reader.email]


def test_no_letter_and_no_journal_entry_names_an_address_before(sender: Person, reader: Person) -> None:
    first, second = an_offer(sender, reader), an_offer(reader, sender)

    decline_offer(reader, first)
    take_back_offer(reader, second)

    said = " ".join(f"{each.subject} {each.body}" for each in Letter.objects.filter(kind__startswith="offer"))
    facts = " ".join(
        json.dumps(each) for each in Event.objects.filter(verb__contains="offer").values_list("facts", flat=True)
    )
    for secret in (sender.email, reader.email, sender.name, reader.name):
        assert secret not in said
        assert secret not in facts


def test_a_declined_offer_looks_to_its_sender_like_one_that_waits(sender: Person, reader: Person) -> None:
    declined, waiting = an_offer(sender, reader), an_offer(sender, a_keeper(a_described(country="FI")))

    decline_offer(reader, declined)

    assert as_seen(sender, declined) == as_seen(sender, waiting)
    assert as_seen(reader, declined) == ("declined", "", "")
    assert not Letter.objects.filter(to=sender.email).exclude(kind="offer").exists()
    for offer in (declined, waiting):
        take_back_offer(sender, offer)
    assert as_seen(sender, declined) == as_seen(sender, waiting) == ("taken-back", "", "")


@pytest.mark.parametrize("answered", [False, True])
def test_when_one_may_write_again_does_not_tell_whether_one_was_declined(
    sender: Person, reader: Person, *, answered: bool
) -> None:
    offer = an_offer(sender, reader)
    if answered:
        decline_offer(reader, offer)

    earlier(offer, QUIET - timedelta(hours=1))
    with pytest.raises(AlreadyOfferedError):
        an_offer(sender, reader)
    earlier(offer, QUIET + timedelta(hours=1))

    assert an_offer(sender, reader).state == "waiting"


def test_taking_back_does_not_make_room_for_the_same_letter(sender: Person, reader: Person) -> None:
    take_back_offer(sender, an_offer(sender, reader))

    with pytest.raises(AlreadyOfferedError):
        an_offer(sender, reader)


def test_a_person_sends_at_most_so_many_a_day_in_whatever_name(sender: Person) -> None:
    second = make.an_organisation(sender, country="BE")
    readers = [a_keeper(a_described(country="ES")) for _ in range(MOST_A_DAY + 1)]
    for number, reader in enumerate(readers[:-1]):
        send_offer(sender, second if number % 2 else of(sender), of(reader), message="Hello")

    with pytest.raises(TooManyOffersError):
        an_offer(sender, readers[-1])
    Offer.objects.update(sent_at=timezone.now() - timedelta(days=1, minutes=1))

    assert an_offer(sender, readers[-1]).state == "waiting"


def test_whoever_blocked_gets_nothing_and_nobody_is_told(sender: Person, reader: Person) -> None:
    block_organisation(reader, of(reader), of(sender))

    offer = an_offer(sender, reader)

    assert as_seen(sender, offer) == ("waiting", "", "")
    assert list(offers_to([of(reader)])) == []
    assert not Letter.objects.filter(kind="offer").exists()
    assert list(offers_from([of(sender)])) == [offer]


def test_blocking_declines_what_waits_and_can_be_lifted(sender: Person, reader: Person) -> None:
    offer = an_offer(sender, reader)

    block_organisation(reader, of(reader), of(sender))
    state = as_seen(reader, offer)[0]
    unblock_organisation(reader, blocks_of([of(reader)])[0])

    assert state == "declined"
    assert not Block.objects.exists()


def test_an_organisation_that_takes_no_offers_or_has_no_profile_gets_none(sender: Person) -> None:
    closed = a_keeper(a_described(country="ES", welcomes_offers=False))
    silent = make.a_person()
    make.an_organisation(silent, country="PL")

    for other in (closed, silent):
        with pytest.raises(NotWelcomeError):
            send_offer(sender, of(sender), of(other), message="Hello")


def test_an_offer_is_answered_once(sender: Person, reader: Person) -> None:
    offer = an_offer(sender, reader)
    accept_offer(reader, offer)

    for act in (accept_offer, decline_offer):
        with pytest.raises(OfferClosedError):
            act(reader, offer)
    with pytest.raises(OfferClosedError):
        take_back_offer(sender, offer)


def test_strangers_and_readers_neither_send_nor_answer(sender: Person, reader: Person) -> None:
    offer = an_offer(sender, reader)
    only_reads = make.a_member(of(reader), Membership.Role.READER)

    for person in (make.a_person(), only_reads, sender):
        with pytest.raises(PermissionDenied):
            accept_offer(person, offer)
        with pytest.raises(PermissionDenied):
            decline_offer(person, offer)
    with pytest.raises(PermissionDenied):
        take_back_offer(reader, offer)
    with pytest.raises(PermissionDenied):
        send_offer(only_reads, of(reader), of(sender), message="Hello")
    with pytest.raises(PermissionDenied):
        block_organisation(make.a_person(), of(reader), of(sender))


def test_the_database_keeps_one_waiting_offer_a_pair(sender: Person, reader: Person) -> None:
    offer = an_offer(sender, reader)

    with pytest.raises(IntegrityError):
        Offer.objects.create(
            sender=sender,
            from_organisation=offer.from_organisation,
            to_organisation=offer.to_organisation,
            message="again",
            sent_at=timezone.now(),
        )
