"""Who may do what with past projects: all may read them; they are read in by those who look after the site.

Which rows of a list were left out, and which names are one body, concerns those who run the site and agencies.
"""

from __future__ import annotations

from typing import Final

from django.contrib.auth.models import AnonymousUser

from consortia.stages.agencies.models import Post
from consortia.stages.organisations.models import Organisation
from consortia.stages.organisations.permissions import may_keep
from consortia.stages.people.models import Person

# Committee members see ranking lists, and nothing of the work before them.
LOOKING_AFTER: Final = frozenset({Post.Role.OFFICER, Post.Role.TEAM_LEAD, Post.Role.DIRECTOR})


def may_import_results(person: Person | AnonymousUser | None) -> bool:
    """Whether lists may be read in: from the command line, which names nobody, or by the site's staff."""
    return person is None or bool(person.is_authenticated and person.is_staff)


def may_link_organisation(person: Person | AnonymousUser, organisation: Organisation | None) -> bool:
    """Whether the person may say that a name of past projects stands for this organisation: its keepers, and staff."""
    if not person.is_authenticated:
        return False
    return person.is_staff or (organisation is not None and may_keep(person, organisation))


def may_look_after_past(person: Person | AnonymousUser, *_subject: object) -> bool:
    """Whether the person sees what became of lists and says which names are one body: staff, and those of agencies."""
    if not isinstance(person, Person) or not person.is_active:
        return False
    if person.is_staff:
        return True
    return Post.objects.filter(person=person, ended_at__isnull=True, role__in=LOOKING_AFTER).exists()
