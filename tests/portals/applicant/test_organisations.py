from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from consortia.stages.letters.models import Letter
from consortia.stages.organisations.models import Membership, Organisation
from consortia.stages.organisations.services import ask_to_join
from consortia.stages.people.models import Person
from tests.factories.applications import a_member, a_person, an_organisation
from tests.portals.public.conftest import editions
from tests.portals.public.reading import ids, problems, value_of, words

__all__ = ["editions"]

pytestmark = pytest.mark.usefixtures("editions")

RECORD = {
    "name": "Tampere Institute",
    "kind": "higher-education-institution",
    "country": "FI",
    "city": "tampere",
    "oid": " e1009 8499 ",
    "pic": "",
    "charter": "on",
    "website": "tampere.example.org",
    "profile": "",
    "position": "Project officer",
}
NEW = "/organisations/new/"


def as_person(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address(name: str, organisation: Organisation, *more: object) -> str:
    return reverse(f"applicant:{name}", args=[organisation.pk, *more])


def test_somebody_without_organisation_is_told_what_to_do() -> None:
    text = words(as_person(a_person()).get("/organisations/"))

    assert "You belong to no organisation yet" in text
    assert "Find your organisation" in text


def test_an_organisation_is_registered_with_its_place() -> None:
    person = a_person()

    answer = as_person(person).post(NEW, RECORD)

    organisation = Organisation.objects.get()
    membership = Membership.objects.get()
    assert answer.headers["Location"] == address("organisation", organisation)
    assert (organisation.name, organisation.city, organisation.oid) == ("Tampere Institute", "Tampere", "E10098499")
    assert organisation.website == "https://tampere.example.org"
    assert organisation.charter
    assert (round(organisation.latitude or 0, 1), round(organisation.longitude or 0, 1)) == (61.5, 23.8)
    assert (membership.person, membership.role, membership.position) == (person, "keeper", "Project officer")


def test_an_empty_form_says_what_to_fill_in() -> None:
    answer = as_person(a_person()).post(NEW, {})

    assert problems(answer) == [
        "Type the legal name of the organisation.",
        "Choose what kind of organisation it is.",
        "Choose the country of its seat.",
        "Type the city or village of its seat.",
    ]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("oid", "10098499", "“10098499” does not have the form of this number. The letter E and eight digits."),
        (
            "pic",
            "12345",
            (
                "“12345” does not have the form of this number. "
                "Nine digits that every organisation in the project needs, partners too."
            ),
        ),
        ("website", "not a place", "A web address looks like https://www.example.org. Check for missing parts."),
        ("country", "GR", "Choose one of the answers to “Country” that the list offers."),
    ],
)
def test_a_slip_is_explained_and_everything_else_stays(field: str, value: str, said: str) -> None:
    answer = as_person(a_person()).post(NEW, RECORD | {field: value})

    assert len(problems(answer)) == 1
    assert problems(answer)[0] == said
    assert value_of(answer, "name") == "Tampere Institute"
    assert not Organisation.objects.exists()


def test_a_name_that_several_places_bear_is_asked_back() -> None:
    client = as_person(a_person())
    twice = RECORD | {"country": "DE", "city": "Neuenkirchen", "oid": ""}

    asked = client.post(NEW, twice)
    offered = asked.context["form"]["place"].field.choices
    chosen = client.post(NEW, twice | {"place": offered[1][0]})

    assert problems(asked) == ["Choose the place, so that distances are right."]
    assert len(offered) > 2
    assert chosen.status_code == 302
    assert Organisation.objects.get().latitude == pytest.approx(float(offered[1][0].split(",")[0]), abs=0.001)


def test_another_name_of_a_place_is_confirmed_by_the_name_on_the_map() -> None:
    client = as_person(a_person())
    otherwise = RECORD | {"country": "AT", "city": "Wien", "oid": ""}

    asked = client.post(NEW, otherwise)
    code, label = asked.context["form"]["place"].field.choices[0]
    client.post(NEW, otherwise | {"place": code})

    assert label == "Vienna"
    assert Organisation.objects.get().city == "Vienna"


