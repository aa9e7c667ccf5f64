"""How people come to have an account, and what they may change about themselves."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.db import transaction

from consortia.stages.journal.services import record
from consortia.stages.people.models import Person


@transaction.atomic
def register_person(person: Person, *, name: str, language: str, time_zone: str) -> None:
    """Keep a person who signs up; the address counts only once its letter is answered."""
    person.name, person.language, person.time_zone = name, language, time_zone
    person.save()
    record("register-person", person, by=person)


@transaction.atomic
def add_known_person(
    email: str, *, name: str, password: str | None = None, language: str = "en-gb", time_zone: str = "Europe/Brussels"
) -> Person:
    """Add a person whose address is known to be right, so that no letter has to be answered first."""
    person = Person.objects.create_user(email, password, name=name, language=language, time_zone=time_zone)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    record("register-person", person, by=None)
    return person


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


@transaction.atomic
def keep_portal(person: Person, portal: str, *, has_place: bool) -> None:
    """Keep on a person whether a portal is theirs, so that no page has to ask for its navigation."""
    held = Person.objects.select_for_update().values_list("portals", flat=True).get(pk=person.pk)
    person.portals = [each for each in held if each != portal] + [portal] * has_place
    Person.objects.filter(pk=person.pk).update(portals=person.portals)
