from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from consortia.stages.agencies.models import Proposal
from consortia.stages.agencies.services import recuse
from consortia.stages.applications.models import Application
from consortia.stages.applications.services.submitting import withdraw_application
from consortia.stages.applications.services.writing import Save, save_answer
from consortia.stages.calls.services import set_team
from consortia.stages.journal.queries import events_of
from consortia.stages.screening.models import Clarification, File
from consortia.stages.screening.services.clarifying import ask_applicant
from consortia.stages.screening.services.filing import filed, take_in
from consortia.stages.screening.services.refusing import propose_ineligible
from tests.factories import agencies, screening
from tests.factories import applications as make

pytestmark = pytest.mark.django_db


def again(consortium: make.Consortium) -> None:
    """Change something and submit a later version."""
    application = Application.objects.get(pk=consortium.application.pk)
    answer = application.answers.first()
    assert answer is not None
    save = Save(text="Another text.", save_id="later")
    save_answer(consortium.lead, application, answer.question, scope=answer.scope, save=save)
    screening.submitted(consortium)


def test_what_was_received_gets_a_file_with_what_lists_need() -> None:
    consortium = make.a_ready_application(title="Repair cafés")
    submission = screening.submitted(consortium)

    changed = take_in()

    file = File.objects.get()
    assert changed == 1
    assert (file.application, file.submission, file.state) == (consortium.application, submission, "received")
    assert (file.agency, file.field, file.type, file.country) == ("DE01", "HE", "INNOVATION", "DE")
    assert (file.title, file.acronym, file.organisations) == ("Repair cafés", "REPAIR", 3)
    assert (file.requested, file.received_at) == (Decimal(submission.budget["grant"]), submission.received_at)
    assert file.coordinator == consortium.participations[0].organisation.name


def test_taking_in_twice_changes_nothing() -> None:
    screening.a_submission()
    take_in()

    assert (take_in(), File.objects.count()) == (0, 1)


def test_a_draft_has_no_file() -> None:
    make.a_ready_application()

    assert (take_in(), File.objects.count()) == (0, 0)


def test_nothing_is_missed_however_many_came_in() -> None:
    round_ = make.a_round()
    submissions = [screening.a_submission(round_=round_) for _number in range(3)]

    take_in()

    assert {each.submission_id for each in File.objects.all()} == {each.pk for each in submissions}


def test_the_file_follows_the_version_that_counts() -> None:
    consortium = make.a_ready_application()
    screening.submitted(consortium)
    take_in()
    file = File.objects.get()
    screening.answer_all(agencies.somebody("officer", agency=file.agency), file)

    again(consortium)
    take_in()

    file.refresh_from_db()
    counting = consortium.application.submissions.get(state="current")
    assert (file.submission, file.state, file.received_at) == (counting, "received", counting.received_at)
    assert events_of(file)[0].verb == "follow-version"
    assert file.point_answers.exclude(submission=counting).count() > 20


def test_a_withdrawn_application_closes_its_file_and_what_waited_about_it() -> None:
    consortium = make.a_ready_application()
    screening.submitted(consortium)
    take_in()
    file = File.objects.get()
    officer = agencies.somebody("officer", agency=file.agency)
    screening.answer_all(officer, file, holds="no", words="It does not.")
    propose_ineligible(officer, file, reason="It does not hold.", appeal="Within a month.")

    withdraw_application(consortium.lead, consortium.application)
    take_in()

    file.refresh_from_db()
    proposal = Proposal.objects.get()
    assert (file.state, proposal.outcome, proposal.words) == (
        "withdrawn",
        "taken-back",
        "The application was withdrawn.",
    )


def test_a_later_version_closes_the_open_question() -> None:
    consortium = make.a_ready_application()
    screening.submitted(consortium)
    take_in()
    file = File.objects.get()
    now = datetime.now().astimezone()
    due = now.replace(year=now.year + 1)
    ask_applicant(agencies.somebody("officer", agency=file.agency), file, question="Why?", due=due, now=now)

    again(consortium)
    take_in()

    question = Clarification.objects.get()
    assert (question.is_open, question.answered_at) == (False, None)


def test_one_file_is_found_with_its_latest_version_without_taking_all_in() -> None:
    consortium = make.a_ready_application()
    screening.submitted(consortium)
    take_in()
    again(consortium)

    file = filed("DE01", consortium.application.reference)

    assert file is not None
    assert file.submission.state == "current"
    assert filed("FI01", consortium.application.reference) is None


def test_nobody_of_the_team_gets_what_they_keep_away_from() -> None:
    round_, tied, free = make.a_round(), agencies.somebody("officer"), agencies.somebody("officer")
    set_team(agencies.somebody("team-lead"), agencies.AGENCY, round_, [(tied, ""), (free, "")])
    consortia = [make.a_ready_application(round_=round_, title=title) for title in ("One", "Two", "Three")]
    for consortium in consortia:
        application = screening.submitted(consortium).application
        recuse(tied, agencies.AGENCY, str(application.pk), reason="A cousin leads it.", by=tied)
    recuse(free, agencies.AGENCY, str(application.pk), reason="A neighbour.", by=free)

    take_in()

    handlers = dict(File.objects.order_by("id").values_list("application__title", "handler"))
    assert handlers == {"One": free.pk, "Two": free.pk, "Three": None}


def test_what_comes_in_goes_to_whoever_of_the_team_handles_the_fewest() -> None:
    round_ = make.a_round()
    lead = agencies.somebody("team-lead")
    officers = [agencies.somebody("officer") for _number in range(2)]
    set_team(lead, agencies.AGENCY, round_, [(officers[0], "HE"), (officers[1], "HE"), (lead, "")])
    for _number in range(4):
        screening.a_submission(round_=round_)

    take_in()

    handlers = list(File.objects.values_list("handler", flat=True))
    assert {each: handlers.count(each) for each in set(handlers)} == {each.pk: 2 for each in officers}


def test_nobody_who_left_is_handed_anything() -> None:
    round_ = make.a_round()
    officer = agencies.somebody("officer")
    set_team(agencies.somebody("team-lead"), agencies.AGENCY, round_, [(officer, "")])
    officer.posts.update(ended_at=datetime.now().astimezone())
    screening.a_submission(round_=round_)

    take_in()

    assert File.objects.get().handler is None


def test_taking_in_costs_the_same_number_of_questions_for_one_and_for_three(
    django_assert_num_queries: object,
) -> None:
    round_ = make.a_round()
    for number in (1, 3):
        for _each in range(number):
            screening.a_submission(round_=round_)

        with django_assert_num_queries(8):  # type: ignore[operator]  # a fixture of pytest-django
            take_in()