def test_a_place_that_is_not_listed_may_stay_as_it_was_typed() -> None:
    client = as_person(a_person())

    asked = client.post(NEW, RECORD | {"city": "Xyzzyville"})
    client.post(NEW, RECORD | {"city": "Xyzzyville", "place": "none"})

    organisation = Organisation.objects.get()
    assert "We know no town of this name in the country." in words(asked)
    assert (organisation.city, organisation.latitude) == ("Xyzzyville", None)


def test_an_organisation_like_this_on_record_is_shown_first() -> None:
    known = an_organisation(country="FI", name="Tampere Institute of Technology")
    client = as_person(a_person())

    asked = client.post(NEW, RECORD)
    client.post(NEW, RECORD | {"different": "on"})

    assert known.name in words(asked)
    assert problems(asked) == ["An organisation like this is on record. Join it, or say that yours is another one."]
    assert Organisation.objects.count() == 2


def test_a_number_that_is_taken_leads_to_the_organisation_that_has_it() -> None:
    known = an_organisation(country="DE")
    Organisation.objects.filter(pk=known.pk).update(oid="E10098499")

    answer = as_person(a_person()).post(NEW, RECORD)

    assert problems(answer) == [f"{known.name} has the number E10098499. If it is yours, join it instead."]
    assert address("organisation", known) in answer.content.decode()


@pytest.mark.parametrize("text", ["leipzig", "INSTITUT", "e10098499", "Université"])
def test_organisations_are_found_by_name_town_or_number(text: str) -> None:
    found = an_organisation(name="Institut de l'université", country="DE")
    found.oid = "E10098499"
    from consortia.stages.organisations.services import _fill, record_of

    _fill(found, record_of(found))
    found.save()
    an_organisation(country="ES", name="Somebody else")

    answer = words(as_person(a_person()).get("/organisations/find/", {"text": text}))

    assert found.name in answer
    assert "Somebody else" not in answer


def test_a_search_that_finds_nothing_offers_to_register() -> None:
    answer = as_person(a_person()).get("/organisations/find/", {"text": "Nowhere", "country": "FI"})

    assert "It is not here: register it" in words(answer)
    assert "/organisations/new/?country=FI&amp;name=Nowhere" in answer.content.decode()


def test_somebody_asks_to_join_and_is_admitted() -> None:
    keeper, asking = a_person("Keeper"), a_person("Asking")
    organisation = an_organisation(keeper)

    as_person(asking).post(address("organisation_join", organisation), {"position": "Teacher"})
    waiting = as_person(asking).get(address("organisation", organisation))
    told = as_person(keeper).get(address("organisation", organisation))
    membership = Membership.objects.get(person=asking)
    page = address("organisation_person", organisation, membership.pk)
    as_person(keeper).post(page, {"role": "writer", "position": "Teacher", "is_legal_representative": "on"})

    membership.refresh_from_db()
    assert "You asked to join" in words(waiting)
    assert "They ask to join Asking" in words(told)
    assert (membership.role, membership.is_legal_representative, membership.may_sign) == ("writer", True, True)
    assert membership.admitted_at is not None
    assert [(letter.kind, letter.to) for letter in Letter.objects.order_by("id")] == [
        ("join-request", keeper.email),
        ("admitted", asking.email),
    ]


def test_a_request_is_refused_by_letter() -> None:
    keeper, asking = a_person(), a_person()
    organisation = an_organisation(keeper)
    membership = ask_to_join(asking, organisation)

    as_person(keeper).post(address("organisation_person", organisation, membership.pk), {"part": "yes"})

    assert not Membership.objects.filter(person=asking).exists()
    assert Letter.objects.latest("id").kind == "refused"


def test_the_last_keeper_cannot_leave_or_become_less() -> None:
    keeper = a_person()
    organisation = an_organisation(keeper)
    own = Membership.objects.get()

    leaving = as_person(keeper).post(address("organisation_leave", organisation))
    less = as_person(keeper).post(address("organisation_person", organisation, own.pk), {"role": "reader"})

    said = "This is the last person who keeps the record and admits others. Name another keeper first."
    own.refresh_from_db()
    assert problems(leaving) == problems(less) == [said]
    assert own.role == "keeper"


def test_a_person_who_is_no_longer_needed_is_parted_with() -> None:
    keeper = a_person()
    organisation = an_organisation(keeper)
    member = a_member(organisation)
    membership = Membership.objects.get(person=member)

    as_person(keeper).post(address("organisation_person", organisation, membership.pk), {"part": "yes"})

    assert not Membership.objects.filter(person=member).exists()


