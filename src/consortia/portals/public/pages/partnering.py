"""Organisations that chose to be seen, their adverts, and who worked with whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortia.portals.public.networking import network_of
from consortia.portals.shared.call_words import call_words
from consortia.portals.shared.page import anyone, page
from consortia.portals.shared.profiles import told_of
from consortia.stages.partnering.models import PartnerProfile
from consortia.stages.partnering.queries import adverts_open_on, listed_profiles

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

SHOWN_A_PAGE: Final = 20


def a_listed_profile(organisation_id: str) -> PartnerProfile:
    """Return the profile of an organisation that chose to be seen by everybody."""
    return get_object_or_404(listed_profiles(), organisation_id=organisation_id)


@page("directory/", name="directory", title=_("Organisations that look for partners"), rights=anyone)
def directory(request: HttpRequest) -> HttpResponse:
    """List the organisations that chose to be seen by everybody."""
    told = {
        "found": Paginator(listed_profiles(), SHOWN_A_PAGE).get_page(request.GET.get("page")),
        "words": call_words(),
        "place": "partners",
    }
    return render(request, "public/directory.html", told)


@page(
    "directory/<uuid:organisation_id>/",
    name="directory_entry",
    title=_("Organisation"),
    rights=anyone,
    of=a_listed_profile,
)
def directory_entry(request: HttpRequest, profile: PartnerProfile) -> HttpResponse:
    """Show the public profile of an organisation."""
    told = {**told_of(profile.organisation, profile), "place": "partners"}
    return render(request, "public/directory_entry.html", told)


@page("adverts/", name="adverts", title=_("Partner adverts"), rights=anyone)
def adverts(request: HttpRequest) -> HttpResponse:
    """List running adverts: to those signed in all, to others those of organisations that chose to be seen."""
    running = adverts_open_on(timezone.localdate(), listed=not request.user.is_authenticated)
    told = {
        "found": Paginator(running, SHOWN_A_PAGE).get_page(request.GET.get("page")),
        "words": call_words(),
        "place": "partners",
    }
    return render(request, "public/adverts.html", told)


@page("network/", name="network", title=_("Who worked with whom"), rights=anyone)
def network(request: HttpRequest) -> HttpResponse:
    """Draw who carried out projects together, of all organisations or around one, with a table of the same."""
    around = request.GET.get("organisation", "")
    if around and not _is_id(around):
        raise Http404
    return render(request, "public/network.html", {**network_of(around), "place": "partners"})


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
