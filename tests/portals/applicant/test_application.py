"""The overview of an application: how far each task is, for whom, and what happened to the whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from consortia.portals.applicant.overview import Task
from consortia.stages.applications.models import Application, Participation
from consortia.stages.applications.services.consortium import invite_organisation
from consortia.stages.applications.services.mandates import digests_for, give_mandate
from consortia.stages.applications.services.starting import change_choices, choices_of
from consortia.stages.applications.services.submitting import submit_application, withdraw_application
from consortia.stages.applications.services.writing import Save, save_answer
from consortia.stages.applications.snapshots import view_of
from consortia.stages.calls.models import Round
from consortia.stages.people.models import Person
from tests.factories import applications as make
from tests.portals.applicant.planning import ACTIVITY, MEETING, OUTPUT, a_meeting, address, words


def opened(consortium: make.Consortium, person: Person | None = None) -> Any:
    client = Client()
    client.force_login(person or consortium.lead)
    return client.get(address("application", consortium))


def tasks_of(consortium: make.Consortium, person: Person | None = None) -> dict[str, Task]:
    groups = opened(consortium, person).context["groups"]
    return {task.title: task for group in groups for task in group.tasks}


def submit(consortium: make.Consortium) -> None:
    submit_application(
        consortium.lead,
        consortium.application,
        request_id="first",
        declared_by="A. Person",
        arrived_at=timezone.now(),
    )


def test_a_new_application_has_everything_before_it() -> None:
    tasks = tasks_of(make.a_draft(countries=["DE"]))

    assert tasks["Choices and dates"].status == "complete"
    assert (tasks["Priorities"].status, tasks["Priorities"].hint) == ("complete", "1 chosen")
    assert (tasks["Consortium"].status, tasks["Consortium"].hint) == ("not-started", "1 organisation")
    assert tasks["The project"].status == "not-started"
    assert (tasks["Submit"].status, tasks["Submit"].word) == ("not-started", "Not yet")


def test_every_task_leads_to_a_page() -> None:
    consortium = make.a_draft()
    client = Client()
    client.force_login(consortium.lead)

    found = {task.href: client.get(task.href).status_code for task in tasks_of(consortium).values()}

    assert set(found.values()) == {200}


def test_a_section_counts_its_answers() -> None:
    consortium = make.a_draft()
    place = view_of(consortium.application).missing[0].where[0]
    question, _at, scope = place.removeprefix("answers.").partition("@")
    save_answer(
        consortium.lead, consortium.application, question, scope=scope, save=Save(text="A start.", save_id="one")
    )

    assert any(task.hint.startswith("1 of ") and task.status == "in-progress" for task in tasks_of(consortium).values())


def test_answers_over_their_limit_need_attention() -> None:
    consortium = make.a_draft()
    call = view_of(consortium.application).rows.call
    section, question = next(
        (s, q) for s in call.sections for q in s.questions if q.limit and q.asked_of == "application" and not q.fills
    )
    save = Save(text="x" * ((question.limit or 0) + 1), save_id="one")
    save_answer(consortium.lead, consortium.application, question.code, save=save)

    task = tasks_of(consortium)[section.title]
    assert (task.status, task.hint) == ("needs-attention", "1 answer is too long")


def test_somebody_who_has_not_answered_keeps_the_consortium_open() -> None:
    consortium = make.a_draft()
    organisation = make.an_organisation(make.a_person(), country="FI")
    invite_organisation(
        consortium.lead, consortium.application, organisation, role="partner", link="http://testserver/{token}/"
    )

    task = tasks_of(consortium)["Consortium"]
    assert (task.status, task.hint) == ("in-progress", "4 organisations, 1 has not answered yet")


def test_headings_say_what_they_hold() -> None:
    consortium = make.a_draft()
    view = view_of(consortium.application)
    a_meeting(consortium)
    title = {heading.code: heading.title for heading in view.rows.call.headings}

    tasks = tasks_of(consortium)

    assert tasks[title[MEETING]].hint.replace("\N{NO-BREAK SPACE}", " ").startswith("1 entry, € ")
    assert (tasks[title[ACTIVITY]].status, tasks[title[ACTIVITY]].word) == ("not-started", "Nothing planned")


def test_headings_closed_to_the_type_stay_out_unless_they_hold_something() -> None:
    consortium = make.a_ready_application()
    view = view_of(consortium.application)
    title = {heading.code: heading.title for heading in view.rows.call.headings}
    chosen = replace(choices_of(consortium.application), field="VET", type="GOOD_PRACTICE")
    change_choices(consortium.lead, consortium.application, chosen, seen=consortium.application.facts_version)

    assert tasks_of(consortium)[title[OUTPUT]].status == "needs-attention"
    consortium.application.plan_rows.filter(heading=OUTPUT).delete()
    assert title[OUTPUT] not in tasks_of(consortium)


def test_a_ready_application_can_be_submitted_by_the_coordinator() -> None:
    consortium = make.a_ready_application()

    tasks = tasks_of(consortium)

    assert (tasks["Check everything"].status, tasks["Submit"].word) == ("complete", "Ready")
    assert tasks["Submit"].href == address("submit", consortium)


def test_partners_are_led_to_their_own_part_until_it_is_written() -> None:
    consortium = make.a_draft()
    partner = consortium.partners[0]

    before, of_lead = tasks_of(consortium, partner)["The organisations"], tasks_of(consortium)["The organisations"]
    make.fill_answers(consortium.lead, consortium.application)
    after = tasks_of(consortium, partner)["The organisations"]

    assert before.href.endswith("/form/organisations/o2/")
    assert before.hint.startswith("Your part: 0 of ")
    assert of_lead.href == after.href == before.href.replace("o2/", "")


def test_partners_are_told_who_submits() -> None:
    consortium = make.a_ready_application()

    task = tasks_of(consortium, consortium.partners[0])["Submit"]

    assert (task.href, task.hint) == ("", "The coordinator does this.")


def test_mandates_lead_each_partner_to_its_own() -> None:
    consortium = make.a_ready_application()
    partner = consortium.partners[0]
    part = consortium.part_of(partner)

    before = tasks_of(consortium, partner)["Mandates of the partners"]
    seen = digests_for(view_of(consortium.application), part)
    give_mandate(partner, part, signatory="A. Rector", seen=seen)
    after = tasks_of(consortium, partner)["Mandates of the partners"]

    assert before.href == address("mandate", consortium, key=part.key)
    assert (before.hint, before.status) == ("0 of 2 given", "not-started")
    assert (after.hint, after.status) == ("1 of 2 given", "in-progress")


def test_a_submitted_application_shows_its_receipt() -> None:
    consortium = make.a_ready_application()
    submit(consortium)

    page = words(opened(consortium))

    assert "Submitted: receipt" in page
    assert "submit again until the deadline" in page


def test_after_the_deadline_it_says_what_counts() -> None:
    consortium = make.a_ready_application()
    Round.objects.update(deadline=timezone.now() - timedelta(minutes=1))

    assert "Nothing was submitted." in words(opened(consortium))


def test_a_withdrawn_application_says_so() -> None:
    consortium = make.a_ready_application()
    withdraw_application(consortium.lead, consortium.application)

    page = words(opened(consortium))

    assert "This application was withdrawn" in page
    assert Application.objects.get().state == "withdrawn"


def test_it_tells_who_works_here() -> None:
    consortium = make.a_draft()

    page = words(opened(consortium))

    assert "Ada Lindqvist (you)" in page
    assert consortium.participations[1].organisation.name in page


def test_associated_partners_read_it() -> None:
    consortium = make.a_draft()
    person = make.a_partner(consortium.lead, consortium.application, country="FI", role=Participation.Role.ASSOCIATED)

    assert opened(consortium, person).status_code == 200
