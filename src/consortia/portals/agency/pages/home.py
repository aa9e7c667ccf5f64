"""The agency portal's first pages: which agencies I work for, and one agency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from consortia.portals.agency.frame import agency_context
from consortia.portals.agency.subjects import agencies_by_code, an_agency
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.page import page
from consortia.stages.agencies.permissions import agencies_of_person, may_see_files, works_for_an_agency
from consortia.stages.agencies.queries import open_proposals

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@page("", name="home", title=gettext_lazy("Agencies"), rights=works_for_an_agency, sees=works_for_an_agency)
def home(request: HttpRequest) -> HttpResponse:
    """Show the agencies a person works for; straight to the only one."""
    codes = agencies_of_person(person_of(request))
    if len(codes) == 1:
        return redirect("agency:agency", agency=codes[0])
    known = agencies_by_code()
    return render(request, "agency/home.html", {"place": "agency", "agencies": [known[code] for code in codes]})


@page(
    "<str:agency>/", name="agency", title=gettext_lazy("Agency"), rights=may_see_files, of=an_agency, sees=may_see_files
)
def agency(request: HttpRequest, code: str) -> HttpResponse:
    """Show what waits in an agency."""
    told = {"proposals": open_proposals(code)}
    return render(request, "agency/agency.html", agency_context(request, code, "agency", **told))
