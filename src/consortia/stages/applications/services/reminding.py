"""Reminder letters before a deadline, on the days each person chose."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from consortia.stages.applications.letters import reminder_words
from consortia.stages.applications.models import Application
from consortia.stages.applications.queries import people_taking_part
from consortia.stages.letters.services import write_letter
from consortia.stages.organisations.models import Membership
from consortia.stages.people.models import Person

# No one can choose an earlier reminder than this, so older rounds need not be looked at.
FARTHEST_DAYS: Final = 60


def write_reminders(now: datetime) -> int:
    """Write today's reminders for drafts whose deadline comes near; one letter a person, application and day."""
    near = Application.objects.filter(
        state=Application.State.DRAFT,
        round__deadline__gt=now,
        round__deadline__lte=now + timedelta(days=FARTHEST_DAYS),
    ).select_related("round__edition")
    return sum(_remind(application, now) for application in near)


def _remind(application: Application, now: datetime) -> int:
    """Remind whoever chose this day; a day counts as begun, so that "1 day left" comes within the last 24 hours."""
    days = (application.deadline - now).days + 1
    people = [person for person in _writers(application) if days in person.reminder_days]
    if not people:
        return 0
    words = reminder_words(application, days=days)
    for person in people:
        write_letter(
            "reminder",
            person.email,
            subject=words.subject,
            body=words.body,
            about=str(application.pk),
            once_key=f"reminder:{application.pk}:{person.pk}:{application.deadline:%Y%m%d%H%M}:{days}",
        )
    return len(people)


def _writers(application: Application) -> list[Person]:
    """Return everybody who may write in it, once, also where they belong to two of its organisations."""
    members = people_taking_part(application).exclude(role=Membership.Role.READER)
    return list({each.person_id: each.person for each in members}.values())
