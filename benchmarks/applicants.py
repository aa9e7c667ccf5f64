"""Applicants with an application that is ready to submit: one made through the services, the others copied from it."""

from __future__ import annotations

import uuid
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction

from benchmarks.journey import LONG_ANSWER
from consortia.stages.applications.models import Answer, AnswerVersion, Application, Participation, PlanRow
from consortia.stages.applications.services.writing import Save, View, save_answer
from consortia.stages.calls.snapshots import call_of_round
from consortia.stages.organisations.models import Membership, Organisation
from consortia.stages.people.models import Person
from tests.factories.applications import Consortium, a_ready_application

if TYPE_CHECKING:
    from django.db.models import Model

COUNTRIES = ("DE", "ES", "PL", "FI", "BE")
BACKEND = "consortia.stages.people.signing_in.PersonBackend"

Row = TypeVar("Row", bound="Model")


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """Somebody who is signed in and may submit an application."""

    session: str
    reference: str
    section: str
    question: str


def make_applicants(number: int) -> list[Applicant]:
    """Return so many applicants, each with an own application of five organisations, ready to submit."""
    made = a_ready_application(countries=COUNTRIES)
    section, question = _write_at_length(made)
    with transaction.atomic():
        return [_copy(made, section, question) for _ in range(number)]


def _write_at_length(made: Consortium) -> tuple[str, str]:
    """Write long answers everywhere; return the section and the question that applicants will write on."""
    call = call_of_round(made.application.round)
    long = {each.code: section.code for section in call.sections for each in section.questions if _is_long(each)}
    for answer in Answer.objects.filter(application=made.application, question__in=long):
        seen = View(version=answer.version)
        save = Save(text=LONG_ANSWER, save_id="long", grew_from=seen)
        save_answer(made.lead, made.application, answer.question, scope=answer.scope, save=save)
    question = next(
        each.question
        for each in Answer.objects.filter(application=made.application, scope="").order_by("id")
        if each.question in long
    )
    return long[question], question


def _is_long(question: object) -> bool:
    return getattr(question, "kind", "") == "long-text" and (getattr(question, "limit", 0) or 0) > 2 * len(LONG_ANSWER)


def _copy(made: Consortium, section: str, question: str) -> Applicant:
    people = {each.pk: _fresh(each, email=f"{uuid.uuid4().hex}@example.org") for each in (made.lead, *made.partners)}
    Person.objects.bulk_create(people.values())
    lead = people[made.lead.pk]
    application = _fresh(made.application, reference=uuid.uuid4().hex[:8].upper(), created_by=lead)
    application.save(force_insert=True)
    organisations = {each.organisation_id: _fresh(each.organisation) for each in made.participations}
    Organisation.objects.bulk_create(organisations.values())
    Membership.objects.bulk_create(
        _fresh(each, person=people[each.person_id], organisation=organisations[each.organisation_id])
        for each in Membership.objects.filter(organisation__in=organisations)
    )
    Participation.objects.bulk_create(
        _fresh(each, application=application, organisation=organisations[each.organisation_id], contact=lead)
        for each in made.participations
    )
    PlanRow.objects.bulk_create(
        _fresh(each, application=application) for each in PlanRow.objects.filter(application=made.application)
    )
    _copy_answers(made, application, lead)
    return Applicant(session=_session_of(lead), reference=application.reference, section=section, question=question)


def _copy_answers(made: Consortium, application: Application, lead: Person) -> None:
    known = list(Answer.objects.filter(application=made.application))
    answers = {each.pk: _fresh(each, application=application, changed_by=lead) for each in known}
    Answer.objects.bulk_create(answers.values())
    AnswerVersion.objects.bulk_create(
        _fresh(each, answer=answers[each.answer_id], author=lead)
        for each in AnswerVersion.objects.filter(answer__application=made.application)
    )


def _fresh(row: Row, **changes: object) -> Row:
    """Return a copy of a row that is not stored yet."""
    twin = copy(row)
    twin._state = copy(row._state)  # noqa: SLF001  # the way Django documents for copies
    twin._state.fields_cache = {}  # noqa: SLF001  # else the copy would keep the relations of the original
    twin._state.adding = True  # noqa: SLF001  # as above
    twin.pk = uuid.uuid4() if isinstance(row.pk, uuid.UUID) else None
    for name, value in changes.items():
        setattr(twin, name, value)
    return twin


def _session_of(person: Person) -> str:
    """Sign somebody in without hashing a password."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)
