from __future__ import annotations

from allauth.account.models import EmailAddress

from consortia.stages.journal.models import Event
from consortia.stages.people.models import Person
from consortia.stages.people.services import add_known_person, change_reading, tune_reminders


def test_a_known_person_can_sign_in_at_once() -> None:
    person = add_known_person("Ada@Example.org", name="Ada", password="demo-consortia")

    address = EmailAddress.objects.get()
    assert (person.email, address.email) == ("ada@example.org", "ada@example.org")
    assert (address.verified, address.primary) == (True, True)
    assert person.check_password("demo-consortia")


def test_without_a_password_nobody_signs_in() -> None:
    person = add_known_person("ada@example.org", name="Ada")

    assert not person.has_usable_password()


def test_what_a_person_changes_stands_in_the_journal() -> None:
    person = add_known_person("ada@example.org", name="Ada")

    change_reading(person, name="Ada L.", language="en-gb", time_zone="Europe/Helsinki")
    tune_reminders(person, [1, 14, 14])

    person.refresh_from_db()
    assert (person.name, person.time_zone, person.reminder_days) == ("Ada L.", "Europe/Helsinki", [14, 1])
    assert [event.verb for event in Event.objects.order_by("id")] == [
        "register-person",
        "change-reading",
        "tune-reminders",
    ]


def test_whoever_runs_the_installation_can_sign_in_at_once() -> None:
    person = Person.objects.create_superuser("root@example.org", "demo-consortia", name="Root")

    assert person.is_staff
    assert EmailAddress.objects.get(user=person).verified
