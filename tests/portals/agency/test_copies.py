"""The page on what an application shares with others."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from consortia.stages.agencies.services import recuse
from consortia.stages.people.models import Person
from consortia.stages.screening.models import CopyLook, CopyPair, File
from consortia.stages.screening.services.comparing import compare_waiting
from tests.factories import agencies, screening
from tests.portals.applicant.acting import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client: Client) -> Person:
    person = agencies.somebody("officer")
    client.force_login(person)
    return person


def page_of(file: File, more: str = "copies/") -> str:
    return f"/agency/{file.agency}/applications/{file.reference}/{more}"


def test_both_sides_of_a_passage_stand_beside_each_other(client: Client, officer: Person) -> None:
    one, other = screening.sharing_files(2)
    compare_waiting()

    page = words_of(client.get(page_of(one)))

    assert page.count(screening.PASSAGE.rstrip(".")) == 2
    assert other.title in page
    assert "no organisation in common" in page


def test_of_another_agency_only_its_name_and_the_reference_are_seen(client: Client, officer: Person) -> None:
    (one,) = screening.sharing_files(1)
    (other,) = screening.sharing_files(1, round_=one.round, agency=agencies.ELSEWHERE)
    compare_waiting()

    answer = client.get(page_of(one))

    page = answer.content.decode()
    assert other.reference in page
    assert screening.PASSAGE[:40] not in page
    assert other.title not in page
    assert [(each.passages, each.side.href) for each in answer.context["pairs"]] == [((), "")]
    assert str(CopyPair.objects.get().words) not in words_of(answer).split()


def test_the_page_costs_the_same_with_one_and_with_three_pairs(
    client: Client, officer: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    (file,) = screening.sharing_files(1)
    for number in (1, 2):
        screening.sharing_files(number, round_=file.round)
        compare_waiting()
        for pair in CopyPair.objects.all():
            CopyLook.objects.create(pair=pair, agency=file.agency, concern=False, words="Seen.", by=officer)

        with django_assert_num_queries(12):
            page = client.get(page_of(file))

    assert len(page.context["pairs"]) == 3


def test_the_list_and_the_overview_lead_to_what_was_not_looked_at(client: Client, officer: Person) -> None:
    one, other = screening.sharing_files(2)
    alone = screening.a_file(round_=one.round)
    compare_waiting()
    address = f"/agency/{one.agency}/applications/?copies=to-look-at"

    before = {each.reference for each in client.get(address).context["page"]}
    waits = [(each["row"].about, each["row"].href) for each in client.get(f"/agency/{one.agency}/").context["named"]]
    CopyLook.objects.create(pair=CopyPair.objects.get(), agency=one.agency, concern=False, words="Seen.", by=officer)
    after = {each.reference for each in client.get(address).context["page"]}

    assert before == {one.reference, other.reference}
    assert alone.reference not in before
    assert waits == [("2 applications", address)]
    assert after == set()


def test_pairs_with_what_one_keeps_away_from_wait_for_others(client: Client, officer: Person) -> None:
    one, other = screening.sharing_files(2)
    compare_waiting()
    recuse(officer, one.agency, str(other.application_id), reason="A friend.", by=officer)

    page = client.get(f"/agency/{one.agency}/applications/?copies=to-look-at")

    assert list(page.context["page"]) == []


def test_the_screening_page_names_how_many_pairs_wait_and_concerns(client: Client, officer: Person) -> None:
    one, _other = screening.sharing_files(2)
    before = words_of(client.get(page_of(one, "")))
    compare_waiting()
    waiting = words_of(client.get(page_of(one, "")))
    key = CopyPair.objects.get().pk
    client.post(page_of(one), {"pair": key, f"words-{key}": "The same results.", "verdict": "concern"})

    after = words_of(client.get(page_of(one, "")))

    assert "Not compared yet" in before
    assert "One pair to look at" in waiting
    assert "An officer has a concern about one of them." in after


def test_a_look_without_words_comes_back_with_the_reason(client: Client, officer: Person) -> None:
    one, _other = screening.sharing_files(2)
    compare_waiting()
    key = CopyPair.objects.get().pk

    page = client.post(page_of(one), {"pair": key, f"words-{key}": " ", "verdict": "concern"})

    assert [each["href"] for each in page.context["problems"]] == [f"#words-{key}"]
    assert not CopyLook.objects.exists()


@pytest.mark.parametrize("sent", [{"pair": "x"}, {"pair": "999999", "verdict": "concern", "words-999999": "Seen."}])
def test_a_pair_that_is_not_there_is_not_found(client: Client, officer: Person, sent: dict[str, str]) -> None:
    file = screening.sharing_files(1)[0]

    answer = client.post(page_of(file), sent)

    assert answer.status_code == 404
