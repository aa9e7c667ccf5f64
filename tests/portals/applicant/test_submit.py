from __future__ import annotations

import json
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from consortia.documents.proof import prove_receipt
from consortia.portals.applicant.pages import submit as submit_page
from consortia.stages.applications.models import Application, Participation, PlanRow, Submission
from consortia.stages.applications.services.papers import draw_submission
from consortia.stages.applications.services.planning import change_plan_row, entry_of
from consortia.stages.applications.services.submitting import submit_application
from consortia.stages.calls.models import Round
from tests.factories import applications as make
from tests.portals.applicant.acting import at, client_of, declaration, words_of


@pytest.fixture(autouse=True)
def _files_of_its_own(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def receipt(submission: Submission, **parts: str) -> str:
    name = "applicant:receipt_file" if parts else "applicant:receipt"
    return reverse(name, kwargs={"number": submission.number, **parts})


def submitted(consortium: make.Consortium, request_id: str = "") -> Submission:
    return submit_application(
        consortium.lead,
        consortium.application,
        request_id=request_id or uuid.uuid4().hex,
        declared_by="Dr Ada Lindqvist",
        arrived_at=timezone.now(),
    )


def test_the_page_shows_what_is_sent_and_the_declaration() -> None:
    consortium = make.a_ready_application()

    answer = client_of(consortium.lead).get(at(consortium, "submit"))

    said = words_of(answer)
    assert "Check your answers and submit" in said
    assert (
        f"I may sign for {consortium.participations[0].organisation.name}, which coordinates this application." in said
    )
    assert "Mandates 0 of 2 given" in said
    assert "2 mandates are missing or need a new look" in said
    assert 'name="request_id" value="' in answer.content.decode()


def test_one_click_leads_to_the_receipt() -> None:
    consortium = make.a_ready_application()
    client = client_of(consortium.lead)

    answer = client.post(at(consortium, "submit"), declaration())

    submission = Submission.objects.get()
    assert answer["Location"] == receipt(submission)
    assert (submission.declared_by, submission.submitted_by) == ("Dr Ada Lindqvist", consortium.lead)
    assert "Your application was received" in words_of(client.get(receipt(submission)))


def test_a_repeated_request_leads_to_the_same_receipt() -> None:
    consortium = make.a_ready_application()
    client = client_of(consortium.lead)
    sent = declaration()

    places = {client.post(at(consortium, "submit"), sent)["Location"] for _click in range(3)}

    assert len(places) == 1
    assert Submission.objects.count() == 1


def test_sending_unchanged_from_another_page_leads_to_the_receipt_that_counts() -> None:
    consortium = make.a_ready_application()
    client = client_of(consortium.lead)
    first = client.post(at(consortium, "submit"), declaration())["Location"]
    client.get(first)

    answer = client.post(at(consortium, "submit"), declaration(), follow=True)

    assert answer.redirect_chain[-1][0] == first
    assert "Nothing has changed since you submitted. This receipt still counts." in words_of(answer)
    assert Submission.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"declared_by": ""}, "Legal representative who declares this"),
        ({"declares": ""}, "Tick this once the person has agreed to the declaration."),
        ({"declared_by": "A\x00B"}, "characters that cannot be shown"),
    ],
)
def test_an_unfinished_declaration_comes_back_with_what_is_missing(changes: dict[str, str], said: str) -> None:
    consortium = make.a_ready_application()
    sent = declaration(**changes)

    answer = client_of(consortium.lead).post(at(consortium, "submit"), sent)

    assert said in words_of(answer)
    assert f'value="{sent["request_id"]}"' in answer.content.decode()
    assert not Submission.objects.exists()


@pytest.mark.parametrize("request_id", ["", "not a number", "1"])
def test_a_request_without_its_number_is_not_taken(request_id: str) -> None:
    consortium = make.a_ready_application()

    answer = client_of(consortium.lead).post(at(consortium, "submit"), declaration(request_id=request_id))

    assert answer.status_code == 200
    assert not Submission.objects.exists()


def test_a_page_of_another_application_is_told_apart() -> None:
    one, other = make.a_ready_application(), make.a_ready_application()
    sent = declaration()
    client_of(one.lead).post(at(one, "submit"), sent)

    answer = client_of(other.lead).post(at(other, "submit"), sent)

    assert "This page belongs to another application." in words_of(answer)


