"""The screen on which an expert reads and assesses, without a browser."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consortia.stages.assessments.models import Assessment, Entry
from tests.factories import applications as make
from tests.factories import assessments as assess
from tests.factories import experts
from tests.portals.applicant.acting import client_of, words_of


@pytest.fixture
def assessed() -> assess.Assessed:
    return assess.given("Ada Expert", "Bo Expert")


def at(name: str, assessed: assess.Assessed, **parts: object) -> str:
    return reverse(f"expert:{name}", kwargs={"reference": assessed.application.reference, **parts})


def form(**texts: str) -> dict[str, str]:
    """What the form of the screen sends without script; `C1_points="24"` is what stands in that field."""
    sent = {"page": "page", "do": "save"}
    for name, text in texts.items():
        place = name.replace("_", ".")
        sent |= {f"text-{place}": text, f"base-{place}": "0"}
    return sent


def script(text: str, save_id: str = "p.1", version: int = 0) -> str:
    """What the writing script sends."""
    save = {"text": text, "save_id": save_id, "caret": None, "grew_from": {"version": version, "sent": False}}
    return json.dumps({"page": "p", "saves": [save]})


def stands() -> dict[str, str]:
    return {str(each): each.text for each in Entry.objects.exclude(text="").order_by("criterion", "part")}


def test_the_application_is_read_beside_criteria_questions_and_bands(assessed: assess.Assessed) -> None:
    page = words_of(client_of(assessed.people[0]).get(at("assessment", assessed)))

    for told in (
        "Relevance of the project",
        "very good 26\u201330",
        "0 to 30, whole. The threshold is 15.",
        "At least 200 characters",
        "0 of 100 points",
        "Handbook",
        "What we say about",
    ):
        assert told in page
    assert "What the check found" not in page


def test_only_questions_that_fit_the_application_are_asked(assessed: assess.Assessed) -> None:
    page = words_of(client_of(assessed.people[0]).get(at("assessment", assessed)))

    assert "Will the results be new for their field" in page
    assert "Will the exchange bring useful new practice" not in page


def test_the_form_saves_without_script(assessed: assess.Assessed) -> None:
    client = client_of(assessed.people[0])

    answer = client.post(at("assessment", assessed), form(C1_points="24", C1_band="good", C1_comment="Sound."))

    assert (answer.status_code, answer["Location"]) == (302, at("assessment", assessed))
    assert stands() == {"C1.band": "good", "C1.comment": "Sound.", "C1.points": "24"}
    page = client.get(at("assessment", assessed))
    assert "the comment has 6 characters; at least 200 are needed" in words_of(page)
    assert 'value="24"' in page.content.decode()


def test_the_script_saves_one_entry_and_hears_what_stands(assessed: assess.Assessed) -> None:
    client = client_of(assessed.people[0])

    answer = client.post(at("entry", assessed, place="C1.comment"), script("Sound."), content_type="application/json")
    later = client.get(at("entry", assessed, place="C1.comment"), {"version": "0"})
    versions = client.get(at("entries", assessed))

    told = answer.json()
    assert (told["text"], told["latest"], told["view"]) == ("Sound.", 1, {"version": 1, "sent": True})
    assert later.json()["text"] == "Sound."
    assert versions.json() == {"versions": {"C1.comment": 1}}


@pytest.mark.parametrize(
    ("body", "status", "problem"),
    [("not json", 400, "unreadable"), ("{}", 400, "unreadable"), (script("x" * 40_001), 413, "too-long")],
)
def test_what_cannot_be_stored_is_refused_with_the_reason(
    assessed: assess.Assessed, body: str, status: int, problem: str
) -> None:
    client = client_of(assessed.people[0])

    answer = client.post(at("entry", assessed, place="C1.comment"), body, content_type="application/json")

    assert (answer.status_code, answer.json()["problem"]) == (status, problem)
    assert not Entry.objects.exists()


def test_a_text_that_is_too_long_for_the_form_stays_in_its_field(assessed: assess.Assessed) -> None:
    client = client_of(assessed.people[0])

    answer = client.post(at("assessment", assessed), form(C1_comment="y" * 40_001, C1_points="24"))

    assert "so it was not stored. It is still here." in words_of(answer)
    assert "y" * 40_001 in answer.content.decode()
    assert stands() == {"C1.points": "24"}


@pytest.mark.parametrize("place", ["C9.points", "C1.colour", "nonsense"])
def test_what_the_call_does_not_ask_has_no_address(assessed: assess.Assessed, place: str) -> None:
    client = client_of(assessed.people[0])

    answer = client.post(at("entry", assessed, place=place), script("x"), content_type="application/json")

    assert answer.status_code == 404


def test_what_is_noticed_follows_each_save(assessed: assess.Assessed) -> None:
    assess.filled(assessed.assignments[0], (24, 16, 16, 24))
    assess.wrote(assessed.assignments[0], "C1.band", "fair")

    page = words_of(client_of(assessed.people[0]).get(at("noticed", assessed)))

    assert "80 of 100 points" in page
    assert "The thresholds are reached." in page
    assert "24 points lie outside “fair” (15 to 20)" in page


def test_an_expert_finishes_once_nothing_is_missing(assessed: assess.Assessed) -> None:
    client = client_of(assessed.people[0])
    early = client.post(at("finish", assessed))
    told = words_of(client.get(at("finish", assessed)))
    assess.filled(assessed.assignments[0])

    done = client.post(at("finish", assessed))

    assert (early["Location"], done["Location"]) == (at("finish", assessed), reverse("expert:home"))
    assert "Something is still missing, so you cannot finish yet." in told
    assert Assessment.objects.get().finished_at is not None
    assert "Finished" in words_of(client.get(at("assessment", assessed)))


def test_a_form_that_comes_after_finishing_changes_nothing(assessed: assess.Assessed) -> None:
    assess.finished(assessed.assignments[0])
    client = client_of(assessed.people[0])

    form_answer = client.post(at("assessment", assessed), form(C1_comment="Too late."), follow=True)
    script_answer = client.post(at("entry", assessed, place="C1.points"), script("1"), content_type="application/json")

    assert "no longer open to be written" in words_of(form_answer)
    assert (script_answer.status_code, script_answer.json()["problem"]) == (409, "not-open")
    assert stands()["C1.points"] == "24"


def test_the_grid_on_paper_has_room_to_write_or_what_was_written(assessed: assess.Assessed) -> None:
    client = client_of(assessed.people[0])
    empty = client.get(at("grid", assessed)).content.decode()
    assess.filled(assessed.assignments[0])

    written = client.get(at("grid", assessed)).content.decode()

    assert (empty.count("paper-lines"), written.count("paper-lines")) == (4, 0)
    assert assess.REASONS in written


def test_home_says_what_to_do_first_and_how_far_it_is(assessed: assess.Assessed) -> None:
    expert = assessed.assignments[0].engagement.expert
    assert expert is not None
    assess.wrote(assessed.assignments[0], "C1.points", "24")
    done = assess.given(pool=[expert, experts.an_expert()])
    assess.finished(done.assignments[0])

    page = words_of(client_of(assessed.people[0]).get(reverse("expert:home")))

    assert "1 of 8 points and comments." in page
    assert page.index(assessed.application.title) < page.index(done.application.reference)
    assert "In progress" in page
    assert "Finished" in page


def test_without_anything_to_assess_home_says_so() -> None:
    assert "Nothing to assess" in words_of(client_of(make.a_person()).get(reverse("expert:home")))


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_home_asks_as_often_for_three_as_for_one() -> None:
    expert = experts.an_expert()
    assess.wrote(assess.given(pool=[expert]).assignments[0], "C1.points", "24")
    client = client_of(expert.person)
    client.get(reverse("expert:home"))
    one = queries_of(client, reverse("expert:home"))
    for _number in range(2):
        assess.wrote(assess.given(pool=[expert, experts.an_expert()]).assignments[0], "C1.points", "24")

    three = queries_of(client, reverse("expert:home"))

    assert (one, three) == (11, 11)


def test_the_screen_asks_as_often_for_three_experts_as_for_one(assessed: assess.Assessed) -> None:
    alone = assess.given("Cy Expert")
    counts: list[Any] = []
    for each in (alone, assess.given("Dee Expert", "Eli Expert", "Fay Expert")):
        client = client_of(each.people[0])
        client.get(at("assessment", each))
        counts.append(queries_of(client, at("assessment", each)))

    assert counts == [11, 11]
