from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from consortia.stages.applications.services.reminding import write_reminders
from consortia.stages.applications.services.submitting import withdraw_application
from consortia.stages.calls.services import move_deadline
from consortia.stages.letters.models import Letter
from consortia.stages.people.services import tune_reminders
from tests.factories import applications as make

NOON = datetime(2028, 2, 2, 12, 0, tzinfo=ZoneInfo("Europe/Brussels"))


def reminded() -> set[str]:
    return set(Letter.objects.filter(kind="reminder").values_list("to", flat=True))


@pytest.mark.parametrize(
    ("before", "written"),
    [
        (timedelta(days=15), 0),
        (timedelta(days=13, hours=23), 3),
        (timedelta(days=5), 0),
        (timedelta(days=2, minutes=1), 3),
        (timedelta(minutes=1), 3),
        (timedelta(minutes=-1), 0),
    ],
)
def test_reminders_come_on_the_days_people_chose(before: timedelta, written: int) -> None:
    make.a_draft(round_=make.a_round(deadline=NOON))

    assert write_reminders(NOON - before) == written


def test_a_reminder_names_deadline_link_and_where_to_choose_the_days() -> None:
    consortium = make.a_draft(round_=make.a_round(deadline=NOON))

    write_reminders(NOON - timedelta(hours=1))

    letter = Letter.objects.filter(kind="reminder").first()
    assert letter is not None
    assert letter.subject == f"One day left for “{consortium.application.title}”"
    assert "Wednesday 2 February 2028, 12:00 Brussels time" in letter.body
    assert f"/applications/{consortium.application.reference}/" in letter.body
    assert "/profile/" in letter.body


def test_a_reminder_is_written_once_a_day_and_again_when_the_deadline_moved() -> None:
    round_ = make.a_round(deadline=NOON)
    make.a_draft(round_=round_)
    write_reminders(NOON - timedelta(hours=5))
    write_reminders(NOON - timedelta(hours=1))
    once = Letter.objects.filter(kind="reminder").count()

    move_deadline(round_, NOON + timedelta(hours=1), reason="An hour more.", by=None)
    write_reminders(NOON - timedelta(hours=1))

    assert (once, Letter.objects.filter(kind="reminder").count()) == (3, 6)


def test_people_tune_their_reminders_and_readers_get_none() -> None:
    consortium = make.a_draft(round_=make.a_round(deadline=NOON))
    make.a_member(consortium.participations[0].organisation, "reader")
    tune_reminders(consortium.lead, [])
    tune_reminders(consortium.partners[0], [30])

    write_reminders(NOON - timedelta(hours=1))
    last_day = reminded()
    write_reminders(NOON - timedelta(days=29, hours=1))

    assert last_day == {consortium.partners[1].email}
    assert reminded() == {consortium.partners[0].email, consortium.partners[1].email}


def test_somebody_who_belongs_to_two_organisations_gets_one_letter() -> None:
    consortium = make.a_draft(round_=make.a_round(deadline=NOON))
    other = consortium.participations[1].organisation
    other.memberships.create(person=consortium.lead, role="writer", admitted_at=NOON)

    assert write_reminders(NOON - timedelta(hours=1)) == 3


def test_withdrawn_applications_are_left_in_peace() -> None:
    consortium = make.a_draft(round_=make.a_round(deadline=NOON))
    withdraw_application(consortium.lead, consortium.application)

    assert write_reminders(NOON - timedelta(hours=1)) == 0
