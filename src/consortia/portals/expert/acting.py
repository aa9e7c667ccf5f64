"""Whose assessment a page is about: always one's own, found from who is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from consortia.stages.assessments.permissions import may_see_both
from consortia.stages.assessments.queries import assignment_of
from consortia.stages.assessments.snapshots import Opened, opened
from consortia.stages.experts.models import Assignment
from consortia.stages.people.models import Person

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from consortia.stages.applications.models import Application


def own_assignment(person: Person, application: Application) -> Assignment:
    """Return the person's assignment; the rights of a page keep everybody else out."""
    assignment = assignment_of(person, application)
    if assignment is None:
        raise PermissionDenied
    return assignment


def own_file(assignment: Assignment) -> Opened:
    """Return the assessment file that an assignment belongs to."""
    return opened(assignment.submission, appeal=assignment.role == Assignment.Role.APPEAL)


def agrees(person: Person | AnonymousUser, application: Application) -> bool:
    """Whether the person is one of those whose points are consolidated, and everybody has finished."""
    if not isinstance(person, Person):
        return False
    assignment = assignment_of(person, application)
    return assignment is not None and may_see_both(str(assignment.pk), own_file(assignment).file)
