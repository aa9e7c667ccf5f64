"""Writing answers together: every save is kept, and what several people typed at once is merged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from consortia.core.application.cowriting import Save, Version, View, receive
from consortia.core.application.drafting import plain_runs
from consortia.core.call.content import Question
from consortia.stages.applications.answers import KeptVersions
from consortia.stages.applications.models import Answer, AnswerVersion, Application, Participation
from consortia.stages.applications.permissions import may_answer
from consortia.stages.calls.snapshots import call_of_round
from consortia.stages.journal.services import record
from consortia.stages.people.models import Person
from consortia.stages.prepared import Given, Prepared

__all__ = [
    "Save",
    "SavedAnswer",
    "TextTooLongError",
    "View",
    "begin_answer",
    "restore_version",
    "save_answer",
    "settle_conflict",
]

# An answer may run far over its limit while it is being written; this bound only keeps a stray file out.
LONGEST_TEXT = 200_000

Choice = Literal["first", "second", "both"]

_for_update: Final = Prepared(
    lambda: Answer.objects.filter(
        application=Given(Answer, "application"), question=Given(Answer, "question"), scope=Given(Answer, "scope")
    ).select_for_update()
)


class TextTooLongError(Exception):
    """The text is longer than any answer can be; it was not stored and stays with its author."""


class NotAskedError(Exception):
    """This question is not asked of this organisation, or of the application as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedAnswer:
    """What stands after a save, and the view from which its author writes on."""

    versions: KeptVersions
    view: View

    @property
    def answer(self) -> Answer:
        """The answer as it stands."""
        return self.versions.answer

    @property
    def version(self) -> int:
        """The version that the save became."""
        return self.view.version

    @property
    def text(self) -> str:
        """The text that stands."""
        return self.answer.text


@transaction.atomic
def save_answer(person: Person, application: Application, question: str, *, scope: str = "", save: Save) -> SavedAnswer:
    """Store a text, merged with what others wrote since; nothing that anybody typed is lost."""
    asked = _check(person, application, question, scope)
    if len(save.text) > LONGEST_TEXT:
        raise TextTooLongError
    return _take_in(person, _locked(application, question, scope), asked, save)


@transaction.atomic
def restore_version(person: Person, answer: Answer, number: int, *, seen: int, save_id: str) -> SavedAnswer:
    """Bring an earlier version back; what others wrote after version `seen` is merged into it."""
    asked = _check(person, answer.application, answer.question, answer.scope)
    answer = _locked(answer.application, answer.question, answer.scope)
    earlier = AnswerVersion.objects.get(answer=answer, number=number)
    facts = {"question": answer.question, "scope": answer.scope, "version": number}
    record("restore-answer", answer.application, by=person, facts=facts)
    return _take_in(person, answer, asked, Save(text=earlier.text, save_id=save_id, grew_from=View(version=seen)))


@transaction.atomic
def settle_conflict(person: Person, answer: Answer, conflict: str, *, choice: Choice, save_id: str) -> SavedAnswer:
    """Choose between two wordings that both stand in the text: `first`, `second`, or leave `both`."""
    asked = _check(person, answer.application, answer.question, answer.scope)
    answer = _locked(answer.application, answer.question, answer.scope)
    found = next((each for each in answer.open_conflicts if each["id"] == conflict), None)
    view = View(version=answer.version)
    if found is None:
        return SavedAnswer(versions=KeptVersions(answer), view=view)
    answer.open_conflicts = [each for each in answer.open_conflicts if each["id"] != conflict]
    answer.save(update_fields=["open_conflicts"])
    text = _with_choice(answer.text, found, choice)
    return _take_in(person, answer, asked, Save(text=text, save_id=save_id, grew_from=view))


def begin_answer(person: Person, application: Application, question: str, text: str, *, scope: str = "") -> None:
    """Give a question of a new application its first text."""
    answer = _locked(application, question, scope)
    asked = call_of_round(application.round).question(question)
    _take_in(person, answer, asked, Save(text=text, save_id="begin"))


def _check(person: Person, application: Application, question: str, scope: str) -> Question:
    if not may_answer(person, application, scope):
        raise PermissionDenied
    asked = call_of_round(application.round).question(question)
    if (asked.asked_of == "application") != (not scope):
        raise NotAskedError
    if scope and not Participation.objects.filter(application=application, key=scope).exists():
        raise NotAskedError
    return asked


def _locked(application: Application, question: str, scope: str) -> Answer:
    begun = _for_update(application=application.pk, question=question, scope=scope)
    if begun:
        return begun[0]
    answer, _made = Answer.objects.select_for_update().get_or_create(
        application=application, question=question, scope=scope
    )
    return answer


def _take_in(person: Person, answer: Answer, asked: Question, save: Save) -> SavedAnswer:
    versions = KeptVersions(answer)
    received = receive(versions, save, author=str(person.pk))
    if received.new is not None:
        _keep(person, answer, received.new)
        versions.add(received.new)
        _note_change(answer, asked)
    return SavedAnswer(versions=versions, view=received.view)


def _keep(person: Person, answer: Answer, version: Version) -> None:
    merged = version.sent != version.stands
    AnswerVersion.objects.create(
        answer=answer,
        number=version.number,
        base=version.grew_from.version,
        grew_from_sent=version.grew_from.sent,
        sent=version.sent.text if merged else "",
        sent_runs=plain_runs(version.sent) if merged else [],
        text=version.stands.text,
        runs=plain_runs(version.stands),
        merged=merged,
        page=version.page,
        save_id=version.save_id,
        author=person,
    )
    conflicts = [*answer.open_conflicts, *_conflicts(version, person, answer)]
    answer.text, answer.version, answer.changed_by = version.stands.text, version.number, person
    answer.open_conflicts = [each for each in conflicts if _open(each, answer)]
    answer.save(update_fields=["text", "version", "changed_by", "open_conflicts", "changed_at"])


def _conflicts(version: Version, person: Person, answer: Answer) -> list[dict[str, Any]]:
    before = answer.changed_by if version.conflicts else None
    return [
        {
            "id": f"{version.number}-{place}",
            "first": conflict.first,
            "first_by": before.name if before else "",
            "second": conflict.second,
            "second_by": person.name,
        }
        for place, conflict in enumerate(version.conflicts)
    ]


def _open(conflict: dict[str, Any], answer: Answer) -> bool:
    """Whether both wordings still stand: somebody may have sorted them out by hand."""
    return conflict["first"] in answer.text and conflict["second"] in answer.text


def _note_change(answer: Answer, asked: Question) -> None:
    changed: dict[str, object] = {"changed_at": timezone.now()}
    if asked.fills == "title" and answer.text.strip():
        changed["title"] = " ".join(answer.text.split())[:200]
    Application.objects.filter(pk=answer.application_id).update(**changed)


def _with_choice(text: str, conflict: dict[str, Any], choice: Choice) -> str:
    """Return the text with one of two wordings taken out; unchanged where they no longer stand side by side."""
    if choice == "both":
        return text
    first, second = conflict["first"], conflict["second"]
    chosen = first if choice == "first" else second
    for joined in (f"{first} {second}", f"{first}{second}"):
        if joined.strip() and joined in text:
            return text.replace(joined, chosen, 1)
    return text
