"""The panel on its own, for the script that follows what is saved."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from consortia.portals.applicant.subjects import an_application
from consortia.portals.shared.page import page
from consortia.stages.applications.models import Application
from consortia.stages.applications.permissions import may_read


@page(
    "applications/<str:reference>/panel/",
    name="panel",
    title=gettext_lazy("Findings and grant"),
    rights=may_read,
    of=an_application,
    sees=may_read,
)
def panel(request: HttpRequest, application: Application) -> HttpResponse:
    """Show findings, what is missing and the grant at this moment."""
    answer = render(request, "applicant/panel_fragment.html", {"application": application})
    answer["Cache-Control"] = "no-store"
    return answer
