"""Who may do what with an idea: it belongs to its author until it becomes an application."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from consortia.stages.ideas.models import Idea
from consortia.stages.people.models import Person


def may_write_idea(person: Person | AnonymousUser, idea: Idea) -> bool:
    """Whether the person reads and writes the idea."""
    return person.is_authenticated and idea.person_id == person.pk
