"""What one does beside the questions: choose between two wordings, say something, ask somebody, mark it as done."""

from __future__ import annotations

import secrets
from datetime import date
from typing import cast

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext

from consortia.core.errors import NoValueError
from consortia.portals.shared.acting import person_of
from consortia.stages.applications.models import Answer, Application, Comment
from consortia.stages.applications.services.talking import Place, comment_on, finish_comment
from consortia.stages.applications.services.writing import Choice, settle_conflict
from consortia.stages.applications.talk import people_to_ask

LONGEST_COMMENT = 5000
Problems = dict[str, tuple[str, str]]


def act_beside(request: HttpRequest, application: Application) -> Problems:
    """Do what the button pressed asks for; return what stands in the way, by place with the text it speaks of."""
    verb, _space, rest = request.POST.get("do", "").partition(" ")
    words = rest.split()
    if verb == "settle" and len(words) == len(("place", "conflict", "choice")):
        _settle(request, application, *words)
    elif verb == "comment" and words:
        return _comment(request, application, words[0])
    elif verb in {"done", "open"} and words and words[-1].isdecimal():
        comment = get_object_or_404(Comment, pk=int(words[-1]), application=application)
        finish_comment(person_of(request), comment, done=verb == "done")
    return {}


def _settle(request: HttpRequest, application: Application, place: str, conflict: str, choice: str) -> None:
    if choice not in {"first", "second", "both"}:
        raise Http404
    question, _at, scope = place.partition("@")
    answer = get_object_or_404(Answer, application=application, question=question, scope=scope)
    settle_conflict(
        person_of(request), answer, conflict, choice=cast("Choice", choice), save_id=f"settle.{secrets.token_hex(12)}"
    )


def _comment(request: HttpRequest, application: Application, place: str) -> Problems:
    text = request.POST.get(f"comment-{place}", "").strip()
    if not text:
        return {f"comment-{place}": ("", gettext("Write something first, then add it."))}
    if len(text) > LONGEST_COMMENT:
        words = gettext("A comment has at most %(limit)d characters. Say it in two, or shorter.")
        return {f"comment-{place}": (text, words % {"limit": LONGEST_COMMENT})}
    asked = request.POST.get(f"asked-{place}", "")
    person = next((each for each in people_to_ask(application) if str(each.pk) == asked), None)
    question, _at, scope = place.partition("@")
    try:
        comment_on(
            person_of(request),
            application,
            Place(question=question, scope=scope),
            text=text,
            asked_of=person,
            due=_day(request.POST.get(f"due-{place}", "")) if person else None,
        )
    except NoValueError as error:
        raise Http404 from error
    return {}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
