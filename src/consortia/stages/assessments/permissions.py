"""Who may read, write and sign assessments. Pages and services all ask here.

`own` is the id of somebody's assignment as the file knows it; the file says how far the assessment is.
"""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from consortia.core.assessment import File
from consortia.stages.agencies.permissions import Role, may_handle_files, roles_of
from consortia.stages.applications.models import Application
from consortia.stages.applications.permissions import keeps_away
from consortia.stages.assessments.queries import assignment_of
from consortia.stages.people.models import Person


def assesses(person: Person | AnonymousUser, application: Application) -> bool:
    """Whether the person was given the application to assess: accepted, declared, not ended."""
    return isinstance(person, Person) and assignment_of(person, application) is not None


def may_follow(person: Person | AnonymousUser, agency: str) -> bool:
    """Whether the person sees, for an agency, how its assessments go; the committee reads them in its session."""
    return bool(roles_of(person, agency) - {Role.COMMITTEE})


def may_arrange(person: Person | AnonymousUser, application: Application) -> bool:
    """Whether the person asks a further expert, or opens again what was finished or final."""
    return may_handle_files(person, application.agency) and not keeps_away(person, application)


def may_write(own: str, file: File) -> bool:
    """Whether the expert still writes their individual assessment."""
    return file.state == "assessing" and own in file.experts and own not in file.finished


def may_see_both(own: str, file: File) -> bool:
    """Whether the expert sees the other assessment: theirs is consolidated, and everybody has finished."""
    return file.unveiled and own in file.pair


def may_consolidate(own: str, file: File, *, lead: str) -> bool:
    """Whether the expert writes what is agreed on."""
    return own == lead and own in file.pair and file.state in {"consolidating", "signing"}


def may_sign(own: str, file: File) -> bool:
    """Whether the expert's signature is awaited."""
    return file.state == "signing" and own in file.pair and own not in file.signed
