"""People with posts in an agency, appointed as they are on a site."""

from __future__ import annotations

from typing import Final

from consortia.stages.agencies.models import Post
from consortia.stages.agencies.services import appoint
from consortia.stages.people.models import Person
from tests.factories import applications as make

AGENCY: Final = "DE01"
ELSEWHERE: Final = "FI01"


def somebody(role: str, *, agency: str = AGENCY, name: str = "") -> Person:
    """A person with one post."""
    person = make.a_person(name)
    appoint(person, agency, role, by=None)
    return person


def people_of(agency: str = AGENCY) -> dict[str, Person]:
    """One person in each role of an agency, and a director of another."""
    people = {str(role.value): somebody(role, agency=agency) for role in Post.Role}
    return {**people, "elsewhere": somebody(Post.Role.DIRECTOR, agency=ELSEWHERE)}
