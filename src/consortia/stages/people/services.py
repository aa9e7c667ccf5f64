"""What a person may change about themselves."""

from __future__ import annotations

from collections.abc import Iterable

from consortia.stages.journal.services import record
from consortia.stages.people.models import Person


def change_reading(person: Person, *, name: str, language: str, time_zone: str) -> None:
    """Set how a person is called and how dates, times and numbers are shown to them."""
    person.name, person.language, person.time_zone = name, language, time_zone
    person.save(update_fields=["name", "language", "time_zone"])
    record("change-reading", person, by=person, facts={"language": language, "time_zone": time_zone})


def tune_reminders(person: Person, days: Iterable[int]) -> None:
    """Choose on which days before a deadline reminders are sent; none means no reminders."""
    person.reminder_days = sorted(set(days), reverse=True)
    person.save(update_fields=["reminder_days"])
    record("tune-reminders", person, by=person, facts={"days": person.reminder_days})