def test_only_those_who_belong_see_the_people() -> None:
    keeper = a_person("Keeper Name")
    organisation = an_organisation(keeper)
    member = a_member(organisation, "reader")

    inside = as_person(member).get(address("organisation", organisation))
    outside = as_person(a_person()).get(address("organisation", organisation))
    asking = a_person()
    ask_to_join(asking, organisation)

    assert "Keeper Name" in words(inside)
    assert "Keeper Name" not in words(outside)
    assert "Keeper Name" not in words(as_person(asking).get(address("organisation", organisation)))
    assert "Do you work here?" in words(outside)


@pytest.mark.parametrize("name", ["organisation_change", "organisation_person"])
@pytest.mark.parametrize(("who", "status"), [("keeper", 200), ("writer", 403), ("stranger", 403), ("visitor", 302)])
def test_only_keepers_change_the_record_and_admit(name: str, who: str, status: int) -> None:
    keeper = a_person()
    organisation = an_organisation(keeper)
    people = {"keeper": keeper, "writer": a_member(organisation), "stranger": a_person()}
    client = as_person(people[who]) if who in people else Client()
    more = [Membership.objects.get(person=keeper).pk] if name == "organisation_person" else []

    assert client.get(address(name, organisation, *more)).status_code == status


def test_a_keeper_corrects_the_record() -> None:
    keeper = a_person()
    organisation = an_organisation(keeper, country="DE")

    page = as_person(keeper).get(address("organisation_change", organisation))
    as_person(keeper).post(address("organisation_change", organisation), RECORD | {"country": "FI"})

    before = organisation.name
    organisation.refresh_from_db()
    assert value_of(page, "name") == before
    assert (organisation.name, organisation.country, organisation.city) == ("Tampere Institute", "FI", "Tampere")
    assert round(organisation.latitude or 0, 1) == 61.5


def test_towns_are_suggested_in_the_country_chosen() -> None:
    answer = as_person(a_person()).get("/places/", {"text": "tamp", "country": "FI"})

    assert answer.json()["places"][0] == {"name": "Tampere", "near": ""}


def test_places_are_for_people_with_an_account() -> None:
    assert Client().get("/places/").status_code == 302


@pytest.mark.parametrize("name", ["organisation", "organisation_change", "organisation_leave"])
def test_pages_about_an_organisation_name_each_piece_once(name: str) -> None:
    keeper = a_person()
    organisation = an_organisation(keeper)

    answer = as_person(keeper).get(address(name, organisation))

    assert answer.content.decode().count("<h1>") == 1
    assert [each for each, times in ids(answer).items() if times > 1] == []


def test_my_organisations_take_the_same_questions_for_one_and_three(django_assert_num_queries: object) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    person = a_person()
    an_organisation(person)
    client = as_person(person)
    client.get("/organisations/")
    with CaptureQueriesContext(connection) as for_one:
        client.get("/organisations/")
    an_organisation(person)
    an_organisation(person)
    with CaptureQueriesContext(connection) as for_three:
        client.get("/organisations/")

    assert len(for_one) == len(for_three) == 5


def test_where_somebody_was_going_stays_known_while_they_search_and_register() -> None:
    going = "/applications/start/?round=7&field=HE"
    client = as_person(a_person())

    search = client.get("/organisations/find/", {"text": "Tampere", "country": "FI", "next": going}).content.decode()
    form = client.get(NEW, {"next": going}).content.decode()
    made = client.post(f"{NEW}?{urlencode({'next': going})}", RECORD)

    assert 'name="next" value="/applications/start/?round=7&amp;field=HE"' in search
    assert "next=%2Fapplications%2Fstart%2F%3Fround%3D7%26field%3DHE" in search
    assert 'href="/organisations/find/?next=%2Fapplications%2Fstart%2F%3Fround%3D7%26field%3DHE"' in form
    assert made.headers["Location"] == going


def test_an_address_elsewhere_is_not_carried_along() -> None:
    answer = as_person(a_person()).get("/organisations/find/", {"next": "https://elsewhere.example/"})

    assert 'name="next"' not in answer.content.decode()
