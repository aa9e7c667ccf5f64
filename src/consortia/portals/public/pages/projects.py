"""Past projects: search, one project, one organisation, and an idea beside them all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from django import forms
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consortia.documents.pictures import PartnersWords, PartnerYears, partners_over_time
from consortia.portals.public.searching import ORDERS, asked_in, facets_of
from consortia.portals.shared.forms import LimitedTextField
from consortia.portals.shared.page import anyone, page
from consortia.stages.organisations.queries import kept_organisations
from consortia.stages.past_projects.comparing import similar_projects
from consortia.stages.past_projects.index.likeness import LONGEST_IDEA
from consortia.stages.past_projects.models import PastOrganisation, PastProject
from consortia.stages.past_projects.permissions import may_look_after_past
from consortia.stages.past_projects.queries import (
    PAGE_SIZE,
    History,
    consortium_of,
    country_names,
    described_projects,
    history_of,
    registered_as,
    search_projects,
    sources_of,
)

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

SIMILAR_SHOWN: Final = 5
DRAWN: Final = 15


@page("projects/", name="projects", title=gettext_lazy("Past projects"), rights=anyone)
def projects(request: HttpRequest) -> HttpResponse:
    """Search all past projects."""
    asked = asked_in(request.GET)
    results = search_projects(asked.wanted, order=asked.order, page=asked.page)
    pages = Paginator(range(results.shown), PAGE_SIZE)
    if not results.hits and results.total:
        results = search_projects(asked.wanted, order=asked.order, page=pages.num_pages)
    told = {
        "asked": asked,
        "results": results,
        "facets": facets_of(results, asked),
        "orders": ORDERS,
        "page": pages.get_page(asked.page),
        "countries": country_names(),
        "nothing_here": not results.total and not described_projects().exists(),
        "looks_after": may_look_after_past(request.user),
        "place": "projects",
    }
    return render(request, "public/projects/search.html", told)


def a_project(number: int) -> PastProject:
    """Return the project that an address names."""
    found = described_projects().filter(pk=number).first()
    if found is None:
        raise Http404
    return found


@page("projects/<int:number>/", name="project", title=gettext_lazy("A past project"), rights=anyone, of=a_project)
def project(request: HttpRequest, past: PastProject) -> HttpResponse:
    """Show one project, who took part, and projects like it."""
    told = {
        "project": past,
        "parts": consortium_of(past),
        "sources": sources_of(past),
        "card": web_address(past.card),
        "website": web_address(past.website),
        "countries": country_names(),
        "similar": similar_projects(f"{past.title}\n{past.summary}", leave_out=past.pk, most=SIMILAR_SHOWN),
        "place": "projects",
    }
    return render(request, "public/projects/project.html", told)


def an_organisation(number: int) -> PastOrganisation:
    """Return the organisation that an address names."""
    found = PastOrganisation.objects.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


@page(
    "projects/organisations/<int:number>/",
    name="past_organisation",
    title=gettext_lazy("An organisation of past projects"),
    rights=anyone,
    of=an_organisation,
)
def past_organisation(request: HttpRequest, organisation: PastOrganisation) -> HttpResponse:
    """Show what an organisation did and with whom."""
    history = history_of(organisation)
    told = {
        "organisation": organisation,
        "registered": registered_as(organisation),
        "mine": kept_organisations(request.user) if organisation.organisation_id is None else (),
        "looks_after": may_look_after_past(request.user),
        "history": history,
        "countries": country_names(),
        "wide": _drawn(history, "wide") if history.partners else "",
        "narrow": _drawn(history, "narrow") if history.partners else "",
        "drawn": DRAWN,
        "place": "projects",
    }
    return render(request, "public/projects/organisation.html", told)


class IdeaForm(forms.Form):
    """A text to set beside past projects."""

    idea = LimitedTextField(
        limit=LONGEST_IDEA,
        rows=12,
        label=gettext_lazy("Your idea"),
        help_text=gettext_lazy(
            "A few sentences are enough; a whole description gives better answers. The text is compared and not kept."
        ),
    )


@page("projects/compare/", name="compare", title=gettext_lazy("What exists already"), rights=anyone)
def compare(request: HttpRequest) -> HttpResponse:
    """Set an idea beside all past projects."""
    form = IdeaForm(request.POST or None)
    told: dict[str, Any] = {"form": form, "countries": country_names(), "place": "projects"}
    if request.method == "POST" and form.is_valid():
        told["likeness"] = similar_projects(form.cleaned_data["idea"])
    return render(request, "public/projects/compare.html", told)


def web_address(text: str) -> str:
    """Return an address that a link may lead to, or nothing: lists hold all kinds of words in such columns."""
    bare = text.strip()
    address = f"http://{bare}" if bare.casefold().startswith("www.") else bare
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return ""
    is_usual = parts.scheme in {"http", "https"} and "." in host and not any(letter.isspace() for letter in address)
    return address if is_usual else ""


def _drawn(history: History, size: Any) -> str:
    wording = PartnersWords(title=_("Partners over time"), nothing=_("No partner is known yet."))
    partners = [
        PartnerYears(name=each.organisation.name, years=tuple(year for year in each.years if year))
        for each in history.partners[:DRAWN]
    ]
    svg = partners_over_time(partners, size=size, wording=wording, identifier=f"partners-{size}")
    return mark_safe(svg)  # noqa: S308  # the picture escapes what was typed
