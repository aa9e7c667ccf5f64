"""Who may do what with an agency's files. Pages and services all ask here."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.models import AnonymousUser

from consortia.stages.agencies.models import Post
from consortia.stages.agencies.permissions import roles_of
from consortia.stages.agencies.queries import WORKING
from consortia.stages.applications.models import Application
from consortia.stages.applications.permissions import keeps_away, standing_of
from consortia.stages.people.models import Person
from consortia.stages.screening.models import Clarification, Extension, File

# Committee members see ranking lists, not files: what they need of an application is shown to them there.
READING: Final = frozenset({Post.Role.OFFICER, Post.Role.TEAM_LEAD, Post.Role.DIRECTOR})


def may_read_files(person: Person | AnonymousUser, agency: str) -> bool:
    """Whether the person reads what was sent to this agency and what was found about it."""
    return bool(roles_of(person, agency) & READING)


def may_screen_files(person: Person | AnonymousUser, agency: str) -> bool:
    """Whether the person does the checks: answers points, asks applicants, proposes decisions, hands out work."""
    return bool(roles_of(person, agency) & WORKING)


def may_read_file(person: Person | AnonymousUser, file: File) -> bool:
    """Whether the person reads this file: not where they keep away from the application."""
    return may_read_files(person, file.agency) and not keeps_away(person, file.application)


def may_screen_file(person: Person | AnonymousUser, file: File) -> bool:
    """Whether the person does the checks of this file: not where they keep away from the application."""
    return may_screen_files(person, file.agency) and not keeps_away(person, file.application)


def may_see_questions(person: Person | AnonymousUser, application: Application) -> bool:
    """Whether the person reads what the agency asks about their application: everybody who takes part."""
    return standing_of(person, application).reads


def may_answer_question(person: Person | AnonymousUser, question: Clarification) -> bool:
    """Whether the person may answer the agency: whoever writes for the coordinator, which applied for all."""
    return standing_of(person, question.file.application).leads


def may_ask_for_extension(person: Person | AnonymousUser, application: Application) -> bool:
    """Whether the person may ask to submit late: whoever writes for the coordinator."""
    return standing_of(person, application).leads


def may_read_extension(person: Person | AnonymousUser, extension: Extension) -> bool:
    """Whether the person reads a request to submit late."""
    return may_read_files(person, extension.agency)


def may_screen_extension(person: Person | AnonymousUser, extension: Extension) -> bool:
    """Whether the person proposes what to decide about it."""
    return may_screen_files(person, extension.agency)
