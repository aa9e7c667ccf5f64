"""The expert's first page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy

from consortia.portals.expert.tasks import tasks_of
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.page import page, signed_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@page("", name="home", title=gettext_lazy("Assessments"), rights=signed_in)
def home(request: HttpRequest) -> HttpResponse:
    """Show what an expert is asked to assess."""
    tasks = tasks_of(person_of(request), today=timezone.localdate())
    return render(request, "expert/home.html", {"place": "expert", "tasks": tasks})
