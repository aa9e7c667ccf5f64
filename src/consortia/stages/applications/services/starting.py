"""Beginning an application, changing its choices, using an earlier one again."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction

from consortia.core.call import CallDefinition
from consortia.core.call.dates import years_after
from consortia.stages.applications.models import Answer, Application, Participation, PlanRow
from consortia.stages.applications.permissions import may_lead, may_read
from consortia.stages.applications.services.writing import begin_answer
from consortia.stages.calls.models import Round
from consortia.stages.calls.snapshots import call_of_round
from consortia.stages.ideas.models import Idea
from consortia.stages.ideas.permissions import may_write_idea
from consortia.stages.journal.services import record
from consortia.stages.organisations.models import Organisation
from consortia.stages.organisations.permissions import may_write_for
from consortia.stages.people.models import Person

# Whoever begins an application is its first organisation.
COORDINATOR: Final = "o1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a consortium chooses before it writes; codes are those of the call."""

    field: str
    type: str
    format: str
    start: date
    months: int
    language: str = "en"
    acronym: str = ""
    topics: str = ""
    priorities: tuple[str, ...] = ()
    lump_sum: str = ""


class ChangedMeanwhileError(Exception):
    """Somebody else changed the same thing since the page was opened; nothing was overwritten."""


@transaction.atomic
def start_application(  # keyword-only beyond the three
    person: Person, round_: Round, organisation: Organisation, *, title: str, choices: Choices, reference: str = ""
) -> Application:
    """Begin an application for a round; the organisation becomes its coordinator.

    `reference` is drawn by chance unless it is given: by the page with the button, so that a click sent twice begins
    one application, or where the same world is made again.
    """
    if not may_write_for(person, organisation):
        raise PermissionDenied
    begun = _begun_before(person, reference)
    if begun is not None:
        return begun
    application = Application(round=round_, title=title, created_by=person)
    if reference:
        application.reference = reference
    _choose(application, choices)
    application.save()
    Participation.objects.create(
        application=application,
        key=COORDINATOR,
        organisation=organisation,
        role=Participation.Role.COORDINATOR,
        state=Participation.State.ACCEPTED,
        contact=person,
        legal_representative=_legal_representative(organisation),
    )
    _write_title(person, application, call_of_round(round_))
    record("start-application", application, by=person, facts={"round": round_.pk, "title": title})
    return application


@transaction.atomic
def start_from_idea(  # keyword-only beyond the three
    person: Person,
    round_: Round,
    organisation: Organisation,
    *,
    idea: Idea,
    title: str,
    choices: Choices,
    reference: str = "",
) -> Application:
    """Begin an application with an idea: its text becomes the first draft of the summary, the idea stays as it is."""
    if not may_write_idea(person, idea):
        raise PermissionDenied
    begun = _begun_before(person, reference)
    if begun is not None:
        return begun
    application = start_application(person, round_, organisation, title=title, choices=choices, reference=reference)
    summary = call_of_round(round_).question_that_fills("summary")
    if summary is not None and idea.text:
        begin_answer(person, application, summary.code, idea.text)
    record("begin-from-idea", application, by=person, facts={"idea": str(idea.pk)})
    return application


def choices_of(application: Application) -> Choices:
    """Return what an application has chosen."""
    return Choices(
        field=application.field,
        type=application.type,
        format=application.format,
        start=application.start,
        months=application.months,
        language=application.language,
        acronym=application.acronym,
        topics=application.topics,
        priorities=tuple(application.priorities),
        lump_sum=application.lump_sum,
    )


@transaction.atomic
def change_choices(person: Person, application: Application, choices: Choices, *, seen: int) -> None:
    """Change field, format, type, dates, priorities or language; `seen` is the version the page showed."""
    if not may_lead(person, application):
        raise PermissionDenied
    current = Application.objects.select_for_update().get(pk=application.pk)
    if current.facts_version != seen:
        raise ChangedMeanwhileError
    _choose(current, choices)
    current.facts_version += 1
    current.save()
    facts = {**asdict(choices), "start": choices.start.isoformat(), "priorities": list(choices.priorities)}
    record("change-choices", current, by=person, facts=facts)
    application.refresh_from_db()


