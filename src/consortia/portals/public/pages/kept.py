"""What was sent while signed out: shown after signing in, to be sent again or let go."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from consortia.portals.shared.kept import forget_form, kept_form
from consortia.portals.shared.page import page, signed_in


@page("kept/", name="kept", title=_("What you sent was kept"), rights=signed_in)
def kept(request: HttpRequest) -> HttpResponse:
    """Show what waits, with one button that sends it where it was meant to go."""
    waiting = kept_form(request)
    if request.method == "POST" or waiting is None:
        forget_form(request)
        return redirect("applicant:home")
    return render(request, "public/kept.html", {"waiting": waiting})
