"""The screen on which an expert reads an application and assesses it. It works without script."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from consortia.portals.expert.acting import own_assignment, own_file
from consortia.portals.expert.grid import grant_of, noticed, saved_at, shown_criteria, total_shown, versions
from consortia.portals.expert.places import a_place, an_application
from consortia.portals.expert.saving import answer_script, keep_form
from consortia.portals.expert.tasks import state_of
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.page import page
from consortia.portals.shared.reading import reading_for_quality
from consortia.stages.assessments.permissions import assesses, may_write
from consortia.stages.assessments.services.finishing import NotReadyError, findings_of, finish_assessment
from consortia.stages.assessments.services.writing import NotOpenError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

    from consortia.stages.applications.models import Application
    from consortia.stages.assessments.snapshots import Opened
    from consortia.stages.experts.models import Assignment


@page(
    "assessments/<str:reference>/",
    name="assessment",
    title=gettext_lazy("Assess an application"),
    rights=assesses,
    of=an_application,
    sees=assesses,
)
def assessment(request: HttpRequest, application: Application) -> HttpResponse:
    """Show the application beside the grid; without script a button saves."""
    assignment = own_assignment(person_of(request), application)
    what = own_file(assignment)
    kept: Mapping[str, tuple[str, str]] = {}
    if request.method == "POST":
        try:
            kept = keep_form(request, assignment, what, consolidated=False)
        except NotOpenError:
            messages.error(request, gettext("This assessment is no longer open to be written."))
            return HttpResponseRedirect(request.path)
        if not kept:
            messages.success(request, gettext("Saved."))
            page_name = "finish" if request.POST.get("do") == "finish" else "assessment"
            return HttpResponseRedirect(reverse(f"expert:{page_name}", kwargs={"reference": application.reference}))
        what = own_file(assignment)
    return render(request, "expert/assessment.html", _context(request, assignment, what, kept))


@page(
    "assessments/<str:reference>/entries/",
    name="entries",
    title=gettext_lazy("Versions of an assessment"),
    rights=assesses,
    of=an_application,
    sees=assesses,
)
def entries(request: HttpRequest, application: Application) -> HttpResponse:
    """Tell which version of each entry stands: what an open page asks every few seconds."""
    assignment = own_assignment(person_of(request), application)
    return JsonResponse({"versions": versions(own_file(assignment).individual.get(str(assignment.pk)))})


@page(
    "assessments/<str:reference>/entries/<str:place>/",
    name="entry",
    title=gettext_lazy("An entry of an assessment"),
    rights=assesses,
    of=an_application,
    sees=assesses,
)
def entry(request: HttpRequest, application: Application, place: str) -> HttpResponse:
    """Take saves of one entry from the writing script, or tell what stands there."""
    return answer_script(request, application, a_place(place, consolidated=False))


@page(
    "assessments/<str:reference>/noticed/",
    name="noticed",
    title=gettext_lazy("What is noticed"),
    rights=assesses,
    of=an_application,
    sees=assesses,
)
def what_is_noticed(request: HttpRequest, application: Application) -> HttpResponse:
    """Give the list of what is still missing or looks odd, for a page that is open."""
    assignment = own_assignment(person_of(request), application)
    what = own_file(assignment)
    findings = noticed(what, findings_of(person_of(request), assignment, what))
    total = total_shown(what, what.written(str(assignment.pk)))
    return render(request, "expert/noticed.html", {"findings": findings, "total": total})


@page(
    "assessments/<str:reference>/finish/",
    name="finish",
    title=gettext_lazy("Finish an assessment"),
    rights=assesses,
    of=an_application,
    sees=assesses,
)
def finish(request: HttpRequest, application: Application) -> HttpResponse:
    """Show points and what is noticed once more; finishing cannot be undone by the expert."""
    person = person_of(request)
    assignment = own_assignment(person, application)
    if request.method == "POST":
        try:
            finish_assessment(person, assignment)
        except (NotReadyError, NotOpenError):
            # The page says what is missing, or that there is nothing left to finish.
            return HttpResponseRedirect(request.path)
        messages.success(request, gettext("Finished. You get a letter when there is more for you to do."))
        return HttpResponseRedirect(reverse("expert:home"))
    return render(request, "expert/finish.html", _context(request, assignment, own_file(assignment), {}))


@page(
    "assessments/<str:reference>/grid/",
    name="grid",
    title=gettext_lazy("The grid on paper"),
    rights=assesses,
    of=an_application,
    sees=assesses,
)
def grid(request: HttpRequest, application: Application) -> HttpResponse:
    """Show the grid as it is printed: criteria, questions and bands, with what was written or room to write."""
    assignment = own_assignment(person_of(request), application)
    return render(request, "expert/grid.html", _context(request, assignment, own_file(assignment), {}))


def _context(
    request: HttpRequest, assignment: Assignment, what: Opened, kept: Mapping[str, tuple[str, str]]
) -> dict[str, Any]:
    own = str(assignment.pk)
    row = what.individual.get(own)
    application = assignment.application
    written = what.written(own)
    findings = noticed(what, findings_of(person_of(request), assignment, what))
    return {
        "place": "expert",
        "application": application,
        "assignment": assignment,
        "reading": reading_for_quality(assignment.submission),
        "call": what.rules.call,
        "award": what.rules.award,
        "criteria": shown_criteria(what, row, page="entry", reference=application.reference, kept=kept),
        "writes": may_write(own, what.file),
        "state": state_of(assignment, what),
        "findings": findings,
        "ready": not any(each.status == "fail" for each in findings),
        "total": total_shown(what, written),
        "grant": grant_of(what.submission),
        "saved_at": saved_at(row),
        "page_id": secrets.token_hex(8),
        "problems": [{"text": words, "href": f"#field-{name.replace('.', '-')}"} for name, (_t, words) in kept.items()],
        "training": application.round.training,
    }
