"""Who may do what with past projects: all may read them; they are read in by those who look after the site."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from consortia.stages.organisations.models import Organisation
from consortia.stages.organisations.permissions import may_keep
from consortia.stages.people.models import Person


def may_import_results(person: Person | AnonymousUser | None) -> bool:
    """Whether lists may be read in: from the command line, which names nobody, or by the site's staff."""
    return person is None or bool(person.is_authenticated and person.is_staff)


def may_link_organisation(person: Person | AnonymousUser, organisation: Organisation | None) -> bool:
    """Whether the person may say that a name of past projects stands for this organisation: its keepers, and staff."""
    if not person.is_authenticated:
        return False
    return person.is_staff or (organisation is not None and may_keep(person, organisation))
