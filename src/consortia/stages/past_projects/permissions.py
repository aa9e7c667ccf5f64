"""Who may do what with past projects: all may read them; they are read in by those who look after the site."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from consortia.stages.people.models import Person


def may_import_results(person: Person | AnonymousUser | None) -> bool:
    """Whether lists may be read in: from the command line, which names nobody, or by the site's staff."""
    return person is None or bool(person.is_authenticated and person.is_staff)
