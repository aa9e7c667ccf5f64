"""Assessments as experts write them, made through the services."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

from django.db.models import Model

from consortia.core.application.cowriting import Save, View
from consortia.stages.applications.models import Application, Submission
from consortia.stages.assessments.queries import assignment_of, lower_amounts_in
from consortia.stages.assessments.services.finishing import finish_assessment
from consortia.stages.assessments.services.signing import digest_of, put_up_for_signature, sign_assessment
from consortia.stages.assessments.services.writing import Place, save_entry
from consortia.stages.assessments.snapshots import Opened, opened
from consortia.stages.calls.models import Round
from consortia.stages.experts.models import Assignment, Expert
from consortia.stages.people.models import Person
from tests.factories import agencies, experts
from tests.factories import applications as make

CODES: Final = ("C1", "C2", "C3", "C4")
REASONS: Final = (
    "The partners show with figures from three towns whom the project is for and why these people are not reached "
    "today. The aims follow from that, and each of them can be measured. What working in three countries adds is said "
    "for every result of the project."
)
GOOD: Final = (24, 16, 16, 24)
WEAK: Final = (12, 8, 8, 12)
MIDDLING: Final = (20, 14, 14, 20)
_saves = count(1)
# What one application left when it was submitted through the services; others of this process are received alike.
_received: dict[str, Any] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """A submitted application with those who assess it, in the order of being asked."""

    application: Application
    officer: Person
    assignments: tuple[Assignment, ...]

    @property
    def people(self) -> tuple[Person, ...]:
        """The experts as people."""
        return tuple(person_of(each) for each in self.assignments)

    @property
    def opened(self) -> Opened:
        """The file as it stands."""
        return opened(self.assignments[0].submission)

    @property
    def state(self) -> str:
        """How far it is."""
        return self.opened.file.state


def received(*, round_: Round | None = None, title: str = "") -> Application:
    """A submitted application of an agency: the first through the services, the others with what that one left."""
    if not _received:
        first = experts.a_submitted_application(round_=round_).application
        _received.update(application=_columns(first), submission=_columns(first.submissions.get()))
        return first
    number = next(_saves)
    round_ = round_ or make.a_round()
    kept = {**_received["application"], "reference": f"REF{number}", "title": title or f"Repair cafés {number}"}
    application = Application.objects.create(round=round_, **kept)
    names = {"number": f"NUMBER-{number}", "request_id": f"request-{number}"}
    Submission.objects.create(application=application, **{**_received["submission"], **names})
    return application


def _columns(row: Model) -> dict[str, Any]:
    """What a row holds beside its id, its moments and what it refers to."""
    plain = [each for each in row._meta.concrete_fields if not each.is_relation and not each.primary_key]
    return {each.attname: getattr(row, each.attname) for each in plain}


def person_of(assignment: Assignment) -> Person:
    """The expert of an assignment."""
    expert = assignment.engagement.expert
    assert expert is not None
    return expert.person


def given(*names: str, application: Application | None = None, pool: Sequence[Expert] = ()) -> Assessed:
    """An application given to experts; the first one leads."""
    application = application or received()
    officer = agencies.somebody("officer", agency=application.agency)
    who = pool or tuple(experts.an_expert(name) for name in names)
    assignments = tuple(
        experts.assigned(officer, application, each, leads=number == 0) for number, each in enumerate(who)
    )
    return Assessed(application=application, officer=officer, assignments=assignments)


def wrote(
    assignment: Assignment,
    where: str,
    text: str,
    *,
    person: Person | None = None,
    base: int = 0,
    consolidated: bool = False,
) -> None:
    """An expert writes under `C1.points`."""
    criterion, _dot, part = where.partition(".")
    place = Place(criterion=criterion, part=part, consolidated=consolidated)
    save = Save(text=text, save_id=f"save-{next(_saves)}", grew_from=View(version=base))
    save_entry(person or person_of(assignment), assignment, place, save)


def filled(
    assignment: Assignment, points: Sequence[int] = GOOD, *, consolidated: bool = False, comment: str = ""
) -> None:
    """An expert gives points and reasons under every criterion."""
    for code, number in zip(CODES, points, strict=True):
        wrote(assignment, f"{code}.points", str(number), consolidated=consolidated)
        wrote(assignment, f"{code}.comment", f"{comment or REASONS} {code}", consolidated=consolidated)


def finished(assignment: Assignment, points: Sequence[int] = GOOD) -> None:
    """An expert assesses alone and finishes."""
    filled(assignment, points)
    finish_assessment(person_of(assignment), assignment)


def agreed(assessed: Assessed, points: Sequence[int] = GOOD) -> None:
    """The lead writes what both agree on and puts it up."""
    lead = lead_of(assessed)
    filled(lead, points, consolidated=True)
    put_up_for_signature(person_of(lead), lead)


def signed(assessed: Assessed, *who: int) -> None:
    """Experts sign what stands."""
    for number in who:
        assignment = assessed.assignments[number]
        what = assessed.opened
        amounts = lower_amounts_in(what.row) if what.row else {}
        sign_assessment(person_of(assignment), assignment, seen=digest_of(what.agreed, amounts))


def lead_of(assessed: Assessed) -> Assignment:
    """Whoever writes the consolidated assessment."""
    what = assessed.opened
    return what.assignments[what.lead]


def own(person: Person, application: Application) -> Assignment:
    """A person's assignment to an application."""
    found = assignment_of(person, application)
    assert found is not None
    return found


def finished_as_it_stands(assignment: Assignment) -> None:
    """An expert finishes what they have written."""
    finish_assessment(person_of(assignment), assignment)
