"""Who is signed in, read with a question that is written once: every page begins with it."""

from __future__ import annotations

from typing import Final

from allauth.account.auth_backends import AuthenticationBackend

from consortia.stages.people.models import Person
from consortia.stages.prepared import Given, Prepared

_people: Final = Prepared(lambda: Person.objects.filter(id=Given(Person, "id")))


class PersonBackend(AuthenticationBackend):  # type: ignore[misc]  # django-allauth has no types
    """The way of django-allauth to sign in; only how it finds a person again differs."""

    def get_user(self, user_id: object) -> Person | None:
        """Return the person of a session while their account is active."""
        person = next(iter(_people(id=user_id)), None)
        return person if person is not None and self.user_can_authenticate(person) else None
