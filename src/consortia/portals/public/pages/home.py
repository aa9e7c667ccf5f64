"""The first page: what this is, for whom, the way it goes, and which rounds are open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from consortia.portals.public.shown import shown_calls
from consortia.portals.shared.page import anyone, page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

ROUNDS_SHOWN: Final = 3


@page("", name="home", title=_("Consortia"), rights=anyone)
def home(request: HttpRequest) -> HttpResponse:
    """Show the way from an idea to a receipt, and the rounds with the nearest deadlines."""
    open_rounds = [(shown, each) for shown in shown_calls() for each in shown.open_rounds]
    nearest = sorted(open_rounds, key=lambda pair: (pair[0].training, pair[1].deadline))[:ROUNDS_SHOWN]
    return render(request, "public/home.html", {"nearest": nearest, "more": len(open_rounds) - len(nearest)})
