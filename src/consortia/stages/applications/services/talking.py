"""Comments and small tasks beside a question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from consortia.stages.applications.letters import task_words
from consortia.stages.applications.models import Application, Comment
from consortia.stages.applications.permissions import may_comment
from consortia.stages.calls.snapshots import call_of_round
from consortia.stages.letters.services import write_letter
from consortia.stages.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in the application somebody talks: a question, and whose part it is."""

    question: str
    scope: str = ""


@transaction.atomic
def comment_on(
    person: Person,
    application: Application,
    place: Place,
    *,
    text: str,
    asked_of: Person | None = None,
    due: date | None = None,
) -> Comment:
    """Say something beside a question; with `asked_of` it is a task and that person gets a letter."""
    if not may_comment(person, application) or (asked_of is not None and not may_comment(asked_of, application)):
        raise PermissionDenied
    call_of_round(application.round).question(place.question)
    comment = Comment.objects.create(
        application=application,
        question=place.question,
        scope=place.scope,
        text=text,
        author=person,
        asked_of=asked_of,
        due=due,
    )
    if asked_of is not None and asked_of != person:
        words = task_words(comment)
        write_letter("task", asked_of.email, subject=words.subject, body=words.body, about=str(application.pk))
    return comment


@transaction.atomic
def finish_comment(person: Person, comment: Comment, *, done: bool = True) -> None:
    """Mark a comment or task as done, or open it again."""
    if not may_comment(person, comment.application):
        raise PermissionDenied
    if (comment.done_at is not None) == done:
        return
    comment.done_at = timezone.now() if done else None
    comment.done_by = person if done else None
    comment.save(update_fields=["done_at", "done_by"])
