"""How often the way from a section to the receipt asks the database: each question costs more than its answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from tests.factories import applications as make
from tests.portals.applicant.acting import at, client_of, declaration

# Without the transaction's own BEGIN, SAVEPOINT and the like, which differ with the database and with tests.
QUESTIONS = {"section": 10, "answer": 11, "submit page": 10, "submit": 16, "receipt": 4}
VERBS = ("SELECT", "INSERT", "UPDATE", "DELETE")


@pytest.fixture(autouse=True)
def _files_of_its_own(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


class Way:
    """The requests of an applicant, with what each asks."""

    def __init__(self, consortium: make.Consortium) -> None:
        self.client = client_of(consortium.lead)
        self.asked: dict[str, int] = {}

    def go(self, name: str, method: str, address: str, **sent: Any) -> HttpResponse:
        with CaptureQueriesContext(connection) as captured:
            answer = getattr(self.client, method)(address, **sent)
        self.asked[name] = sum(each["sql"].startswith(VERBS) for each in captured)
        return answer


@pytest.mark.parametrize("countries", [("DE", "ES", "PL"), ("DE", "ES", "PL", "FI", "BE", "ES")])
def test_the_way_to_the_receipt_asks_no_more_for_a_larger_consortium(countries: tuple[str, ...]) -> None:
    make_journey(make.a_ready_application(countries=countries))  # reads the call

    asked = make_journey(make.a_ready_application(countries=countries))

    assert asked == QUESTIONS


def make_journey(consortium: make.Consortium) -> dict[str, int]:
    way = Way(consortium)
    way.go("section", "get", at(consortium, "section", section="description"))
    save = {"text": "One more.", "save_id": "one", "grew_from": {"version": 1, "sent": False}}
    content = json.dumps({"page": "p", "saves": [save]})
    place = at(consortium, "answer", place="description.needs")
    way.go("answer", "post", place, data=content, content_type="application/json")
    way.go("submit page", "get", at(consortium, "submit"))
    answer = way.go("submit", "post", at(consortium, "submit"), data=declaration())
    way.go("receipt", "get", answer["Location"])
    return way.asked
