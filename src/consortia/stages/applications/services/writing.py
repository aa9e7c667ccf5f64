"""Writing answers together: every save is kept, and what two people typed at once is merged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from consortia.core.application.merging import merge_texts
from consortia.stages.applications.models import Answer, AnswerVersion, Application
from consortia.stages.applications.permissions import may_answer
from consortia.stages.calls.snapshots import call_of_round
from consortia.stages.journal.services import record
from consortia.stages.people.models import Person

# An answer may run far over its limit while it is being written; this bound only keeps a stray file out.
LONGEST_TEXT = 200_000


class TextTooLongError(Exception):
    """The text is longer than any answer can be; it was not stored and stays with its author."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Save:
    """One save as its author sent it.

    `base` is the version the text grew from (0: an empty answer). `grew_from_sent` says that it grew from what the
    author sent in that version rather than from what stood afterwards: an author who keeps typing has not yet seen
    what others added. `save_id` is made by the author's browser, so that a repeated request is one save.
    """

    text: str
    base: int
    save_id: str
    grew_from_sent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedAnswer:
    """What stands after a save."""

    answer: Answer
    version: int
    text: str
    merged: bool


@transaction.atomic
def save_answer(person: Person, application: Application, question: str, *, scope: str = "", save: Save) -> SavedAnswer:
    """Store a text, merged with what others wrote since; nothing that anybody typed is lost."""
    _check(person, application, question, scope)
    text = save.text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > LONGEST_TEXT:
        raise TextTooLongError
    answer = _locked(application, question, scope)
    repeated = AnswerVersion.objects.filter(answer=answer, save_id=save.save_id).first()
    if repeated is not None:
        return SavedAnswer(answer=answer, version=repeated.number, text=repeated.text, merged=repeated.merged)
    base = _text_of(answer, save)
    if text == base:
        return SavedAnswer(answer=answer, version=answer.version, text=answer.text, merged=answer.text != text)
    return _store(person, answer, text=text, base_text=base, save=save)


def _check(person: Person, application: Application, question: str, scope: str) -> None:
    if not may_answer(person, application, scope):
        raise PermissionDenied
    call_of_round(application.round).question(question)


def _locked(application: Application, question: str, scope: str) -> Answer:
    answer, _made = Answer.objects.select_for_update().get_or_create(
        application=application, question=question, scope=scope
    )
    return answer


def _text_of(answer: Answer, save: Save) -> str:
    """Return the text the save grew from; a version we never had counts as empty, so nothing is taken away."""
    if save.base == 0:
        return ""
    if save.base == answer.version and not save.grew_from_sent:
        return answer.text
    version = AnswerVersion.objects.filter(answer=answer, number=save.base).first()
    if version is None:
        return ""
    return version.sent if save.grew_from_sent and version.merged else version.text


def _store(person: Person, answer: Answer, *, text: str, base_text: str, save: Save) -> SavedAnswer:
    merge = merge_texts(base_text, text, answer.text)
    merged = merge.text != text
    now = timezone.now()
    version = AnswerVersion.objects.create(
        answer=answer,
        number=answer.version + 1,
        base=save.base,
        sent=text if merged else "",
        text=merge.text,
        merged=merged,
        save_id=save.save_id,
        author=person,
    )
    new = [
        {"version": version.number, "first": conflict.first, "second": conflict.second, "second_by": person.name}
        for conflict in merge.conflicts
    ]
    _stand(answer, merge.text, number=version.number, person=person, conflicts=[*answer.open_conflicts, *new])
    Application.objects.filter(pk=answer.application_id).update(changed_at=now)
    return SavedAnswer(answer=answer, version=version.number, text=merge.text, merged=merged)


def _stand(answer: Answer, text: str, *, number: int, person: Person, conflicts: list[dict[str, Any]]) -> None:
    answer.text, answer.version, answer.changed_by, answer.open_conflicts = text, number, person, conflicts
    answer.save(update_fields=["text", "version", "changed_by", "open_conflicts", "changed_at"])


@transaction.atomic
def restore_version(person: Person, answer: Answer, number: int, *, save_id: str) -> SavedAnswer:
    """Bring an earlier version back as the newest one; the versions in between stay."""
    _check(person, answer.application, answer.question, answer.scope)
    answer = _locked(answer.application, answer.question, answer.scope)
    earlier = AnswerVersion.objects.get(answer=answer, number=number)
    record("restore-answer", answer.application, by=person, facts={"question": answer.question, "version": number})
    return _replace(person, answer, earlier.text, save_id=save_id, conflicts=[])


@transaction.atomic
def settle_conflict(person: Person, answer: Answer, place: int, *, choice: str, save_id: str) -> SavedAnswer:
    """Choose between two wordings that both stand in the text: `first`, `second`, or leave `both`."""
    _check(person, answer.application, answer.question, answer.scope)
    answer = _locked(answer.application, answer.question, answer.scope)
    conflicts = list(answer.open_conflicts)
    if place >= len(conflicts):
        return SavedAnswer(answer=answer, version=answer.version, text=answer.text, merged=False)
    conflict = conflicts.pop(place)
    text = answer.text
    if choice != "both":
        kept, dropped = conflict[choice], conflict["second" if choice == "first" else "first"]
        for joined in _both_ways(conflict["first"], conflict["second"]):
            if joined in text and dropped:
                text = text.replace(joined, kept, 1)
                break
    return _replace(person, answer, text, save_id=save_id, conflicts=conflicts)


def _both_ways(first: str, second: str) -> tuple[str, str]:
    return f"{first} {second}", f"{first}{second}"


def _replace(
    person: Person, answer: Answer, text: str, *, save_id: str, conflicts: list[dict[str, Any]]
) -> SavedAnswer:
    number = answer.version + 1
    AnswerVersion.objects.create(
        answer=answer, number=number, base=answer.version, text=text, save_id=save_id, author=person
    )
    _stand(answer, text, number=number, person=person, conflicts=conflicts)
    return SavedAnswer(answer=answer, version=number, text=text, merged=False)
