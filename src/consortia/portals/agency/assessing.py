"""How the assessments of a round go, as an agency sees them: who is late, whose totals lie apart, what is final."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from consortia.core.assessment import points_of, total_of
from consortia.portals.agency.subjects import an_agency
from consortia.stages.applications.models import Application, Submission
from consortia.stages.assessments.permissions import may_follow
from consortia.stages.assessments.queries import counting_assignments
from consortia.stages.assessments.snapshots import Opened, opened_all
from consortia.stages.calls.models import Round
from consortia.stages.experts.models import Assignment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.auth.models import AnonymousUser

    from consortia.stages.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessedRound:
    """A round whose assessments an agency follows."""

    agency: str
    round: Round


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessedApplication:
    """An application whose assessment an agency follows."""

    agency: str
    application: Application
    submission: Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far one expert is with one application."""

    name: str
    own: str
    begun: bool
    finished_at: datetime | None
    due: date | None
    late: bool
    third: bool
    total: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One application in the list."""

    application: Application
    href: str
    experts: tuple[Progress, ...]
    state: str
    gap: int | None
    apart: bool
    total: int | None


def an_assessed_round(agency: str, round_id: int) -> AssessedRound:
    """Return a round as an agency follows its assessments."""
    found = get_object_or_404(Round.objects.select_related("edition").defer("edition__content"), pk=round_id)
    return AssessedRound(agency=an_agency(agency), round=found)


def an_assessed_application(agency: str, reference: str) -> AssessedApplication:
    """Return an application that an agency gave to experts."""
    applications = Application.objects.select_related("round__edition").defer("round__edition__content")
    application = get_object_or_404(applications, reference=reference.upper(), agency=an_agency(agency))
    given = counting_assignments([application]).select_related("submission").order_by("-id").first()
    if given is None:
        raise Http404
    return AssessedApplication(agency=agency, application=application, submission=given.submission)


def follows_round(person: Person | AnonymousUser, subject: AssessedRound) -> bool:
    """Whether the person follows the assessments of this agency's round."""
    return may_follow(person, subject.agency)


def follows_application(person: Person | AnonymousUser, subject: AssessedApplication) -> bool:
    """Whether the person follows the assessment of this agency's application."""
    return may_follow(person, subject.agency)


def lines_of(agency: str, applications: Sequence[Application], *, today: date) -> list[Line]:
    """Return applications with the progress of their experts; a constant number of queries."""
    given = counting_assignments(applications).order_by("id").values_list("application_id", "submission_id")
    submissions = dict(given)
    files = opened_all(submissions.values())
    return [_line(agency, each, files[submissions[each.pk]], today=today) for each in applications]


def progress_of(what: Opened, *, today: date) -> tuple[Progress, ...]:
    """Return how far each expert of a file is, in the order of being asked."""
    return tuple(_progress(what, own, today=today) for own in what.file.experts)


def _line(agency: str, application: Application, what: Opened, *, today: date) -> Line:
    comparison = what.comparison
    agreed = points_of(what.agreed, what.rules.award)
    return Line(
        application=application,
        href=reverse("agency:assessment", kwargs={"agency": agency, "reference": application.reference}),
        experts=progress_of(what, today=today),
        state=what.file.state,
        gap=comparison.gap if comparison and len(what.file.experts) > 1 else None,
        apart=bool(comparison and comparison.gap >= comparison.limit and not comparison.below),
        total=total_of(agreed.values()) if agreed and what.file.state == "final" else None,
    )


def _progress(what: Opened, own: str, *, today: date) -> Progress:
    assignment, row = what.assignments[own], what.individual.get(own)
    finished = row.finished_at if row else None
    points = points_of(what.written(own), what.rules.award)
    due = assignment.due_on
    return Progress(
        name=str(assignment.engagement.expert),
        own=own,
        begun=row is not None,
        finished_at=finished,
        due=due,
        late=bool(due and not finished and due < today),
        third=assignment.role == Assignment.Role.THIRD,
        # Points that are still being thought about are the expert's own.
        total=total_of(points.values()) if points and finished else None,
    )
