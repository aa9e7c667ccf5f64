from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from consortia.core.lifecycle.screening import SCREENING
from consortia.portals.agency.history import SENTENCES
from consortia.stages.agencies.models import Proposal
from consortia.stages.agencies.services import appoint, recuse
from consortia.stages.applications.models import Annex, Submission
from consortia.stages.applications.services.annexes import add_annex
from consortia.stages.calls.models import Round
from consortia.stages.journal.models import Event
from consortia.stages.people.models import Person
from consortia.stages.screening.models import Clarification, Extension, File, PointAnswer
from consortia.stages.screening.services.checking import look_again, pass_check, points_to_check
from consortia.stages.screening.services.clarifying import ask_applicant
from consortia.stages.screening.services.handling import assign_handler
from tests.factories import agencies, screening
from tests.factories import applications as make

pytestmark = pytest.mark.django_db

NOW = datetime.now().astimezone()


@pytest.fixture
def officer(client: Client) -> Person:
    person = agencies.somebody("officer")
    client.force_login(person)
    return person


def page_of(file: File, more: str = "") -> str:
    return f"/agency/{file.agency}/applications/{file.reference}/{more}"


def key(code: str) -> str:
    return code.replace(".", "-")


def test_the_findings_stand_beside_the_points_and_what_holds_is_ticked(client: Client, officer: Person) -> None:
    file = screening.a_file()

    page = client.get(page_of(file)).content.decode()

    for point in points_to_check(file):
        assert f'name="holds-{key(point.code)}"' in page
        for finding in point.findings:
            assert finding["status"] in {"pass", "not-applicable", "warning"}
    assert page.count(" checked>") == sum(each.found in {"pass", "not-applicable"} for each in points_to_check(file))


def test_the_application_is_read_beside_the_check_with_its_declaration(client: Client, officer: Person) -> None:
    file = screening.a_file()

    page = client.get(page_of(file))

    titles = [each.title for each in page.context["reading"].sections]
    assert ("Declaration on honour" in titles, "What the check found" in titles) == (True, False)
    assert all(each.title in page.content.decode() for each in page.context["reading"].sections)


def test_findings_speak_of_the_application_and_not_to_the_applicant(client: Client, officer: Person) -> None:
    file = screening.a_file()

    page = client.get(page_of(file))

    said = [each["text"] for group in page.context["groups"] for shown in group.points for each in shown.point.findings]
    assert said[0] == "Three organisations from Programme Countries are needed; the application has three."
    assert not [each for each in said if " you " in each]
    assert file.submission.findings[0]["text"].endswith("you have three.")


def test_what_was_found_otherwise_then_stands_as_it_was_said(client: Client, officer: Person) -> None:
    file = screening.a_file()
    then = [{**file.submission.findings[0], "message": "no-longer-said.fail", "text": "As it was said then."}]
    Submission.objects.filter(pk=file.submission_id).update(findings=[*then, *file.submission.findings[1:]])

    page = client.get(page_of(file)).content.decode()

    assert "As it was said then." in page


def test_what_happened_is_told_in_sentences(client: Client, officer: Person) -> None:
    file = screening.a_file()
    screening.answer_all(officer, file)
    assign_handler(officer, file.agency, [file.pk], officer)
    pass_check(officer, file)
    look_again(officer, file, reason="A letter came in.")

    steps = client.get(page_of(file)).context["steps"]

    number = len(points_to_check(file))
    assert [(each.words, each.reason) for each in steps] == [
        ("The check was opened again.", "A letter came in."),
        ("The formal check was passed.", ""),
        (f"Handed over to {officer.name}.", ""),
        (f"{number} points were answered.", ""),
        ("The formal check began.", ""),
    ]
    assert (len(steps[3].lines), steps[3].lines[0].endswith(": holds")) == (number, True)


@pytest.mark.parametrize("verb", sorted(SENTENCES))
def test_every_move_of_a_file_has_a_sentence(verb: str) -> None:
    assert str(SENTENCES[verb]).endswith(".")
    assert {each.move for each in SCREENING} <= {*SENTENCES, "replace"}


def test_a_training_round_is_marked_on_the_page_of_a_file(client: Client, officer: Person) -> None:
    file = screening.a_file()
    Round.objects.update(years_later=0)
    real = client.get(page_of(file)).content.decode()
    Round.objects.update(years_later=10)

    marked = client.get(page_of(file)).content.decode()

    assert ("banner-training" in real, "banner-training" in marked) == (False, True)


def test_looking_at_a_file_stores_nothing(client: Client, officer: Person) -> None:
    file = screening.a_file()

    client.get(page_of(file))

    assert (PointAnswer.objects.count(), File.objects.get().state) == (0, "received")


