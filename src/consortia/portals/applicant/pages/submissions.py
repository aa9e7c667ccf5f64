"""All versions on record, which of them counts, and what changed between two."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.portals.applicant.planned import page_context
from consortia.portals.applicant.subjects import an_application
from consortia.portals.shared.page import page
from consortia.stages.applications.comparing import Differences, differences_between
from consortia.stages.applications.models import Application, Submission
from consortia.stages.applications.permissions import may_read, may_submit
from consortia.stages.applications.services.papers import call_then
from consortia.stages.applications.snapshots import view_of

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A submission as its line in the table shows it."""

    submission: Submission
    by: str
    grant: Decimal


@page(
    "applications/<str:reference>/submissions/",
    name="submissions",
    title=_("Submissions"),
    rights=may_read,
    of=an_application,
    sees=may_read,
)
def submissions(request: HttpRequest, application: Application) -> HttpResponse:
    """List every version that was received."""
    found = application.submissions.select_related("submitted_by").defer("snapshot", "findings").order_by("-sequence")
    versions = [
        Version(
            submission=each,
            by=each.submitted_by.name if each.submitted_by else "",
            grant=Decimal(each.budget["grant"]),
        )
        for each in found
    ]
    view = view_of(application)
    told = {"versions": versions, "zone": view.rows.call.call.zone, "may_submit": may_submit(request.user, application)}
    return render(request, "applicant/submissions.html", page_context(view, **told))


@page(
    "applications/<str:reference>/submissions/compare/",
    name="submissions_compare",
    title=_("Compare two versions"),
    rights=may_read,
    of=an_application,
    sees=may_read,
)
def submissions_compare(request: HttpRequest, application: Application) -> HttpResponse:
    """Show what changed from one version to another."""
    older, newer = _two(request, application)
    view = view_of(application)
    step = (now_("Submissions"), reverse("applicant:submissions", kwargs={"reference": application.reference}))
    told = {"older": older, "newer": newer, "differences": _differences(older, newer), "zone": view.rows.call.call.zone}
    return render(request, "applicant/submissions_compare.html", page_context(view, step, **told))


def _two(request: HttpRequest, application: Application) -> tuple[Submission, Submission]:
    asked = [request.GET.get("one", ""), request.GET.get("other", "")]
    sequences = sorted({int(each) for each in asked if each.isdecimal() and len(each) < 6})
    found = list(application.submissions.filter(sequence__in=sequences).order_by("sequence"))
    if len(found) != 2:
        raise Http404
    return found[0], found[1]


def _differences(older: Submission, newer: Submission) -> Differences:
    then, now = json.loads(older.snapshot), json.loads(newer.snapshot)
    return differences_between(then, now, call=call_then(now), budgets=(older.budget, newer.budget))
