"""An application at a glance: what is done, what is to do, who works here, how much time there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from consortia.portals.applicant.overview import Overview
from consortia.portals.applicant.planned import page_context
from consortia.portals.applicant.subjects import an_application
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.page import page
from consortia.stages.applications.models import Application, Submission
from consortia.stages.applications.permissions import is_open_for_writing, may_read, standing_of
from consortia.stages.applications.snapshots import view_of
from consortia.stages.applications.talk import open_comments_on
from consortia.stages.applications.writers import writers_of
from consortia.stages.selection.results import result_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@page(
    "applications/<str:reference>/",
    name="application",
    title=gettext_lazy("Application"),
    rights=may_read,
    of=an_application,
    sees=may_read,
)
def application(request: HttpRequest, application: Application) -> HttpResponse:
    """Show the way from here to the receipt."""
    view, now = view_of(application), timezone.now()
    standing = standing_of(person_of(request), application)
    groups = Overview(view, standing).groups
    counted = [task for group in groups for task in group.tasks if task.needed or task.status != "not-started"]
    context = page_context(
        view,
        groups=groups,
        complete=sum(task.status == "complete" for task in counted),
        tasks=len(counted),
        writers=writers_of(application),
        leads=standing.leads and is_open_for_writing(application),
        late=application.is_late(now),
        # Before the deadline there is nothing to ask for.
        result=result_of(application) if application.is_late(now) else None,
        submission=application.submissions.filter(state=Submission.State.CURRENT).first(),
        open_comments=open_comments_on(application),
        now=now,
    )
    context["trail"] = [{"text": gettext("My applications"), "href": reverse("applicant:home")}]
    return render(request, "applicant/application.html", context)
