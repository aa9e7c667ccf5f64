"""What the writing script talks to: it sends what was typed, and asks what others typed."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext, gettext_lazy

from consortia.portals.applicant.answering import Place, a_place, keep_saves, place_name, standing_words
from consortia.portals.applicant.subjects import an_application
from consortia.portals.shared.page import page
from consortia.portals.shared.saving import UnreadableError, read_json, saves_from, view_from
from consortia.stages.applications.answers import KeptVersions, answer_to, standing_since, versions_of_answers
from consortia.stages.applications.models import Application
from consortia.stages.applications.permissions import is_open_for_writing, may_read
from consortia.stages.applications.services.writing import LONGEST_TEXT, NotAskedError, TextTooLongError, View
from consortia.stages.people.models import Person


def may_read_place(user: Any, place: Place) -> bool:
    """Whether somebody reads the application a place lies in."""
    return may_read(user, place.application)


@page(
    "applications/<str:reference>/answers/<str:place>/",
    name="answer",
    title=gettext_lazy("An answer"),
    rights=may_read_place,
    of=a_place,
    sees=may_read_place,
)
def answer(request: HttpRequest, place: Place) -> HttpResponse:
    """Take saves of one answer (POST), or tell what stands since a version that somebody has seen (GET)."""
    # Who signed in again in another tab gets a token that fits; the page that asks is older than it.
    get_token(request)
    person = request.user
    assert isinstance(person, Person)  # noqa: S101  # the page's rights keep others out; this is for the type checker
    try:
        if request.method == "POST":
            return _take(request, person, place)
        view = view_from(request.GET.dict())
    except UnreadableError:
        return _refused("unreadable", gettext("This is not what our pages send."), status=400)
    versions = KeptVersions(answer_to(place.application, place.question.code, place.scope))
    return _tell(person, place, view, versions, page_name=request.GET.get("page", ""))


def _take(request: HttpRequest, person: Person, place: Place) -> HttpResponse:
    if not is_open_for_writing(place.application):
        return _refused("closed", gettext("The application was withdrawn, so its answers cannot change."), status=409)
    try:
        content = read_json(request.body)
        page_name = str(content.get("page", ""))
        saved = keep_saves(person, place, saves_from(content.get("saves"), page=page_name))
    except (TextTooLongError, RequestDataTooBig):
        words = gettext("The text is longer than %(longest)d characters, so it cannot be stored.")
        return _refused("too-long", words % {"longest": LONGEST_TEXT}, status=413)
    except PermissionDenied:
        return _refused("not-yours", gettext("You can read this answer, but not write it."), status=403)
    except NotAskedError:
        return _refused("not-asked", gettext("This question is no longer asked here."), status=409)
    return _tell(person, place, saved.view, saved.versions, page_name=page_name)


def _tell(person: Person, place: Place, view: View, versions: KeptVersions, *, page_name: str) -> HttpResponse:
    standing = standing_since(person, versions, view, page=page_name)
    words = standing_words(standing, place=place)
    return JsonResponse({"view": {"version": view.version, "sent": view.sent}, **words})


def _refused(problem: str, words: str, *, status: int) -> HttpResponse:
    """Say why a text was not stored; the script keeps it."""
    return JsonResponse({"problem": problem, "words": words}, status=status)


@page(
    "applications/<str:reference>/answers/",
    name="answers",
    title=gettext_lazy("Answers"),
    rights=may_read,
    of=an_application,
    sees=may_read,
)
def answers(_request: HttpRequest, application: Application) -> HttpResponse:
    """Tell which version of each answer stands: what open pages ask every few seconds."""
    versions = versions_of_answers(application)
    return JsonResponse({"versions": {place_name(*place): number for place, number in versions.items()}})
