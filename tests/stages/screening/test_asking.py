"""Questions to applicants, refusals in four eyes, time after the deadline."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from consortia.core.errors import IllegalMoveError
from consortia.stages.agencies.models import Proposal
from consortia.stages.agencies.services import NoReasonError
from consortia.stages.applications.models import Application
from consortia.stages.applications.services.submitting import DeadlinePassedError, submit_application
from consortia.stages.applications.snapshots import view_of
from consortia.stages.letters.models import Letter
from consortia.stages.screening.models import Clarification, Extension, File
from consortia.stages.screening.services.clarifying import (
    DueTooSoonError,
    QuestionClosedError,
    answer_agency,
    ask_applicant,
    go_on_without,
)
from consortia.stages.screening.services.extending import (
    AskedAlreadyError,
    StillOpenError,
    UntilPassedError,
    ask_for_extension,
    decide_extension,
    propose_extension,
    take_back_extension,
)
from consortia.stages.screening.services.filing import take_in
from consortia.stages.screening.services.refusing import (
    NothingFailsError,
    decide_ineligible,
    last_appeal_terms,
    propose_ineligible,
    take_back_ineligible,
)
from tests.factories import agencies, screening
from tests.factories import applications as make

pytestmark = pytest.mark.django_db

NOW = datetime.now().astimezone()
DUE = NOW + timedelta(days=7)


def a_checked_file(**options: object) -> tuple[make.Consortium, File]:
    """A file whose check is under way, with its consortium."""
    consortium = make.a_ready_application(**options)
    screening.submitted(consortium)
    take_in()
    file = File.objects.select_related("submission", "application").get(application=consortium.application)
    screening.answer_all(agencies.somebody("officer"), file)
    return consortium, file


def test_a_question_reaches_everybody_and_the_file_waits() -> None:
    consortium, file = a_checked_file()

    question = ask_applicant(agencies.somebody("officer"), file, question="Who owns it?", due=DUE, now=NOW)

    file.refresh_from_db()
    letters = Letter.objects.filter(kind="clarification")
    assert file.state == "clarifying"
    assert {each.to for each in letters} == {consortium.lead.email, *(each.email for each in consortium.partners)}
    assert all("Who owns it?" in each.body for each in letters)
    assert question.is_open


def test_an_answer_in_time_brings_the_file_back_and_tells_the_officer() -> None:
    consortium, file = a_checked_file()
    officer = agencies.somebody("officer")
    question = ask_applicant(officer, file, question="Who owns it?", due=DUE, now=NOW)

    answered = answer_agency(consortium.lead, question, answer="The town. ", now=NOW + timedelta(days=1))

    file.refresh_from_db()
    assert (answered.answer, answered.late, file.state) == ("The town.", False, "checking")
    assert Letter.objects.get(kind="answer").to == officer.email


def test_a_late_answer_is_taken_and_seen_as_late() -> None:
    consortium, file = a_checked_file()
    question = ask_applicant(agencies.somebody("officer"), file, question="Who owns it?", due=DUE, now=NOW)

    answered = answer_agency(consortium.lead, question, answer="The town.", now=DUE + timedelta(seconds=1))

    assert answered.late
    assert "after its deadline" in Letter.objects.get(kind="answer").body


def test_an_answer_is_given_once_and_the_same_click_twice_is_one_answer() -> None:
    consortium, file = a_checked_file()
    question = ask_applicant(agencies.somebody("officer"), file, question="Who owns it?", due=DUE, now=NOW)
    answer_agency(consortium.lead, question, answer="The town.", now=NOW)

    answer_agency(consortium.lead, question, answer="The town.", now=NOW)
    with pytest.raises(QuestionClosedError):
        answer_agency(consortium.lead, question, answer="The school.", now=NOW)

    assert Clarification.objects.get().answer == "The town."
    assert Letter.objects.filter(kind="answer").count() == 1


def test_only_the_coordinator_answers() -> None:
    consortium, file = a_checked_file()
    question = ask_applicant(agencies.somebody("officer"), file, question="Who owns it?", due=DUE, now=NOW)

    for somebody in (consortium.partners[0], make.a_person(), agencies.somebody("officer")):
        with pytest.raises(PermissionDenied):
            answer_agency(somebody, question, answer="Me.", now=NOW)

    assert Clarification.objects.get().is_open


def test_an_officer_goes_on_without_an_answer_and_then_none_is_taken() -> None:
    consortium, file = a_checked_file()
    officer = agencies.somebody("officer")
    question = ask_applicant(officer, file, question="Who owns it?", due=DUE, now=NOW)

    go_on_without(officer, question, now=DUE)

    file.refresh_from_db()
    assert file.state == "checking"
    with pytest.raises(QuestionClosedError):
        answer_agency(consortium.lead, question, answer="The town.", now=DUE)


def test_a_question_needs_words_and_a_time_ahead_and_stands_alone() -> None:
    _consortium, file = a_checked_file()
    officer = agencies.somebody("officer")

    with pytest.raises(NoReasonError):
        ask_applicant(officer, file, question=" ", due=DUE, now=NOW)
    with pytest.raises(DueTooSoonError):
        ask_applicant(officer, file, question="Who?", due=NOW, now=NOW)
    ask_applicant(officer, file, question="Who?", due=DUE, now=NOW)
    with pytest.raises(IllegalMoveError):
        ask_applicant(officer, file, question="And why?", due=DUE, now=NOW)

    assert Clarification.objects.count() == 1


def refused(file: File) -> Proposal:
    officer = agencies.somebody("officer")
    screening.answer_all(officer, file, holds="no", words="Not so.")
    return propose_ineligible(officer, file, reason="It cannot be.", appeal="To the director, within a month.")


def test_ineligible_takes_two_and_then_a_letter_with_reasons_and_appeal_terms() -> None:
    consortium, file = a_checked_file()
    proposal = refused(file)
    before = Letter.objects.filter(kind="ineligible").count()

    decide_ineligible(agencies.somebody("team-lead"), proposal, approve=True, words="")

    file.refresh_from_db()
    letters = Letter.objects.filter(kind="ineligible")
    assert (before, file.state) == (0, "ineligible")
    assert {each.to for each in letters} == {consortium.lead.email, *(each.email for each in consortium.partners)}
    body = letters[0].body
    for said in ("Not so.", "It cannot be.", "To the director, within a month.", file.submission.number):
        assert said in body


def test_whoever_proposed_it_does_not_decide_it() -> None:
    _consortium, file = a_checked_file()
    lead = agencies.somebody("team-lead")
    screening.answer_all(lead, file, holds="no", words="Not so.")
    proposal = propose_ineligible(lead, file, reason="It cannot be.", appeal="To the director.")

    with pytest.raises(PermissionDenied):
        decide_ineligible(lead, proposal, approve=True, words="")

    file.refresh_from_db()
    assert (file.state, Letter.objects.filter(kind="ineligible").exists()) == ("refusal-proposed", False)


def test_a_refusal_that_is_refused_goes_back_to_be_checked() -> None:
    _consortium, file = a_checked_file()
    proposal = refused(file)

    decide_ineligible(agencies.somebody("director"), proposal, approve=False, words="Ask them first.")

    file.refresh_from_db()
    assert (file.state, Letter.objects.filter(kind="ineligible").exists()) == ("checking", False)


def test_a_proposal_can_be_taken_back_by_whoever_made_it() -> None:
    _consortium, file = a_checked_file()
    proposal = refused(file)

    take_back_ineligible(proposal.proposed_by, proposal)

    file.refresh_from_db()
    assert file.state == "checking"


def test_nothing_is_refused_that_holds() -> None:
    _consortium, file = a_checked_file()

    with pytest.raises(NothingFailsError):
        propose_ineligible(agencies.somebody("officer"), file, reason="No.", appeal="To the director.")

    assert not Proposal.objects.exists()


def test_appeal_terms_are_remembered_by_the_agency_alone() -> None:
    _consortium, file = a_checked_file()
    refused(file)

    assert last_appeal_terms(file.agency) == "To the director, within a month."
    assert last_appeal_terms(agencies.ELSEWHERE) == ""


def a_late_draft() -> make.Consortium:
    """A complete draft whose deadline passed an hour ago."""
    consortium = make.a_ready_application()
    consortium.application.round.deadline = NOW - timedelta(hours=1)
    consortium.application.round.save()
    return consortium


def asked(consortium: make.Consortium) -> Extension:
    return ask_for_extension(
        consortium.lead, consortium.application, happened_at=NOW - timedelta(hours=2), what="A white page.", now=NOW
    )


def test_more_time_takes_two_and_then_the_application_can_be_submitted() -> None:
    consortium = a_late_draft()
    until = NOW + timedelta(days=1)
    proposal = propose_extension(
        agencies.somebody("officer"), asked(consortium), until=until, reason="The log.", words="We saw it.", now=NOW
    )
    with pytest.raises(DeadlinePassedError):
        screening.submitted(consortium)

    decide_extension(agencies.somebody("team-lead"), proposal, approve=True, words="")

    submission = screening.submitted(consortium)
    application = Application.objects.select_related("round").get(pk=consortium.application.pk)
    assert (application.deadline, Extension.objects.get().outcome) == (until, "granted")
    assert {each["status"] for each in submission.findings if each["status"] == "fail"} == set()
    assert "We saw it." in Letter.objects.filter(kind="extension", to=consortium.lead.email).get().body


def test_more_time_ends_to_the_second() -> None:
    consortium = a_late_draft()
    until = NOW + timedelta(days=1)
    proposal = propose_extension(
        agencies.somebody("officer"), asked(consortium), until=until, reason="The log.", words="We saw it.", now=NOW
    )
    decide_extension(agencies.somebody("team-lead"), proposal, approve=True, words="")

    with pytest.raises(DeadlinePassedError):
        submit_application(
            consortium.lead,
            consortium.application,
            request_id="late",
            declared_by="A. Person",
            arrived_at=until + timedelta(seconds=1),
        )

    assert view_of(Application.objects.get(pk=consortium.application.pk), submitted_at=until).blocking == ()


def test_another_application_of_the_round_gets_no_more_time() -> None:
    consortium = a_late_draft()
    other = make.a_ready_application(round_=consortium.application.round)
    proposal = propose_extension(
        agencies.somebody("officer"),
        asked(consortium),
        until=NOW + timedelta(days=1),
        reason="The log.",
        words="We saw it.",
        now=NOW,
    )
    decide_extension(agencies.somebody("team-lead"), proposal, approve=True, words="")

    with pytest.raises(DeadlinePassedError):
        screening.submitted(other)

    assert not other.application.submissions.exists()


def test_a_request_is_refused_in_four_eyes_too() -> None:
    consortium = a_late_draft()
    proposal = propose_extension(
        agencies.somebody("officer"), asked(consortium), until=None, reason="No trace.", words="No trace.", now=NOW
    )

    decide_extension(agencies.somebody("director"), proposal, approve=True, words="")

    assert Extension.objects.get().outcome == "refused"
    assert "refuses it" in Letter.objects.filter(kind="extension", to=consortium.lead.email).get().body
    with pytest.raises(DeadlinePassedError):
        screening.submitted(consortium)


def test_a_proposal_about_time_that_is_refused_or_taken_back_leaves_the_request_waiting() -> None:
    consortium, officer = a_late_draft(), agencies.somebody("officer")
    extension = asked(consortium)
    until = NOW + timedelta(days=1)
    first = propose_extension(officer, extension, until=until, reason="The log.", words="Yes.", now=NOW)
    decide_extension(agencies.somebody("director"), first, approve=False, words="Look again.")

    second = propose_extension(officer, extension, until=until, reason="The log.", words="Yes.", now=NOW)
    take_back_extension(officer, second)

    assert Extension.objects.get().outcome == "asked"
    assert not Letter.objects.filter(kind="extension").exists()


def test_time_is_asked_for_once_at_a_time_and_only_after_the_deadline() -> None:
    consortium = a_late_draft()
    asked(consortium)

    with pytest.raises(AskedAlreadyError):
        asked(consortium)
    with pytest.raises(StillOpenError):
        asked(make.a_ready_application())

    assert Extension.objects.count() == 1


def test_who_may_ask_for_time_and_propose_it() -> None:
    consortium = a_late_draft()
    stranger = agencies.somebody("officer", agency=agencies.ELSEWHERE)
    with pytest.raises(PermissionDenied):
        ask_for_extension(stranger, consortium.application, happened_at=NOW, what="It failed.", now=NOW)
    with pytest.raises(PermissionDenied):
        ask_for_extension(consortium.partners[0], consortium.application, happened_at=NOW, what="It failed.", now=NOW)
    telephoned = ask_for_extension(
        agencies.somebody("officer"), consortium.application, happened_at=NOW, what="It failed.", now=NOW
    )

    with pytest.raises(PermissionDenied):
        propose_extension(stranger, telephoned, until=None, reason="No.", words="No.", now=NOW)
    with pytest.raises(UntilPassedError):
        propose_extension(agencies.somebody("officer"), telephoned, until=NOW, reason="x", words="x", now=NOW)

    assert Extension.objects.get().outcome == "asked"
