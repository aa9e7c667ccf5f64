"""The versions of an answer."""

from __future__ import annotations

import pytest
from django.test import Client

from consortia.stages.applications.models import Answer
from consortia.stages.applications.services.writing import Save, View, save_answer
from consortia.stages.people.models import Person
from tests.factories.applications import Consortium, a_draft, a_member

NEEDS = "description.needs"


@pytest.fixture
def consortium() -> Consortium:
    made = a_draft()
    texts = [
        (made.lead, "Pupils leave."),
        (made.lead, "Pupils leave early."),
        (made.partners[0], "Pupils leave very early."),
    ]
    for number, (person, text) in enumerate(texts):
        save = Save(text=text, save_id=f"s{number}", grew_from=View(version=number))
        save_answer(person, made.application, NEEDS, save=save)
    return made


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address(consortium: Consortium, place: str = NEEDS) -> str:
    return f"/applications/{consortium.application.reference}/versions/{place}/"


def test_versions_are_listed_by_who_wrote_in_one_go(consortium: Consortium):
    body = signed_in(consortium.lead).get(address(consortium)).content.decode()

    assert "?version=3#text" in body
    assert "?version=2#text" in body
    assert "?version=1#text" not in body
    assert "<ins>very </ins>" in body


def test_an_earlier_text_is_shown_and_brought_back(consortium: Consortium):
    client = signed_in(consortium.lead)

    shown = client.get(address(consortium), {"version": 2}).content.decode()
    client.post(address(consortium), {"version": "2", "seen": "3"})

    assert "Pupils leave early." in shown
    assert "Bring this text back" in shown
    assert Answer.objects.get(question=NEEDS).text == "Pupils leave early."
    assert Answer.objects.get(question=NEEDS).version == 4


def test_what_others_wrote_meanwhile_is_kept(consortium: Consortium):
    save = Save(text="Pupils leave very early. Parents worry.", save_id="s9", grew_from=View(version=3))
    save_answer(consortium.partners[0], consortium.application, NEEDS, save=save)

    answer = signed_in(consortium.lead).post(address(consortium), {"version": "2", "seen": "3"}, follow=True)

    assert Answer.objects.get(question=NEEDS).text == "Pupils leave early. Parents worry."
    assert "together with what others wrote" in answer.content.decode()


def test_a_reader_sees_versions_but_cannot_bring_one_back(consortium: Consortium):
    client = signed_in(a_member(consortium.participations[0].organisation, "reader"))

    assert "Bring this text back" not in client.get(address(consortium), {"version": 2}).content.decode()
    assert client.post(address(consortium), {"version": "2", "seen": "3"}).status_code == 403


def test_an_answer_nobody_wrote_has_an_empty_page(consortium: Consortium):
    body = signed_in(consortium.lead).get(address(consortium, "description.objectives")).content.decode()

    assert "Nothing is written yet" in body


@pytest.mark.parametrize("query", [{"version": "9"}, {"version": "x"}])
def test_a_version_that_never_was_is_not_found(consortium: Consortium, query: dict[str, str]):
    assert signed_in(consortium.lead).get(address(consortium), query).status_code == 404
    assert signed_in(consortium.lead).post(address(consortium), {**query, "seen": "3"}).status_code == 404