@transaction.atomic
def use_again(
    person: Person, earlier: Application, round_: Round, organisation: Organisation, *, reference: str = ""
) -> Application:
    """Begin a new application from the texts and plans of an earlier one; partners must be invited anew.

    A `reference` given twice is one application, as in `start_application`.
    """
    if not may_read(person, earlier) or not may_write_for(person, organisation):
        raise PermissionDenied
    begun = _begun_before(person, reference)
    if begun is not None:
        return begun
    choices = choices_of(earlier)
    call, before = call_of_round(round_), call_of_round(earlier.round)
    if call.code == before.code:
        shift = round_.years_later - earlier.round.years_later
        choices = _in_later_years(choices, shift)
    application = start_application(
        person, round_, organisation, title=earlier.title, choices=choices, reference=reference
    )
    Application.objects.filter(pk=application.pk).update(copied_from=earlier)
    own = earlier.participations.filter(organisation=organisation).first()
    _copy_answers(person, earlier, application, own=own.key if own else "")
    _copy_plan(person, earlier, application, own=own.key if own else "")
    record("use-again", application, by=person, facts={"earlier": str(earlier.pk)})
    application.refresh_from_db()
    return application


def _begun_before(person: Person, reference: str) -> Application | None:
    """Return what the same click began already; a second one waits until the first has ended."""
    if not reference:
        return None
    Person.objects.select_for_update().get(pk=person.pk)
    return Application.objects.filter(reference=reference, created_by=person).first()


def _choose(application: Application, choices: Choices) -> None:
    for name, value in asdict(choices).items():
        setattr(application, name, list(value) if name == "priorities" else value)


def _in_later_years(choices: Choices, years: int) -> Choices:
    return replace(choices, start=years_after(choices.start, years))


def _legal_representative(organisation: Organisation) -> str:
    known = organisation.memberships.filter(is_legal_representative=True).select_related("person").first()
    return known.person.name if known is not None else ""


def _write_title(person: Person, application: Application, call: CallDefinition) -> None:
    question = call.question_that_fills("title")
    if question is None:
        return
    begin_answer(person, application, question.code, application.title)


def _copy_answers(person: Person, earlier: Application, application: Application, *, own: str) -> None:
    """Copy common answers and those of the organisation that applies now; other partners bring theirs again."""
    known = {question.code for question in call_of_round(application.round).questions}
    written = set(Answer.objects.filter(application=application).values_list("question", "scope"))
    for answer in Answer.objects.filter(application=earlier, scope__in={"", own}).exclude(text=""):
        scope = COORDINATOR if answer.scope else ""
        if answer.question in known and (answer.question, scope) not in written:
            begin_answer(person, application, answer.question, answer.text, scope=scope)


def _copy_plan(person: Person, earlier: Application, application: Application, *, own: str) -> None:
    """Copy plan rows that name no other organisation; the rest depends on who takes part this time."""
    others = {p.key for p in earlier.participations.all()} - {own}
    for row in PlanRow.objects.filter(application=earlier):
        if not _mentions(row.values, others):
            row.values, row.extras = _renamed(row.values, own), _renamed(row.extras, own)
            row.pk, row.application, row.changed_by, row.version = None, application, person, 1
            row.save()


def _mentions(value: object, keys: set[str]) -> bool:
    if isinstance(value, dict):
        return any(_mentions(inner, keys) for inner in value.values())
    if isinstance(value, list):
        return any(_mentions(inner, keys) for inner in value)
    return value in keys


def _renamed(value: Any, own: str) -> Any:
    """Return a value in which the organisation bears the name it has as the coordinator."""
    if isinstance(value, dict):
        return {COORDINATOR if key == own else key: _renamed(inner, own) for key, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(inner, own) for inner in value]
    return COORDINATOR if own and value == own else value
