"""What exists already, and what an idea or an application adds to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import gettext_lazy

from consortia.portals.applicant.planned import page_context
from consortia.portals.applicant.subjects import an_application, an_idea
from consortia.portals.shared.page import page
from consortia.stages.applications.permissions import may_read
from consortia.stages.applications.snapshots import view_of
from consortia.stages.ideas.permissions import may_write_idea
from consortia.stages.past_projects.comparing import similar_projects
from consortia.stages.past_projects.index.likeness import LONGEST_IDEA
from consortia.stages.past_projects.queries import country_names

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from consortia.stages.applications.models import Application
    from consortia.stages.ideas.models import Idea


@page(
    "ideas/<uuid:idea_id>/similar/",
    name="idea_similar",
    title=gettext_lazy("What exists already"),
    rights=may_write_idea,
    of=an_idea,
    sees=may_write_idea,
)
def idea_similar(request: HttpRequest, idea: Idea) -> HttpResponse:
    """Set an idea beside all past projects."""
    told = {
        "idea": idea,
        "likeness": similar_projects(idea.text[:LONGEST_IDEA]),
        "countries": country_names(),
        "place": "ideas",
    }
    return render(request, "applicant/idea_similar.html", told)


@page(
    "applications/<str:reference>/similar/",
    name="similar",
    title=gettext_lazy("What exists already"),
    rights=may_read,
    of=an_application,
    sees=may_read,
)
def similar(request: HttpRequest, application: Application) -> HttpResponse:
    """Set what an application says beside all past projects."""
    view = view_of(application)
    texts = (application.title, *(answer.text for answer in view.rows.answers))
    context = page_context(
        view,
        likeness=similar_projects("\n".join(text for text in texts if text)[:LONGEST_IDEA]),
        countries=country_names(),
    )
    return render(request, "applicant/similar.html", context)
