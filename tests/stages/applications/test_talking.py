"""Comments and small tasks."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from consortia.core.errors import NoValueError
from consortia.stages.applications.models import Application, Comment
from consortia.stages.applications.services.talking import Place, comment_on, finish_comment
from consortia.stages.applications.talk import open_tasks_of, people_to_ask
from consortia.stages.letters.models import Letter
from tests.factories.applications import Consortium, a_draft, a_member, a_person

PLACE = Place(question="description.needs")


@pytest.fixture
def consortium() -> Consortium:
    return a_draft()


def test_a_task_is_told_by_letter_with_question_day_and_link(consortium: Consortium):
    partner = consortium.partners[0]

    comment_on(
        consortium.lead, consortium.application, PLACE, text="Add\nthe year.", asked_of=partner, due=date(2028, 3, 1)
    )

    letter = Letter.objects.get(to=partner.email, kind="task")
    assert letter.subject == f"{consortium.lead.name} asks you: Add the year."
    for words in (
        "> Add\n> the year.",
        "“Needs”",
        "1 March 2028",
        f"/applications/{consortium.application.reference}/comments/",
    ):
        assert words in letter.body


def test_a_mere_comment_and_a_task_for_oneself_send_no_letter(consortium: Consortium):
    comment_on(consortium.lead, consortium.application, PLACE, text="Good.")
    comment_on(consortium.lead, consortium.application, PLACE, text="Later.", asked_of=consortium.lead)

    assert not Letter.objects.filter(kind="task").exists()


def test_readers_talk_and_strangers_neither_talk_nor_are_asked(consortium: Consortium):
    reader = a_member(consortium.participations[0].organisation, "reader")

    comment_on(reader, consortium.application, PLACE, text="I read this.")

    with pytest.raises(PermissionDenied):
        comment_on(a_person(), consortium.application, PLACE, text="Hello")
    with pytest.raises(PermissionDenied):
        comment_on(consortium.lead, consortium.application, PLACE, text="Hello", asked_of=a_person())
    assert Comment.objects.count() == 1


def test_nobody_talks_beside_a_question_that_is_not_asked(consortium: Consortium):
    with pytest.raises(NoValueError):
        comment_on(consortium.lead, consortium.application, Place(question="no.such"), text="Hello")


def test_a_task_is_done_by_whoever_does_it_and_can_be_opened_again(consortium: Consortium):
    task = comment_on(consortium.lead, consortium.application, PLACE, text="Do it.", asked_of=consortium.partners[0])

    finish_comment(consortium.partners[1], task)
    finish_comment(consortium.lead, task)

    assert task.done_by == consortium.partners[1]
    assert not open_tasks_of(consortium.partners[0]).exists()
    finish_comment(consortium.lead, task, done=False)
    assert list(open_tasks_of(consortium.partners[0])) == [task]
    with pytest.raises(PermissionDenied):
        finish_comment(a_person(), task)


def test_tasks_of_withdrawn_applications_are_not_asked_for(consortium: Consortium):
    comment_on(consortium.lead, consortium.application, PLACE, text="Do it.", asked_of=consortium.partners[0])
    Application.objects.update(state=Application.State.WITHDRAWN)

    assert not open_tasks_of(consortium.partners[0]).exists()


def test_everybody_who_takes_part_can_be_asked_once(consortium: Consortium):
    member = a_member(consortium.participations[0].organisation, name="Zoe")

    people = people_to_ask(consortium.application)

    assert set(people) == {consortium.lead, *consortium.partners, member}
    assert people == sorted(people, key=lambda person: person.name.casefold())
