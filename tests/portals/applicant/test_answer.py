"""The endpoint of the writing script."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from consortia.stages.applications.models import Answer, Application
from consortia.stages.people.models import Person
from tests.factories.applications import Consortium, a_draft, a_member, a_person

QUESTION = "description.needs"


@pytest.fixture
def consortium() -> Consortium:
    return a_draft()


def signed_in(person: Person) -> Client:
    client = Client(enforce_csrf_checks=False)
    client.force_login(person)
    return client


def address(consortium: Consortium, place: str = QUESTION) -> str:
    return f"/applications/{consortium.application.reference}/answers/{place}/"


def send(client: Client, where: str, *saves: dict[str, Any]) -> Any:
    return client.post(where, json.dumps({"page": "p1", "saves": saves}), content_type="application/json")


def save(text: str, save_id: str, *, version: int = 0, sent: bool = False) -> dict[str, Any]:
    return {"text": text, "save_id": save_id, "caret": len(text), "grew_from": {"version": version, "sent": sent}}


def test_a_save_is_stored_and_its_view_told(consortium: Consortium):
    answer = send(signed_in(consortium.lead), address(consortium), save("Pupils leave early.", "a"))

    body = answer.json()
    assert (answer.status_code, body["view"], body["latest"], body["text"], body["moves"]) == (
        200,
        {"version": 1, "sent": True},
        1,
        "Pupils leave early.",
        [],
    )


def test_what_others_wrote_comes_back_with_where_ones_own_words_went(consortium: Consortium):
    send(signed_in(consortium.lead), address(consortium), save("\N{DUCK} is a duck.", "a"))

    answer = send(signed_in(consortium.partners[0]), address(consortium), save("Parents worry.", "b"))

    assert answer.json()["text"] == "\N{DUCK} is a duck. Parents worry."
    assert answer.json()["moves"] == [{"at": 0, "removed": 0, "inserted": 14, "caret_stays": False}]


def test_a_save_in_flight_and_the_text_typed_since_arrive_together(consortium: Consortium):
    client = signed_in(consortium.lead)
    first = save("Pupils leave", "a")

    answer = send(client, address(consortium), first, {"text": "Pupils leave early.", "save_id": "b"})
    late = send(client, address(consortium), first)

    assert answer.json()["text"] == late.json()["text"] == "Pupils leave early."
    assert late.json()["view"] == {"version": 1, "sent": True}


def test_a_reader_asks_what_stands_since_a_version(consortium: Consortium):
    reader = a_member(consortium.participations[1].organisation, "reader")
    send(signed_in(consortium.lead), address(consortium), save("Pupils leave early.", "a"))
    send(signed_in(consortium.lead), address(consortium), save("Pupils leave very early.", "b", version=1))

    answer = signed_in(reader).get(address(consortium), {"version": 1})

    assert answer.json()["text"] == "Pupils leave very early."
    assert [move["at"] for move in answer.json()["moves"]] == [13]


def test_all_versions_are_told_at_once(consortium: Consortium):
    send(signed_in(consortium.lead), address(consortium), save("Pupils leave early.", "a"))
    send(signed_in(consortium.lead), address(consortium, "organisations.activities@o2"), save("We teach.", "a"))

    answer = signed_in(consortium.partners[1]).get(f"/applications/{consortium.application.reference}/answers/")

    assert answer.json() == {"versions": {"context.title": 1, QUESTION: 1, "organisations.activities@o2": 1}}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"saves": []}',
        b'{"saves": [1]}',
        b'{"saves": [{"text": 1, "save_id": "a"}]}',
        b'{"saves": [{"text": "x", "save_id": ""}]}',
        b'{"saves": [{"text": "x", "save_id": "a", "grew_from": {"version": -1}}]}',
        b'{"saves": [{"text": "x", "save_id": "a", "grew_from": 3}]}',
        b"\xff\xfe",
    ],
)
def test_what_our_pages_never_send_is_refused(consortium: Consortium, body: bytes):
    answer = signed_in(consortium.lead).post(address(consortium), body, content_type="application/json")

    assert (answer.status_code, answer.json()["problem"]) == (400, "unreadable")


def test_a_text_that_no_answer_can_be_stays_in_the_browser(consortium: Consortium):
    for length in (200_001, 13 * 1024 * 1024):
        answer = send(signed_in(consortium.lead), address(consortium), save("x" * length, "a"))

        assert (answer.status_code, answer.json()["problem"]) == (413, "too-long")
    assert not Answer.objects.filter(question=QUESTION).exists()


def test_a_withdrawn_application_and_a_question_not_asked_are_conflicts(consortium: Consortium):
    client = signed_in(consortium.lead)

    not_asked = send(client, address(consortium, f"{QUESTION}@o1"), save("x", "a"))
    Application.objects.update(state=Application.State.WITHDRAWN)
    closed = send(client, address(consortium), save("x", "a"))

    assert (not_asked.status_code, not_asked.json()["problem"]) == (409, "not-asked")
    assert (closed.status_code, closed.json()["problem"]) == (409, "closed")


def test_rights_are_those_of_the_pages(consortium: Consortium):
    reader = a_member(consortium.participations[0].organisation, "reader")
    own = save("x", "a")

    assert Client().get(address(consortium)).status_code == 302
    assert send(Client(), address(consortium), own).status_code == 302
    assert send(signed_in(a_person()), address(consortium), own).status_code == 404
    assert send(signed_in(reader), address(consortium), own).status_code == 403
    theirs = address(consortium, "organisations.activities@o1")
    assert send(signed_in(consortium.partners[0]), theirs, own).status_code == 403
    assert send(signed_in(consortium.lead), address(consortium, "no.such"), own).status_code == 404


def test_a_page_without_a_token_is_refused(consortium: Consortium):
    client = Client(enforce_csrf_checks=True)
    client.force_login(consortium.lead)

    assert send(client, address(consortium), save("x", "a")).status_code == 403
    client.get(address(consortium))
    token = client.cookies["csrftoken"].value
    body = json.dumps({"page": "p", "saves": [save("x", "a")]})
    assert (
        client.post(
            address(consortium), body, content_type="application/json", headers={"X-CSRFToken": token}
        ).status_code
        == 200
    )