def test_everything_in_the_way_is_listed_with_links() -> None:
    consortium = make.a_draft(countries=("BE", "ES"))

    page = client_of(consortium.lead).get(at(consortium, "submit"))
    sent = client_of(consortium.lead).post(at(consortium, "submit"), declaration())

    said = words_of(page)
    assert "Not ready to submit yet" in said
    assert "Three organisations from Programme Countries are needed; you have two." in said
    assert "Your country has several agencies." in said
    assert "The project Needs" in said
    assert f'href="{at(consortium, "agency")}"' in page.content.decode()
    assert "Declaration on honour" not in said
    assert (sent.status_code, Submission.objects.count()) == (200, 0)


def test_an_organisation_that_has_not_answered_is_named() -> None:
    consortium = make.a_ready_application()
    Participation.objects.filter(application=consortium.application, key="o2").update(state="invited")

    said = words_of(client_of(consortium.lead).get(at(consortium, "submit")))

    assert f"{consortium.participations[1].organisation.name} has not answered your invitation." in said


def test_an_answer_over_its_limit_says_by_how_much() -> None:
    consortium = make.a_ready_application()
    consortium.application.answers.filter(question="topics.list").update(text="x" * 5001)
    answer = consortium.application.answers.exclude(text="").filter(scope="").last()
    assert answer is not None
    consortium.application.answers.filter(pk=answer.pk).update(text="x" * 20_000)

    assert "characters" in words_of(client_of(consortium.lead).get(at(consortium, "submit")))


