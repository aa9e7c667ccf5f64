"""Ideas in the browser: written without script, saved by the script, compared with the call, begun with."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consortia.stages.applications.models import Answer, Application
from consortia.stages.applications.services.writing import Save, save_answer
from consortia.stages.ideas.models import Idea
from consortia.stages.ideas.services import begin_idea
from consortia.stages.past_projects.services.importing import import_results
from tests.factories import applications as make
from tests.portals.applicant.acting import client_of
from tests.portals.applicant.planning import words
from tests.stages.past_projects import lists

TEACHING = (
    "University teachers give feedback that students use. Students of engineering learn with digital tools and open "
    "educational resources, and employers say which skills graduates lack in higher education."
)


def an_idea(text: str = TEACHING) -> Idea:
    person = make.a_person()
    make.an_organisation(person)
    return begin_idea(person, make.a_round().edition, text=text)


def at(name: str, idea: Idea) -> str:
    return reverse(f"applicant:{name}", kwargs={"idea_id": idea.pk})


def test_without_ideas_the_page_says_what_one_is_good_for() -> None:
    page = words(client_of(make.a_person()).get(reverse("applicant:ideas")))

    assert "No idea written down yet" in page
    assert "In any language of the programme." in page


def test_an_idea_begins_with_its_call() -> None:
    person, edition = make.a_person(), make.a_round().edition

    answer = client_of(person).post(reverse("applicant:idea_new"), {"call": edition.code})

    idea = Idea.objects.get()
    assert (idea.person, idea.edition, answer.url) == (person, edition, at("idea", idea))


def test_with_one_call_a_button_begins_at_once() -> None:
    edition = make.a_round().edition

    page = client_of(make.a_person()).get(reverse("applicant:ideas")).content.decode()

    assert f'<input type="hidden" name="call" value="{edition.code}">' in page


def test_without_a_call_there_is_a_way_out() -> None:
    page = words(client_of(make.a_person()).get(reverse("applicant:idea_new")))

    assert "There is no call yet" in page


def test_an_empty_idea_promises_and_suggests_nothing() -> None:
    idea = an_idea("")

    page = words(client_of(idea.person).get(at("idea", idea)))

    assert "As soon as you write, you see here" in page
    assert "Begin an application with this idea" not in page


def test_a_form_without_script_saves_text_and_field() -> None:
    idea = an_idea("Before")
    sent = {"page": "p", "base-idea": "1", "text-idea": "After", "field": "VET", "do": "save"}

    answer = client_of(idea.person).post(at("idea", idea), sent)

    idea.refresh_from_db()
    assert answer.url == f"{at('idea', idea)}#fits"
    assert (idea.text, idea.field, idea.version) == ("After", "VET", 2)


def test_what_is_too_long_stays_in_the_field(settings: Any) -> None:
    idea = an_idea("Before")
    sent = {"page": "p", "base-idea": "1", "text-idea": "long " * 50_000, "field": ""}

    answer = client_of(idea.person).post(at("idea", idea), sent)

    idea.refresh_from_db()
    assert "so it was not stored. It is still here." in words(answer)
    assert "long long" in answer.content.decode()
    assert idea.text == "Before"


@pytest.mark.parametrize("sent", [{"field": "SPORT"}, {"base-idea": "x", "text-idea": "A"}])
def test_what_our_pages_do_not_send_is_not_taken(sent: dict[str, str]) -> None:
    idea = an_idea("Before")

    assert client_of(idea.person).post(at("idea", idea), sent).status_code == 404


def save(client: Client, idea: Idea, *saves: dict[str, Any]) -> Any:
    body = json.dumps({"page": "p", "saves": list(saves)})
    return client.post(at("idea_text", idea), body, content_type="application/json")


def test_the_script_saves_and_hears_what_stands() -> None:
    idea = an_idea("One.")

    answer = save(client_of(idea.person), idea, {"text": "One. Two.", "save_id": "p.1", "grew_from": {"version": 1}})

    told = answer.json()
    assert (told["text"], told["latest"], told["view"]) == ("One. Two.", 2, {"version": 2, "sent": True})
    assert client_of(idea.person).get(at("idea_version", idea)).json() == {"versions": {"idea": 2}}


def test_the_script_asks_what_came_from_another_page() -> None:
    idea = an_idea("One.")
    client = client_of(idea.person)
    save(client, idea, {"text": "One. Two.", "save_id": "other.1", "grew_from": {"version": 1}})

    told = client.get(at("idea_text", idea), {"version": "1", "page": "mine"}).json()

    assert (told["text"], told["moves"]) == (
        "One. Two.",
        [{"at": 4, "removed": 0, "inserted": 5, "caret_stays": False}],
    )


@pytest.mark.parametrize("body", ["", "[]", '{"saves": []}', '{"saves": [{"text": 1, "save_id": "x"}]}'])
def test_what_the_script_does_not_send_is_refused_in_words(body: str) -> None:
    idea = an_idea("One.")

    answer = client_of(idea.person).post(at("idea_text", idea), body, content_type="application/json")

    assert (answer.status_code, answer.json()["problem"]) == (400, "unreadable")


def test_what_fits_is_shown_with_the_passages_that_say_so() -> None:
    idea = an_idea()

    answer = client_of(idea.person).get(at("idea", idea))

    page = words(answer)
    fitting = answer.context["fitting"]
    assert fitting.match.field.code == "HE"
    assert all(passage.passage.text in TEACHING for each in fitting.priorities for passage in each.match.evidence)
    assert "Priorities: Higher education" in page
    assert "Begin an application with this idea" in page


def test_of_many_passages_two_are_shown_and_the_others_wait() -> None:
    idea = an_idea(
        "Teachers learn to find early signs of dropping out. Early school leaving is high among disadvantaged pupils. "
        "We motivate pupils of migrant background to stay at school. Schools work with families against dropping out."
    )

    answer = client_of(idea.person).get(at("idea", idea))

    early = next(each for each in answer.context["fitting"].priorities if each.match.code == "SCH-3")
    assert early.more == len(early.match.evidence) - 2 > 0
    shown, _, waiting = answer.content.decode().partition('data-keep="SCH-3-proofs"')
    passages = [proof.passage.text for proof in early.match.evidence]
    assert all(f"<q>{each}</q>" in shown for each in passages[:2])
    assert all(f"<q>{each}</q>" in waiting.partition("</details>")[0] for each in passages[2:])


def test_a_chosen_field_decides_whose_priorities_are_shown() -> None:
    idea = an_idea()
    Idea.objects.update(field="SCH")

    page = words(client_of(idea.person).get(at("idea", idea)))

    assert "School education (your choice)" in page


def test_an_application_begins_with_idea_field_and_priorities() -> None:
    idea = an_idea()
    client = client_of(idea.person)
    round_ = make.a_round()
    chosen = {"idea": idea.pk, "field": "HE", "priorities": "HE-1,H-3,NO-1", "round": round_.pk}
    chosen |= {"title": "Feedback that helps", "start": "2028-10-01", "months": "30"}
    address = reverse("applicant:start", query=chosen)

    page = client.get(address)
    client.post(address, {"drawn": page.context["drawn"]})

    made = Application.objects.get()
    assert "HE-1" in words(page)
    assert (made.field, made.priorities) == ("HE", ["H-3", "HE-1"])
    assert Answer.objects.get(application=made, question="summary.public").text == TEACHING


@pytest.mark.parametrize("named", ["nonsense", "00000000-0000-0000-0000-000000000000"])
def test_an_idea_that_is_not_mine_begins_nothing(named: str) -> None:
    person = make.a_person()
    make.an_organisation(person)

    assert client_of(person).get(reverse("applicant:start", query={"idea": named})).status_code == 404


def test_an_idea_is_let_go_after_asking_once_more() -> None:
    idea = an_idea()
    client = client_of(idea.person)

    asked = words(client.get(at("idea_let_go", idea)))
    answer = client.post(at("idea_let_go", idea), follow=True)

    assert "Let this idea go?" in asked
    assert "The idea is gone." in words(answer)
    assert not Idea.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_the_same_queries_for_one_idea_and_for_three(number: int) -> None:
    person, edition = make.a_person(), make.a_round().edition
    for place in range(number):
        begin_idea(person, edition, text=f"Idea {place}")
    client, there = client_of(person), reverse("applicant:ideas")
    client.get(there)

    with CaptureQueriesContext(connection) as queries:
        client.get(there)

    assert len(queries) == 4


def test_an_idea_is_set_beside_past_projects() -> None:
    idea = an_idea("Our pupils plant vegetables in the school gardens and keep a diary. Robots water them at night.")
    import_results(io.BytesIO(lists.as_csv()), name="list.csv")

    answer = client_of(idea.person).get(at("idea_similar", idea))

    likeness = answer.context["likeness"]
    assert likeness.projects[0].project.title == "Gardens of the eleven bridges"
    assert "robots" in {each.written.lower() for each in (*likeness.own, *likeness.new_everywhere)}
    assert "What is new" in words(answer)


def test_what_an_application_says_is_set_beside_past_projects() -> None:
    consortium = make.a_draft()
    import_results(io.BytesIO(lists.as_csv()), name="list.csv")
    text = "Adults sing together in villages, and choirs take in people who were told not to sing."
    save_answer(consortium.lead, consortium.application, "description.needs", save=Save(text=text, save_id="one"))
    there = reverse("applicant:similar", kwargs={"reference": consortium.application.reference})

    answer = client_of(consortium.lead).get(there)

    nearest = answer.context["likeness"].projects[0].project
    assert nearest.title == "Choirs for people who were told not to sing"


def test_without_past_projects_the_comparison_says_so() -> None:
    idea = an_idea()

    assert "Nothing comes near" in words(client_of(idea.person).get(at("idea_similar", idea)))
