"""The expert's first page: what agencies ask, and what is to be assessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy

from consortia.portals.expert.tasks import tasks_of
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.page import page, signed_in
from consortia.stages.calls.snapshots import call_of_round
from consortia.stages.experts.models import Engagement, Expert
from consortia.stages.experts.queries import engagements_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@page("", name="home", title=gettext_lazy("Assessments"), rights=signed_in)
def home(request: HttpRequest) -> HttpResponse:
    """Show what an expert is asked, has accepted, and has to assess."""
    person = person_of(request)
    told = {
        "engagements": [(each, call_of_round(each.round).title, _next(each)) for each in engagements_of(person)],
        "tasks": tasks_of(person, today=timezone.localdate()),
        "expert": Expert.objects.filter(person=person).first(),
        "place": "expert",
    }
    return render(request, "expert/home.html", told)


def _next(engagement: Engagement) -> str:
    """Return what the expert has to do next for an engagement, as a word of a state."""
    if engagement.state == Engagement.State.INVITED:
        return "invited"
    return "complete" if hasattr(engagement, "declaration") else "needs-attention"
