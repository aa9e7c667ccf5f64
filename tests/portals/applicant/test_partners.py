from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consortia.stages.partnering.models import Advert, Block, Offer, PartnerProfile
from consortia.stages.partnering.services.joining_records import undo_decision
from consortia.stages.people.models import Person
from tests.factories.partnering import a_described, a_joined_pair, a_keeper, an_advert, an_offer, of, who_runs_the_site
from tests.portals.applicant.test_organisations import as_person
from tests.portals.public.conftest import editions
from tests.portals.public.reading import problems, words
from tests.portals.public.test_partnering import a_past_name, a_past_project

__all__ = ["editions"]

pytestmark = pytest.mark.usefixtures("editions")

DESCRIBED = {"offers": "Clocks", "seeks": "Towers", "fields_": ["HE"], "languages": ["pl"], "listed": "on"}


def said(client: Client, address: str) -> str:
    return words(client.get(address))


@pytest.fixture
def lead() -> Person:
    return a_keeper(a_described(offers="We mend bells."))


def test_a_profile_is_written_found_and_shown(lead: Person) -> None:
    client, own = as_person(lead), of(lead)

    answer = client.post(f"/organisations/{own.pk}/profile/", DESCRIBED)

    assert answer.headers["Location"] == f"/partners/{own.pk}/"
    profile = PartnerProfile.objects.get()
    assert (profile.offers, profile.fields, profile.languages, profile.welcomes_offers) == (
        "Clocks",
        ["HE"],
        ["pl"],
        False,
    )
    assert own.name in said(client, "/partners/?text=clocks&field=HE&language=pl")
    assert "Nobody fits this search" in said(client, "/partners/?text=bells")
    assert "Towers" in said(client, f"/partners/{own.pk}/")


def test_a_text_over_its_limit_comes_back_as_it_was_typed(lead: Person) -> None:
    page = as_person(lead).post(f"/organisations/{of(lead).pk}/profile/", {"offers": "x" * 1801})

    assert problems(page) == ["“What we offer” is one character over its limit of 1 800. Take one out."]
    assert "x" * 1801 in page.content.decode()


def test_joined_records_are_one_entry_and_undoing_shows_both_again(lead: Person) -> None:
    short, long = a_described(offers="Organs."), a_described(offers="Organs and choirs.", country="PL")
    pair = a_joined_pair(short.organisation, long.organisation)
    client = as_person(lead)

    both, in_germany = said(client, "/partners/?text=organs"), said(client, "/partners/?text=organs&country=DE")
    undo_decision(who_runs_the_site(), pair)
    after = said(client, "/partners/?text=organs")

    assert (long.organisation.name in both, short.organisation.name in both) == (True, False)
    # A condition that only the shorter one meets still finds the body.
    assert short.organisation.name in in_germany
    assert (long.organisation.name in after, short.organisation.name in after) == (True, True)


def test_a_body_with_a_past_under_one_record_is_a_newcomer_under_none(lead: Person) -> None:
    known, twin = a_described(offers="Organs."), a_described(offers="Organs and choirs.")
    a_past_project("p1", a_past_name("Known", organisation=known.organisation))
    before = said(as_person(lead), "/partners/?text=choirs&newcomers=on")

    a_joined_pair(known.organisation, twin.organisation)

    assert twin.organisation.name in before
    assert "Nobody fits this search" in said(as_person(lead), "/partners/?text=choirs&newcomers=on")


@pytest.mark.parametrize("count", [1, 3])
def test_the_search_asks_the_same_few_questions_for_one_and_for_three(lead: Person, count: int) -> None:
    for _ in range(count - 1):
        a_described()
    client = as_person(lead)
    client.get("/partners/")

    with CaptureQueriesContext(connection) as asked:
        client.get("/partners/")

    assert len(asked) == 11


@pytest.mark.parametrize("count", [1, 3])
def test_the_offers_ask_the_same_few_questions_for_one_and_for_three(lead: Person, count: int) -> None:
    for _ in range(count):
        an_offer(lead, a_keeper(a_described(country="ES")))
        an_offer(a_keeper(a_described(country="PL")), lead)
    client = as_person(lead)
    client.get("/offers/")

    with CaptureQueriesContext(connection) as asked:
        client.get("/offers/")

    assert len(asked) == 6


