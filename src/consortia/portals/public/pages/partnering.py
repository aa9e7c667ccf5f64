"""Organisations that chose to be seen, their adverts, and who worked with whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortia.portals.public.networking import network_of
from consortia.portals.shared.call_words import call_words
from consortia.portals.shared.page import anyone, page
from consortia.portals.shared.profiles import told_of
from consortia.stages.partnering.joined import one_a_body
from consortia.stages.partnering.models import PartnerProfile
from consortia.stages.partnering.past import Section, is_body, past_years
from consortia.stages.partnering.queries import adverts_open_on, listed_profiles

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

SHOWN_A_PAGE: Final = 20
LONGEST_CODE: Final = 20


def a_listed_profile(organisation_id: str) -> PartnerProfile:
    """Return the profile of an organisation that chose to be seen by everybody."""
    return get_object_or_404(listed_profiles(), organisation_id=organisation_id)


@page("directory/", name="directory", title=_("Organisations that look for partners"), rights=anyone)
def directory(request: HttpRequest) -> HttpResponse:
    """List the organisations that chose to be seen by everybody."""
    told = {
        "found": Paginator(one_a_body(listed_profiles()), SHOWN_A_PAGE).get_page(request.GET.get("page")),
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
    """Draw who carried out projects together: around one organisation, in a field, of a year, with a table beside."""
    years = past_years()
    about = _section(request, years)
    told = {**network_of(about), "about": about, "words": call_words(), "years": years, "place": "partners"}
    return render(request, "public/network.html", told)


def _section(request: HttpRequest, years: tuple[int, ...]) -> Section:
    """Return what the address asks for; an organisation that cannot be is an address that does not exist."""
    around, year = request.GET.get("organisation", ""), request.GET.get("year", "")
    if around and not is_body(around):
        raise Http404
    known_year = int(year) if year in {str(each) for each in years} else None
    return Section(around=around, field=request.GET.get("field", "")[:LONGEST_CODE], year=known_year)