def test_what_was_typed_stays_where_words_are_lacking(client: Client, officer: Person) -> None:
    file = screening.a_file()
    one, two = (each.code for each in points_to_check(file)[:2])
    sent = {f"holds-{key(one)}": "no", f"holds-{key(two)}": "no", f"words-{key(two)}": "Typed with care."}

    page = client.post(page_of(file), {"act": "keep", "receipt": file.submission.number, **sent})

    assert page.status_code == 200
    assert "Typed with care." in page.content.decode()
    assert [each["href"] for each in page.context["problems"]] == [f"#words-{key(one)}"]
    assert not PointAnswer.objects.exists()


def test_what_was_typed_stays_where_a_later_version_came_in(client: Client, officer: Person) -> None:
    file = screening.a_file()
    code = points_to_check(file)[0].code
    sent = {f"holds-{key(code)}": "no", f"words-{key(code)}": "Typed with care."}

    page = client.post(page_of(file), {"act": "keep", "receipt": "2016-EARLIER-1", **sent})

    assert "Typed with care." in page.content.decode()
    assert "a later version came in meanwhile" in page.content.decode()


def test_a_file_costs_the_same_with_one_and_with_three_of_everything(
    client: Client, officer: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    file = screening.a_file()
    client.get(page_of(file))  # what was received never changes: its text is drawn once and kept
    for number in (1, 2):
        for _each in range(number):
            Clarification.objects.create(
                file=file, question="Why?", due=NOW, asked_by=officer, asked_at=NOW, closed_at=NOW
            )
            PointAnswer.objects.create(
                file=file, submission=file.submission, point="consortium.minimum-countries", holds="yes", by=officer
            )

        with django_assert_num_queries(14):
            client.get(page_of(file))


def test_papers_are_those_that_were_handed_in(client: Client, officer: Person) -> None:
    consortium = make.a_ready_application()
    paper = ContentFile(b"%PDF-1.4 then", name="then.pdf")
    handed = add_annex(consortium.lead, consortium.application, "timetable", file=paper)
    file = screening.a_file(screening.submitted(consortium))
    later = Annex.objects.create(
        application=consortium.application, kind="timetable", name="later.pdf", size=1, sha256="0" * 64, file="x"
    )

    answer = client.get(page_of(file, f"papers/{handed.pk}"))

    assert (answer.status_code, answer.content) == (200, b"%PDF-1.4 then")
    assert client.get(page_of(file, f"papers/{later.pk}")).status_code == 404


def test_a_question_goes_out_and_its_answer_comes_back(client: Client, officer: Person) -> None:
    consortium = make.a_ready_application()
    file = screening.a_file(screening.submitted(consortium))
    due = (NOW + timedelta(days=7)).strftime("%Y-%m-%dT%H:%M")
    client.post(page_of(file, "question/"), {"question": "Who owns it?", "due": due})
    question = Clarification.objects.get()
    client.force_login(consortium.lead)
    theirs = f"/applications/{file.reference}/questions/"

    seen = client.get(theirs).content.decode()
    client.post(theirs, {"question": question.pk, "answer": "The town."})
    client.force_login(officer)

    assert "Who owns it?" in seen
    assert "The town." in client.get(page_of(file)).content.decode()
    assert File.objects.get().state == "checking"


def test_an_answer_to_a_question_that_is_closed_stays_in_the_form(client: Client) -> None:
    consortium, officer = make.a_ready_application(), agencies.somebody("officer")
    file = screening.a_file(screening.submitted(consortium))
    question = ask_applicant(officer, file, question="Why?", due=NOW + timedelta(days=7), now=NOW)
    Clarification.objects.update(closed_at=NOW)
    client.force_login(consortium.lead)

    page = client.post(
        f"/applications/{file.reference}/questions/", {"question": question.pk, "answer": "Typed with care."}
    )

    assert page.status_code == 200
    assert "Typed with care." in page.content.decode()
    assert Clarification.objects.get().answer == ""


def test_a_question_of_another_application_is_not_answered_here(client: Client) -> None:
    officer, round_ = agencies.somebody("officer"), make.a_round()
    mine, other = make.a_ready_application(round_=round_), make.a_ready_application(round_=round_)
    file = screening.a_file(screening.submitted(other))
    screening.submitted(mine)
    question = ask_applicant(officer, file, question="Why?", due=NOW + timedelta(days=7), now=NOW)
    client.force_login(mine.lead)

    answer = client.post(
        f"/applications/{mine.application.reference}/questions/", {"question": question.pk, "answer": "Me."}
    )

    assert answer.status_code == 404
    assert Clarification.objects.get().is_open


def test_ineligible_goes_from_page_to_page_and_takes_two(client: Client, officer: Person) -> None:
    file = screening.a_file()
    screening.answer_all(officer, file, holds="no", words="Not so.")
    client.post(page_of(file, "ineligible/"), {"reason": "It cannot be.", "appeal": "Within a month."})
    proposal = Proposal.objects.get()
    address = f"/agency/{file.agency}/decisions/{proposal.pk}/"

    own = client.post(address, {"act": "approve", "words": ""})
    client.force_login(agencies.somebody("team-lead"))
    client.post(address, {"act": "approve", "words": ""})

    assert own.status_code == 403
    file.refresh_from_db()
    assert file.state == "ineligible"


def test_a_refusal_without_words_is_asked_for_them(client: Client) -> None:
    file, officer = screening.a_file(), agencies.somebody("officer")
    screening.answer_all(officer, file, holds="no", words="Not so.")
    client.force_login(officer)
    client.post(page_of(file, "ineligible/"), {"reason": "It cannot be.", "appeal": "Within a month."})
    client.force_login(agencies.somebody("director"))

    page = client.post(f"/agency/{file.agency}/decisions/{Proposal.objects.get().pk}/", {"act": "refuse", "words": ""})

    assert "Say why you refuse" in page.content.decode()
    assert Proposal.objects.get().outcome == "open"


def test_the_overview_says_what_waits_for_whom(
    client: Client, officer: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    round_ = make.a_round()
    for number in (1, 2):
        for _each in range(number):
            screening.a_file(round_=round_)

        with django_assert_num_queries(18):
            page = client.get(f"/agency/{agencies.AGENCY}/")

    assert [(each["row"].handler, each["row"].number) for each in page.context["waits"]] == [("nobody", 3)]
    assert (page.context["received"], sum(bar.number for bar in page.context["bars"])) == (3, 3)


def test_a_committee_member_sees_no_files(client: Client) -> None:
    file = screening.a_file()
    client.force_login(agencies.somebody("committee"))

    page = client.get(f"/agency/{file.agency}/")

    assert file.reference not in page.content.decode()
    assert [each["text"] for each in page.context["sub_navigation"]] == ["Overview", "Selection"]
    assert client.get(page_of(file)).status_code == 404


def test_late_requests_and_decisions_cost_the_same_for_one_and_for_three(
    client: Client, officer: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in (1, 2):
        for _each in range(number):
            application = make.a_draft().application
            Extension.objects.create(
                application=application, agency="DE01", happened_at=NOW, what="x", asked_by=officer, asked_at=NOW
            )
            Proposal.objects.create(
                agency="DE01", kind="extension", subject=str(application.pk), reason="x", proposed_by=officer
            )

        with django_assert_num_queries(5):
            client.get("/agency/DE01/extensions/")
        with django_assert_num_queries(7):
            client.get("/agency/DE01/decisions/")


def test_one_file_is_handed_over_on_its_own_page_and_the_page_says_who_has_it(client: Client, officer: Person) -> None:
    file, colleague = screening.a_file(), agencies.somebody("team-lead", name="Tomas Team")
    before = client.get(page_of(file)).content.decode()

    after = client.post(page_of(file), {"act": "assign", "handler": colleague.pk}, follow=True).content.decode()

    file.refresh_from_db()
    assert file.handler == colleague
    assert ("Nobody handles it yet." in before, "Tomas Team handles it now." in after) == (True, True)
    assert "Handed over to Tomas Team." in after
    event = Event.objects.get(verb="assign")
    assert (event.actor, event.facts) == (str(officer.pk), {"before": "", "after": str(colleague.pk)})


def test_handing_a_file_to_whoever_has_it_changes_and_records_nothing(client: Client, officer: Person) -> None:
    file = screening.a_file()
    assign_handler(officer, file.agency, [file.pk], officer)

    page = client.post(page_of(file), {"act": "assign", "handler": officer.pk}, follow=True)

    said = [str(each) for each in page.context["messages"]]
    assert said == [f"Nothing was changed: it is handled by {officer.name} already."]
    assert Event.objects.filter(verb="assign").count() == 1


def test_a_file_is_taken_from_its_handler_on_its_own_page(client: Client, officer: Person) -> None:
    file = screening.a_file()
    assign_handler(officer, file.agency, [file.pk], officer)

    client.post(page_of(file), {"act": "assign", "handler": ""})

    file.refresh_from_db()
    assert file.handler is None


@pytest.mark.parametrize("who", ["recused", "elsewhere", "taking part"])
def test_nobody_is_offered_a_file_that_they_may_not_see(client: Client, officer: Person, who: str) -> None:
    file = screening.a_file()
    if who == "taking part":
        other = make.a_member(file.application.participations.earliest("id").organisation)
        appoint(other, file.agency, "officer", by=None)
    else:
        other = agencies.somebody("officer", agency=agencies.ELSEWHERE if who == "elsewhere" else agencies.AGENCY)
    if who == "recused":
        recuse(other, file.agency, str(file.application_id), reason="A cousin leads it.", by=officer)

    offered = client.get(page_of(file)).context["people"]
    client.post(page_of(file), {"act": "assign", "handler": other.pk})

    file.refresh_from_db()
    assert (list(offered), file.handler) == ([officer], None)


def test_a_director_reads_who_has_a_file_and_hands_it_to_nobody(client: Client) -> None:
    file, director = screening.a_file(), agencies.somebody("director")
    client.force_login(director)

    page = client.get(page_of(file)).content.decode()
    answer = client.post(page_of(file), {"act": "assign", "handler": director.pk})

    file.refresh_from_db()
    assert (answer.status_code, file.handler, "Hand it over" in page) == (403, None, False)
