"""The first page: what this is, for whom, and which rounds are open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortia.portals.shared.page import anyone, page
from consortia.stages.calls.queries import rounds_open_at

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@page("", name="home", title=_("Consortia"), rights=anyone)
def home(request: HttpRequest) -> HttpResponse:
    """Show the way from an idea to a receipt, and the rounds one can still join."""
    return render(request, "public/home.html", {"rounds": rounds_open_at(timezone.now())[:4]})
