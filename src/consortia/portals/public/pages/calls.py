"""All calls: those open, those open for training, those closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from consortia.portals.public.shown import shown_calls
from consortia.portals.shared.page import anyone, page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@page("calls/", name="calls", title=_("Calls"), rights=anyone)
def calls(request: HttpRequest) -> HttpResponse:
    """List the calls by what one can do with them."""
    shown = shown_calls()
    told = {
        "open": [each for each in shown if each.open_rounds and not each.training],
        "training_calls": [each for each in shown if each.open_rounds and each.training],
        "closed": [each for each in shown if not each.open_rounds],
        "place": "calls",
    }
    return render(request, "public/calls.html", told)
