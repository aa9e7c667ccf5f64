"""What the applicant's pages are about, read from their addresses."""

from __future__ import annotations

from typing import Final, TypeVar
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from consortia.stages.applications.models import Application, Participation, PlanRow, Submission
from consortia.stages.ideas.models import Idea
from consortia.stages.organisations.models import Organisation
from consortia.stages.prepared import Given, Prepared

Row = TypeVar("Row")

# Every page of an application begins with one of these; the call itself is read by its hash, once.
_applications: Final = Prepared(
    lambda: (
        Application.objects.filter(reference=Given(Application, "reference"))
        .select_related("round__edition")
        .defer("round__edition__content")
    )
)
_submissions: Final = Prepared(
    lambda: (
        Submission.objects.filter(number=Given(Submission, "number"))
        .select_related("application__round__edition", "submitted_by")
        .defer("application__round__edition__content")
    )
)


def _found(rows: list[Row]) -> Row:
    if not rows:
        raise Http404
    return rows[0]


def an_application(reference: str) -> Application:
    """Return the application with this reference."""
    return _found(_applications(reference=reference.upper()))


def a_participation(reference: str, key: str) -> Participation:
    """Return an organisation's part in an application."""
    found = Participation.objects.select_related("application__round__edition", "organisation")
    return get_object_or_404(found, application__reference=reference.upper(), key=key)


def a_plan_row(reference: str, heading: str, key: str) -> PlanRow:
    """Return a row of the plan."""
    found = PlanRow.objects.select_related("application__round__edition")
    return get_object_or_404(found, application__reference=reference.upper(), heading=heading, key=key)


def a_submission(number: str) -> Submission:
    """Return a submission by its receipt number."""
    return _found(_submissions(number=number))


def an_organisation(organisation_id: str) -> Organisation:
    """Return an organisation."""
    return get_object_or_404(Organisation, pk=organisation_id)


def an_idea(idea_id: UUID) -> Idea:
    """Return an idea."""
    return get_object_or_404(Idea.objects.select_related("edition"), pk=idea_id)