@pytest.fixture
def arrived(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Set the server's clock as the page reads it on arrival."""

    class Clock:
        moment = timezone.now()

        def now(self) -> datetime:
            return self.moment

    clock = Clock()
    monkeypatch.setattr(submit_page, "timezone", clock)
    return clock


@pytest.mark.parametrize(
    ("shift", "stored"),
    [(timedelta(microseconds=-1), 1), (timedelta(0), 1), (timedelta(microseconds=1), 0)],
    ids=["just before", "at", "just after"],
)
def test_the_clock_at_arrival_decides(arrived: Any, shift: timedelta, stored: int) -> None:
    round_ = make.a_round()
    consortium = make.a_ready_application(round_=round_)
    arrived.moment = round_.deadline + shift

    answer = client_of(consortium.lead).post(at(consortium, "submit"), declaration())

    assert Submission.objects.count() == stored
    assert answer.status_code == (302 if stored else 200)
    assert stored or "The deadline has passed" in words_of(answer)


def test_after_the_deadline_an_earlier_version_stays(arrived: Any) -> None:
    round_ = make.a_round()
    consortium = make.a_ready_application(round_=round_)
    submission = submitted(consortium)
    arrived.moment = round_.deadline + timedelta(seconds=1)

    said = words_of(client_of(consortium.lead).get(at(consortium, "submit")))

    assert "The version you submitted before stays valid." in said
    assert submission.number in said


def test_a_twin_of_the_same_consortium_is_warned_of() -> None:
    round_ = make.a_round()
    one, other = make.a_ready_application(round_=round_), make.a_ready_application(round_=round_)
    submitted(one)
    for mine, theirs in zip(other.participations, one.participations, strict=True):
        Participation.objects.filter(pk=mine.pk).update(organisation=theirs.organisation)

    said = words_of(client_of(one.lead).get(at(other, "submit")))

    assert "The same consortium has submitted before in this call" in said


def test_an_agency_is_chosen_where_there_are_several() -> None:
    consortium = make.a_draft(countries=("BE", "ES", "PL"))
    client = client_of(consortium.lead)

    shown = words_of(client.get(at(consortium, "agency")))
    unchosen = words_of(client.post(at(consortium, "agency"), {}))
    answer = client.post(at(consortium, "agency"), {"agency": "BE02"})

    assert "Flemish community" in shown
    assert "Choose the agency." in unchosen
    assert answer["Location"] == at(consortium, "submit")
    assert Application.objects.get(pk=consortium.application.pk).agency == "BE02"


def test_an_agency_that_went_in_the_meantime_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    consortium = make.a_draft(countries=("BE", "ES", "PL"))

    def gone(*_arguments: object, **_named: object) -> None:
        raise submit_page.UnknownAgencyError

    monkeypatch.setattr(submit_page, "choose_agency", gone)

    said = words_of(client_of(consortium.lead).post(at(consortium, "agency"), {"agency": "BE02"}))
    assert "The coordinator changed in the meantime." in said


def test_one_agency_needs_no_choice_and_none_is_explained() -> None:
    consortium = make.a_draft()
    client = client_of(consortium.lead)

    one = words_of(client.get(at(consortium, "agency")))
    consortium.participations[0].organisation.__class__.objects.update(country="CH")
    none = words_of(client.get(at(consortium, "agency")))

    assert "Nothing has to be chosen." in one
    assert "No agency is known for the coordinator" in none


def test_the_receipt_names_the_moment_on_all_clocks_and_refreshes_itself() -> None:
    consortium = make.a_ready_application()
    consortium.lead.time_zone = "Europe/Helsinki"
    consortium.lead.save()
    submission = submitted(consortium)

    answer = client_of(consortium.lead).get(receipt(submission))

    said = words_of(answer)
    assert all(clock in said for clock in ("Brussels time", "UTC", "Helsinki time"))
    assert submission.sha256 in said
    assert "Here the training ends" in said
    assert "Being drawn" in said
    assert "data-waits" in answer.content.decode()
    # Without a fragment: with one, a browser would not fetch the page again.
    assert f'<a href="{receipt(submission)}">Look again</a>' in answer.content.decode()


def test_a_pdf_that_takes_long_is_told_and_a_drawn_one_linked() -> None:
    consortium = make.a_ready_application()
    submission = submitted(consortium)
    Submission.objects.filter(pk=submission.pk).update(received_at=timezone.now() - timedelta(minutes=6))
    client = client_of(consortium.lead)

    long = client.get(receipt(submission))
    missing = client.get(receipt(submission, file="application.pdf"))
    draw_submission(str(submission.pk))
    drawn = client.get(receipt(submission))
    there = client.get(receipt(submission, file="application.pdf"))

    assert "takes longer than usual" in words_of(long)
    assert "data-waits" not in long.content.decode()
    assert missing.status_code == 404
    assert receipt(submission, file="application.pdf") in drawn.content.decode()
    assert there.content[:5] == b"%PDF-"


def test_the_files_of_a_receipt_prove_themselves_and_act_as_no_page() -> None:
    consortium = make.a_ready_application()
    submission = submitted(consortium)
    client = client_of(consortium.partners[0])

    whole = client.get(receipt(submission, file="receipt.json"))
    alone = client.get(receipt(submission, file="snapshot.json"))
    paper = client.get(receipt(submission, file="receipt.pdf"))

    steps = prove_receipt(json.loads(whole.content), copy=json.loads(alone.content))
    assert all(step.holds for step in steps)
    assert whole["Content-Disposition"] == f'attachment; filename="{submission.number}.receipt.json"'
    assert whole["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert paper["Content-Type"] == "application/pdf"
    assert client.get(receipt(submission, file="other.txt")).status_code == 404


def test_strangers_find_neither_receipt_nor_files() -> None:
    submission = submitted(make.a_ready_application())
    stranger = client_of(make.a_person())

    assert stranger.get(receipt(submission)).status_code == 404
    assert stranger.get(receipt(submission, file="receipt.json")).status_code == 404
    assert Client().get(receipt(submission)).status_code == 302


def changed(consortium: make.Consortium) -> None:
    row = PlanRow.objects.get(application=consortium.application, key="m1")
    entry = entry_of(row)
    entry.values["travellers"][0]["people"] += 1
    change_plan_row(consortium.lead, row, entry, seen=row.version)


def test_all_versions_stand_in_a_list_and_can_be_compared() -> None:
    consortium = make.a_ready_application()
    first = submitted(consortium)
    changed(consortium)
    second = submitted(consortium)
    client = client_of(consortium.partners[0])

    listed = words_of(client.get(at(consortium, "submissions")))
    older = words_of(client.get(receipt(first)))
    compared = words_of(client.get(at(consortium, "submissions_compare"), {"one": "2", "other": "1"}))

    assert f"{second.number} " in listed
    assert "Replaced by a later version" in listed
    assert f"The receipt of the version that counts: {second.number}" in older
    assert "From version 1 to version 2" in compared
    assert "Kick-off meeting Transnational project meetings Changed" in compared


@pytest.mark.parametrize(
    "asked", [{}, {"one": "1"}, {"one": "1", "other": "1"}, {"one": "1", "other": "9"}, {"one": "x"}]
)
def test_versions_that_are_not_two_cannot_be_compared(asked: dict[str, str]) -> None:
    consortium = make.a_ready_application()
    submitted(consortium)

    assert client_of(consortium.lead).get(at(consortium, "submissions_compare"), asked).status_code == 404


def test_an_empty_list_of_versions_says_what_to_do() -> None:
    consortium = make.a_draft()

    assert "Nothing was submitted yet" in words_of(client_of(consortium.lead).get(at(consortium, "submissions")))


def test_the_list_costs_the_same_queries_with_one_and_with_three_versions() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    consortium = make.a_ready_application()
    client = client_of(consortium.lead)
    counts = []
    for more in (1, 2):
        for _version in range(more):
            submitted(consortium)
        client.get(at(consortium, "submissions"))
        with CaptureQueriesContext(connection) as captured:
            client.get(at(consortium, "submissions"))
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_withdrawing_and_taking_up_again() -> None:
    consortium = make.a_ready_application()
    submission = submitted(consortium)
    client = client_of(consortium.lead)

    shown = words_of(client.get(at(consortium, "withdraw")))
    done = words_of(client.post(at(consortium, "withdraw"), {"reason": "A partner left."}, follow=True))
    old = words_of(client.get(receipt(submission)))
    again = client.post(at(consortium, "withdraw"))

    assert f"What was received under {submission.number} stays on record" in shown
    assert "This application is withdrawn" in done
    assert "The application was withdrawn" in old
    assert again["Location"] == at(consortium, "application")
    assert Application.objects.get(pk=consortium.application.pk).state == Application.State.DRAFT


def test_after_the_deadline_a_withdrawn_application_stays_so() -> None:
    consortium = make.a_draft()
    client = client_of(consortium.lead)
    client.post(at(consortium, "withdraw"), {"reason": ""})
    Round.objects.update(deadline=timezone.now() - timedelta(seconds=1))

    answer = words_of(client.post(at(consortium, "withdraw"), follow=True))

    assert "The deadline has passed, so it stays withdrawn." in answer


def test_a_reason_over_its_limit_comes_back() -> None:
    consortium = make.a_draft()

    answer = client_of(consortium.lead).post(at(consortium, "withdraw"), {"reason": "x" * 1001})

    assert "one character over its limit" in words_of(answer)


def test_the_papers_are_listed_and_printed() -> None:
    consortium = make.a_ready_application()
    submitted(consortium)
    client = client_of(consortium.partners[0])

    listed = words_of(client.get(at(consortium, "papers")))
    files = {name: client.get(at(consortium, "paper", paper=name)) for name in ("application.pdf", "form.docx")}
    unknown = client.get(at(consortium, "paper", paper="secrets.txt"))

    assert "The blank form" in listed
    assert files["application.pdf"].content[:5] == b"%PDF-"
    assert files["form.docx"].content[:2] == b"PK"
    assert files["form.docx"]["Content-Disposition"].startswith("attachment")
    assert unknown.status_code == 404


def test_the_receipt_speaks_of_submitting_again_only_until_the_deadline() -> None:
    consortium = make.a_ready_application()
    submission = submitted(consortium)
    client = client_of(consortium.lead)
    before = words_of(client.get(receipt(submission)))
    Round.objects.update(deadline=submission.received_at)

    after = words_of(client.get(receipt(submission)))

    assert ("you may submit again" in before, "you may submit again" in after) == (True, False)


def test_the_deadline_itself_is_in_time_and_what_comes_after_is_late() -> None:
    application = make.a_draft().application
    deadline = application.deadline

    late = [application.is_late(deadline + timedelta(seconds=each)) for each in (-1, 0, 1)]

    assert late == [False, False, True]
