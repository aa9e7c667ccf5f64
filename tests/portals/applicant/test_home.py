"""My applications: what a person finds there, in as many questions to the database for many as for one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consortia.stages.applications.models import Application, Invitation
from consortia.stages.applications.services.consortium import invite_by_email
from consortia.stages.applications.services.starting import Choices, start_application
from consortia.stages.applications.services.talking import Place, comment_on
from consortia.stages.calls.models import Round
from consortia.stages.calls.snapshots import call_of_round
from consortia.stages.organisations.models import Membership
from consortia.stages.people.models import Person
from tests.factories import applications as make
from tests.portals.applicant.planning import words

# Sign-in and reader (2), memberships, applications, what hangs on them (4), tasks, invitations, rounds, and the calls.
QUERIES = 11


def home_of(person: Person) -> Any:
    client = Client()
    client.force_login(person)
    return client.get(reverse("applicant:home"))


def another(consortium: make.Consortium, title: str, *, round_: Round | None = None) -> Application:
    application = consortium.application
    return start_application(
        consortium.lead,
        round_ or application.round,
        consortium.participations[0].organisation,
        title=title,
        choices=Choices(field="HE", type="INNOVATION", format="general", start=application.start, months=24),
    )


def test_an_application_tells_how_it_stands() -> None:
    consortium = make.a_draft()

    page = words(home_of(consortium.lead))

    assert "Repair cafés as classrooms" in page
    assert f"{consortium.participations[0].organisation.name}: Coordinator" in page
    assert "answers and papers are missing" in page
    assert "29 days and 23 hours left" in page
    assert "Draft" in page


@pytest.mark.parametrize("count", [1, 3])
def test_many_applications_ask_no_more_of_the_database_than_one(count: int, django_assert_num_queries: Any) -> None:
    consortium = make.a_draft()
    call_of_round(consortium.application.round)
    for number in range(count - 1):
        another(consortium, f"Project {number}")
    client = Client()
    client.force_login(consortium.lead)

    with django_assert_num_queries(QUERIES):
        answer = client.get(reverse("applicant:home"))

    assert len(answer.context["open"]) == count


def test_the_nearest_deadline_stands_first() -> None:
    consortium = make.a_draft()
    another(consortium, "Soon", round_=make.a_round(deadline=timezone.now() + timedelta(days=3)))

    titles = [each.application.title for each in home_of(consortium.lead).context["open"]]

    assert titles == ["Soon", "Repair cafés as classrooms"]


def test_applications_after_their_deadline_are_closed() -> None:
    consortium = make.a_draft()
    Round.objects.update(deadline=datetime.now().astimezone() - timedelta(days=1))

    answer = home_of(consortium.lead)

    assert not answer.context["open"]
    assert "Never submitted" in words(answer)


def test_an_invitation_waits_for_an_answer() -> None:
    consortium = make.a_draft()
    asked = make.a_person(email="Asked@example.org")
    invite_by_email(
        consortium.lead, consortium.application, "asked@Example.org", role="partner", link="http://testserver/{token}/"
    )

    answer = home_of(asked)

    assert "Ada Lindqvist asks you to take part as partner" in words(answer)
    token = Invitation.objects.get(email__iexact="asked@example.org").token
    assert reverse("applicant:invitation", kwargs={"token": token}) in answer.content.decode()


def test_a_task_waits_until_it_is_done() -> None:
    consortium = make.a_draft()
    partner = consortium.partners[0]
    question = next(each for each in call_of_round(consortium.application.round).questions if each.kind == "long-text")
    comment_on(
        consortium.lead,
        consortium.application,
        Place(question=question.code),
        text="Please add your figures",
        asked_of=partner,
        due=timezone.localdate() - timedelta(days=1),
    )

    page = words(home_of(partner))

    assert "Please add your figures" in page
    assert "Overdue" in page
    assert "Please add your figures" not in words(home_of(consortium.lead))


def test_a_newcomer_is_led_to_an_organisation() -> None:
    make.a_round()

    page = words(home_of(make.a_person()))

    assert "This is the way to your first application" in page
    assert "Find your organisation" in page
    assert "Rounds you can start in" in page
    assert "Education and training" in page


def test_somebody_with_an_organisation_is_led_to_an_application() -> None:
    person = make.a_person()
    make.an_organisation(person)

    answer = home_of(person)

    assert f'class="button" href="{reverse("applicant:start")}"' in answer.content.decode()


def test_somebody_who_waits_is_told_for_what() -> None:
    person = make.a_person()
    organisation = make.an_organisation(make.a_person(), name="Folk high school")
    Membership.objects.create(person=person, organisation=organisation)

    assert "You asked to join Folk high school" in words(home_of(person))


def test_strangers_see_nothing_of_it() -> None:
    make.a_draft()

    assert "Repair cafés" not in words(home_of(make.a_person()))
