"""Everything the rules say about the application, with what to do about it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from consortia.portals.applicant.fitting import doubtful_priorities
from consortia.portals.applicant.panel import finding_item, panel_of
from consortia.portals.applicant.planned import page_context
from consortia.portals.applicant.subjects import an_application
from consortia.portals.shared.page import page
from consortia.stages.applications.models import Application
from consortia.stages.applications.permissions import may_read
from consortia.stages.applications.snapshots import view_of


@page(
    "applications/<str:reference>/check/",
    name="check",
    title=gettext_lazy("Findings"),
    rights=may_read,
    of=an_application,
    sees=may_read,
)
def check(request: HttpRequest, application: Application) -> HttpResponse:
    """Show all findings: what does not hold, what is missing, what to look at, what holds."""
    view = view_of(application)
    by_status = {
        status: tuple(finding_item(each, view) for each in view.findings if each.status == status)
        for status in ("pass", "not-applicable")
    }
    context = page_context(
        view,
        panel=panel_of(view),
        holds=by_status["pass"],
        elsewhere=by_status["not-applicable"],
        doubtful=doubtful_priorities(view),
    )
    return render(request, "applicant/check.html", context)
