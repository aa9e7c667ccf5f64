"""What this site says about itself: accessibility, privacy, where its data come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from consortia.portals.shared.page import anyone, page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@page("accessibility/", name="accessibility", title=_("Accessibility"), rights=anyone)
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say who can use the site, and what is not known yet."""
    return render(request, "public/accessibility.html")


@page("privacy/", name="privacy", title=_("Privacy"), rights=anyone)
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept about a person, why, and for how long."""
    weeks = settings.SESSION_COOKIE_AGE // (7 * 24 * 60 * 60)
    return render(request, "public/privacy.html", {"weeks": weeks, "mail": settings.MAIL_CONFIGURED})


@page("data/", name="data", title=_("Where the data come from"), rights=anyone)
def data(request: HttpRequest) -> HttpResponse:
    """Name the sources of everything this site did not make itself."""
    return render(request, "public/data.html")
