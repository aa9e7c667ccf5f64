"""The pages of the form, as they work without script."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from consortia.stages.applications.models import Answer, AnswerVersion, Application, Comment
from consortia.stages.applications.services.planning import PlanEntry, add_plan_row
from consortia.stages.applications.services.writing import Save, View, save_answer
from consortia.stages.people.models import Person
from tests.factories.applications import Consortium, a_draft, a_member

NEEDS = "description.needs"


@pytest.fixture
def consortium() -> Consortium:
    return a_draft()


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address(consortium: Consortium, section: str, key: str = "") -> str:
    return f"/applications/{consortium.application.reference}/form/{section}/" + (f"{key}/" if key else "")


def form(*texts: tuple[str, str, int], page: str = "p1", **more: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {"page": page, "do": "save"}
    for place, text, base in texts:
        fields |= {f"text-{place}": text, f"base-{place}": str(base)}
    return fields | more


def text_of(place: str, scope: str = "") -> str:
    return Answer.objects.get(question=place, scope=scope).text


def test_a_section_shows_its_questions_with_limit_and_criterion(consortium: Consortium):
    body = signed_in(consortium.lead).get(address(consortium, "description")).content.decode()

    assert "Which need made you start this project?" in body
    assert "Up to 5\N{NO-BREAK SPACE}000 characters. A line end counts as two." in body
    assert "Relevance" in body
    assert "What you learn from each other" not in body


def test_the_button_stores_all_fields_of_the_page(consortium: Consortium):
    sent = form((NEEDS, "Pupils leave early.\r\nMany.", 0), ("description.objectives", "Three of them.", 0))

    answer = signed_in(consortium.lead).post(address(consortium, "description"), sent)

    assert answer.status_code == 302
    assert (text_of(NEEDS), text_of("description.objectives")) == ("Pupils leave early.\nMany.", "Three of them.")


def test_a_page_sent_twice_is_one_version(consortium: Consortium):
    client = signed_in(consortium.lead)
    for _time in range(2):
        client.post(address(consortium, "description"), form((NEEDS, "Pupils leave early.", 0)))

    assert AnswerVersion.objects.filter(answer__question=NEEDS).count() == 1


def test_texts_of_two_people_are_put_together_and_the_second_is_told(consortium: Consortium):
    first = signed_in(consortium.lead)
    first.post(address(consortium, "description"), form((NEEDS, "Pupils leave early.", 0)))

    answer = signed_in(consortium.partners[0]).post(
        address(consortium, "description"), form((NEEDS, "Parents worry.", 0), page="p2"), follow=True
    )

    assert text_of(NEEDS) == "Pupils leave early. Parents worry."
    assert "Others wrote at the same time" in answer.content.decode()


def test_two_wordings_are_shown_and_one_is_chosen(consortium: Consortium):
    client = signed_in(consortium.lead)
    save_answer(consortium.lead, consortium.application, NEEDS, save=Save(text="We meet in Vienna.", save_id="a"))
    save_answer(
        consortium.partners[0],
        consortium.application,
        NEEDS,
        save=Save(text="We meet in Porto.", save_id="b", grew_from=View(version=1)),
    )

    shown = client.post(address(consortium, "description"), form((NEEDS, "We meet in Ghent.", 1)), follow=True)
    body = shown.content.decode()
    (conflict,) = Answer.objects.get(question=NEEDS).open_conflicts
    choice = f"settle {NEEDS} {conflict['id']} second"
    assert choice in body
    assert "Two versions: choose" in body
    client.post(address(consortium, "description"), form((NEEDS, "We meet in Porto Ghent.", 3), page="p3", do=choice))

    assert text_of(NEEDS) == "We meet in Ghent."


def test_a_text_that_cannot_be_stored_is_still_in_its_field(consortium: Consortium):
    long = "x" * 200_001

    answer = signed_in(consortium.lead).post(address(consortium, "description"), form((NEEDS, long, 0)))

    assert answer.status_code == 200
    assert long in answer.content.decode()
    assert f'href="#answer-{NEEDS}"' in answer.content.decode()


def test_over_the_limit_one_goes_on_writing(consortium: Consortium):
    client = signed_in(consortium.lead)

    answer = client.post(address(consortium, "description"), form((NEEDS, "x" * 5_001, 0)), follow=True)

    assert len(text_of(NEEDS)) == 5_001
    assert "1 too many: you can go on writing, but not submit" in answer.content.decode()


def test_chosen_answers_are_kept_in_the_order_of_the_call(consortium: Consortium):
    place = "priorities.topics"
    sent = form((place, "", 0), **{f"text-{place}": ["sport", "digital", "no-such-topic"]})

    body = signed_in(consortium.lead).post(address(consortium, "priorities"), sent, follow=True).content.decode()

    assert text_of(place) == "digital\nsport"
    assert body.count("checked") == 2
    signed_in(consortium.lead).post(
        address(consortium, "priorities"), {"page": "p4", "do": "save", f"base-{place}": "1"}
    )
    assert text_of(place) == ""


def test_each_organisation_has_a_page_that_its_people_and_the_lead_write(consortium: Consortium):
    lead, partner = signed_in(consortium.lead), signed_in(consortium.partners[0])

    listed = lead.get(address(consortium, "organisations")).content.decode()
    own = partner.get(address(consortium, "organisations", "o2")).content.decode()
    other = partner.get(address(consortium, "organisations", "o3")).content.decode()

    assert all(f"/form/organisations/{key}/" in listed for key in ("o1", "o2", "o3"))
    assert 'name="text-organisations.activities@o2"' in own
    assert 'name="text-organisations.activities@o3"' not in other
    assert listed.count("Yours, ") == 1
    assert "Not written yet" in other
    assert lead.get(address(consortium, "organisations", "o9")).status_code == 404


def test_a_reader_reads_and_has_no_fields(consortium: Consortium):
    reader = a_member(consortium.participations[0].organisation, "reader")
    save_answer(consortium.lead, consortium.application, NEEDS, save=Save(text="Pupils <b>leave</b>.", save_id="a"))

    body = signed_in(reader).get(address(consortium, "description")).content.decode()

    assert "Pupils &lt;b&gt;leave&lt;/b&gt;." in body
    assert '<textarea id="answer-' not in body
    sent = signed_in(reader).post(address(consortium, "description"), form((NEEDS, "Mine.", 1)))
    assert sent.status_code == 403


def test_a_withdrawn_application_is_only_read(consortium: Consortium):
    Application.objects.update(state=Application.State.WITHDRAWN)

    body = signed_in(consortium.lead).get(address(consortium, "description")).content.decode()

    assert 'name="text-' not in body


def test_tables_lead_to_the_plan_and_say_what_is_in_them(consortium: Consortium):
    before = signed_in(consortium.lead).get(address(consortium, "budget")).content.decode()
    add_plan_row(
        consortium.lead,
        consortium.application,
        PlanEntry(
            heading="special-needs", title="Interpreter", values={"description": "Interpreter", "cost": "500.00"}
        ),
    )
    after = signed_in(consortium.lead).get(address(consortium, "budget")).content.decode()

    assert "Begin the table" in before
    assert "One entry, €\N{NO-BREAK SPACE}500" in after
    assert f"/applications/{consortium.application.reference}/plan/special-needs/" in after


def test_save_and_go_on_leads_through_the_whole_form(consortium: Consortium):
    client = signed_in(consortium.lead)
    here, seen = address(consortium, "context"), []
    while here not in seen:
        seen.append(here)
        here = client.post(here, {"page": f"p{len(seen)}", "do": "next"}).url

    assert len(seen) == 18
    assert [each.rsplit("/form/")[1] for each in seen[:4]] == [
        "context/",
        "priorities/",
        "organisations/",
        "organisations/o1/",
    ]


def test_a_comment_asks_somebody_and_is_marked_as_done(consortium: Consortium):
    client = signed_in(consortium.lead)
    partner = consortium.partners[0]
    sent = form(
        (NEEDS, "Text stays.", 0),
        do=f"comment {NEEDS}",
        **{f"comment-{NEEDS}": "Add the year.", f"asked-{NEEDS}": str(partner.pk), f"due-{NEEDS}": "2030-01-31"},
    )

    answer = client.post(address(consortium, "description"), sent)

    comment = Comment.objects.get()
    assert (comment.text, comment.asked_of, str(comment.due)) == ("Add the year.", partner, "2030-01-31")
    assert answer.url.endswith(f"#talk-{NEEDS}")
    assert text_of(NEEDS) == "Text stays."
    client.post(address(consortium, "description"), form(do=f"done {NEEDS} {comment.pk}"))
    comment.refresh_from_db()
    assert comment.done_by == consortium.lead


def test_an_empty_comment_is_asked_for_and_everything_else_is_kept(consortium: Consortium):
    sent = form((NEEDS, "Text stays.", 0), do=f"comment {NEEDS}", **{f"comment-{NEEDS}": "  "})

    answer = signed_in(consortium.lead).post(address(consortium, "description"), sent)

    assert "Write something first" in answer.content.decode()
    assert text_of(NEEDS) == "Text stays."


@pytest.mark.parametrize(
    "broken",
    [
        {"base-description.needs": "-1", "text-description.needs": "x"},
        {"base-description.needs": "one", "text-description.needs": "x"},
        {"queue-description.needs": "[]"},
        {"do": "settle description.needs 9-9 third"},
        {"do": "done description.needs 99999"},
        {"do": "comment no.such", "comment-no.such": "x"},
    ],
)
def test_what_our_pages_never_send_is_not_found(consortium: Consortium, broken: dict[str, str]):
    answer = signed_in(consortium.lead).post(address(consortium, "description"), {"page": "p", "do": "save", **broken})

    assert answer.status_code == 404


def test_a_section_that_the_call_does_not_have_is_not_found(consortium: Consortium):
    assert signed_in(consortium.lead).get(address(consortium, "no-such")).status_code == 404


def test_a_page_takes_the_same_number_of_queries_for_many_answers_and_comments(
    consortium: Consortium, django_assert_num_queries: DjangoAssertNumQueries
):
    client = signed_in(consortium.lead)
    counts = []
    for number in (1, 3):
        for each in range(number):
            save = Save(text=f"Sentence {number} {each}.", save_id=f"s{number}{each}")
            question = ("description.needs", "description.objectives", "description.target-groups")[each]
            save_answer(consortium.lead, consortium.application, question, save=save)
            Comment.objects.create(
                application=consortium.application, question=question, text="Yes", author=consortium.lead
            )
        with django_assert_num_queries(20, exact=False) as counted:
            client.get(address(consortium, "description"))
        counts.append(len(counted))
    assert counts[0] == counts[1]
