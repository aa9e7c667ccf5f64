"""The agency asks an applicant to explain something, with a deadline of its own; the applicant answers once."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from consortia.core.errors import IllegalMoveError
from consortia.core.lifecycle import may_move_file
from consortia.stages.agencies.services import NoReasonError
from consortia.stages.journal.services import record
from consortia.stages.letters.services import write_letter
from consortia.stages.people.models import Person
from consortia.stages.screening.letters import answer_words, question_words, write_to_applicants
from consortia.stages.screening.models import Clarification, File
from consortia.stages.screening.permissions import may_answer_question, may_screen_file
from consortia.stages.screening.services.moving import held, moved


class DueTooSoonError(ValueError):
    """An answer cannot be due before it is asked for."""


class QuestionClosedError(Exception):
    """The question is answered already, or the agency no longer waits; `question` says which."""

    def __init__(self, question: Clarification) -> None:
        super().__init__(str(question.pk))
        self.question = question


@transaction.atomic
def ask_applicant(person: Person, file: File, *, question: str, due: datetime, now: datetime) -> Clarification:
    """Ask; everybody who takes part gets a letter, and the file waits for the answer."""
    file = held(file)
    if not may_screen_file(person, file):
        raise PermissionDenied
    if not question.strip():
        raise NoReasonError
    if due <= now:
        raise DueTooSoonError
    if file.state == File.State.RECEIVED:
        moved(file, "begin", by=person)
    if not may_move_file(file.state, "ask"):
        raise IllegalMoveError(file.state, "ask")
    asked = Clarification.objects.create(file=file, question=question.strip(), due=due, asked_by=person, asked_at=now)
    moved(file, "ask", by=person, facts={"question": asked.pk, "due": due.isoformat()})
    write_to_applicants(file.application, "clarification", question_words(asked), once_key=f"clarification:{asked.pk}")
    return asked


@transaction.atomic
def answer_agency(person: Person, question: Clarification, *, answer: str, now: datetime) -> Clarification:
    """Answer the agency. An answer that comes late is taken all the same, and the agency sees that it was late."""
    file = held(question.file)
    question = Clarification.objects.select_related("asked_by").get(pk=question.pk)
    question.file = file
    if not may_answer_question(person, question):
        raise PermissionDenied
    if not answer.strip():
        raise NoReasonError
    if not question.is_open:
        if question.answered_by_id == person.pk and question.answer == answer.strip():
            return question  # the same click, sent twice
        raise QuestionClosedError(question)
    question.answer, question.answered_by, question.answered_at = answer.strip(), person, now
    question.save(update_fields=["answer", "answered_by", "answered_at"])
    if may_move_file(file.state, "answer"):
        moved(file, "answer", by=person, facts={"question": question.pk, "late": question.late})
    else:
        record("answer", file, by=person, facts={"question": question.pk, "late": question.late})
    _tell_officer(question)
    return question


@transaction.atomic
def go_on_without(person: Person, question: Clarification, *, now: datetime) -> None:
    """Stop waiting for an answer and go on with what is there."""
    file = held(question.file)
    question = Clarification.objects.get(pk=question.pk)
    if not may_screen_file(person, file):
        raise PermissionDenied
    if not question.is_open:
        raise IllegalMoveError("answered", "go-on")
    question.closed_by, question.closed_at = person, now
    question.save(update_fields=["closed_by", "closed_at"])
    moved(file, "go-on", by=person, facts={"question": question.pk})


def _tell_officer(question: Clarification) -> None:
    """Write to whoever handles the file, or to whoever asked where nobody does."""
    reader = question.file.handler or question.asked_by
    words = answer_words(question)
    key = f"answer:{question.pk}:{reader.pk}"
    write_letter("answer", reader.email, subject=words.subject, body=words.body, once_key=key)