def test_an_offer_is_sent_read_without_a_name_and_accepted(lead: Person) -> None:
    other = a_keeper(a_described(country="ES"))

    sent = as_person(lead).post(f"/partners/{of(other).pk}/offer/", {"own": of(lead).pk, "message": "Shall we?"})
    offer = Offer.objects.get()
    unread = said(as_person(other), f"/offers/{offer.pk}/")
    as_person(other).post(f"/offers/{offer.pk}/", {"accept": "yes"})

    assert sent.headers["Location"] == "/offers/"
    assert "Shall we?" in unread
    assert lead.email not in unread
    assert lead.name not in unread
    assert lead.email in said(as_person(other), f"/offers/{offer.pk}/")
    assert other.email in said(as_person(lead), "/offers/")


def test_no_page_leaks_an_address_or_a_refusal_before_both_agree(lead: Person) -> None:
    other = a_keeper(a_described(country="ES"))
    advert, offer = an_advert(other), an_offer(lead, other)
    pages = [
        "/partners/",
        "/offers/",
        f"/offers/{offer.pk}/",
        f"/partners/{of(other).pk}/",
        f"/partners/{of(other).pk}/offer/?advert={advert.pk}",
        "/adverts/",
        "/directory/",
        f"/directory/{of(other).pk}/",
    ]
    client = as_person(lead)
    before = {page: said(client, page) for page in pages}

    as_person(other).post(f"/offers/{offer.pk}/", {"decline": "yes"})

    after = {page: said(client, page) for page in pages}
    assert after == before
    for page in after.values():
        assert other.email not in page
        assert other.name not in page


def test_the_form_says_why_an_offer_cannot_go_out(lead: Person) -> None:
    closed = a_keeper(a_described(country="ES", welcomes_offers=False))
    asked = a_keeper(a_described(country="PL"))
    an_offer(lead, asked)
    given = {"own": of(lead).pk, "message": "Hello"}

    found = [problems(as_person(lead).post(f"/partners/{of(each).pk}/offer/", given)) for each in (closed, asked)]

    assert found == [
        ["This organisation takes no offers here. Its website may tell how to reach it."],
        ["Your organisation wrote to them in the last 60 days, or you are in contact already. Look at your offers."],
    ]


def test_blocking_and_lifting_the_block(lead: Person) -> None:
    other = a_keeper(a_described(country="ES"))
    offer = an_offer(other, lead)
    client = as_person(lead)

    client.post(f"/offers/{offer.pk}/", {"block": "yes"})
    block = Block.objects.get()
    shown = said(client, "/offers/")
    client.post("/offers/", {"unblock": block.pk})

    assert f"You take no offers from {of(other).name}" in shown
    assert not Block.objects.exists()


def test_a_closed_offer_is_said_to_be_answered_in_the_meantime(lead: Person) -> None:
    other = a_keeper(a_described(country="ES"))
    offer = an_offer(other, lead)
    client = as_person(lead)
    client.post(f"/offers/{offer.pk}/", {"decline": "yes"})

    page = client.post(f"/offers/{offer.pk}/", {"accept": "yes"}, follow=True)

    assert "This offer was answered in the meantime." in words(page)
    assert Offer.objects.get().state == "declined"


def test_an_advert_is_written_renewed_and_taken_down(lead: Person) -> None:
    client, own = as_person(lead), of(lead)
    until = timezone.localdate() + timedelta(days=20)
    given = {"title": "Bells wanted", "text": "Who has bells?", "expires_on": until.isoformat()}

    far = client.post(f"/organisations/{own.pk}/adverts/new/", {**given, "expires_on": "2999-01-01"})
    client.post(f"/organisations/{own.pk}/adverts/new/", given)
    advert = Advert.objects.get()
    shown = said(Client(), "/adverts/")
    client.post(f"/organisations/adverts/{advert.pk}/", {"withdraw": "yes"})

    assert problems(far)[0].startswith("Choose a day between today, ")
    assert "Bells wanted" in shown
    assert "Bells wanted" not in said(Client(), "/adverts/")
    assert "Withdrawn" in said(client, f"/organisations/{own.pk}/adverts/")
