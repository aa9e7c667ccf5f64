"""One call from its data, a subject a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consortia.portals.public.call_views import money_view, priorities_by_field, regions_of
from consortia.portals.public.shown import ShownCall, a_call
from consortia.portals.shared.page import anyone, page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import Promise

PARTS: Final[Mapping[str, Promise | str]] = {
    "overview": _("Overview"),
    "priorities": _("Priorities"),
    "taking-part": _("Who may take part"),
    "dates": _("Dates and papers"),
    "money": _("Money"),
    "assessment": _("Award criteria"),
    "selection": _("From deadline to decision"),
    "project": _("Agreement, payments, reports"),
    "form": _("The application form"),
}


@page("calls/<slug:key>/", name="call", title=_("A call"), rights=anyone, of=a_call)
def call(request: HttpRequest, shown: ShownCall) -> HttpResponse:
    """Show what the call is for, its dates and where to read on."""
    return _part(request, shown, "overview")


@page("calls/<slug:key>/<slug:part>/", name="call_part", title=_("A part of a call"), rights=anyone, of=a_call)
def call_part(request: HttpRequest, shown: ShownCall, part: str) -> HttpResponse:
    """Show one subject of the call."""
    if part not in PARTS or part == "overview":
        raise Http404
    return _part(request, shown, part)


def _part(request: HttpRequest, shown: ShownCall, part: str) -> HttpResponse:
    parts = [{"text": title, "href": _address(shown, code), "here": code == part} for code, title in PARTS.items()]
    at = list(PARTS).index(part)
    told = {
        "shown": shown,
        "call": shown.call,
        "training": shown.training,
        "place": "calls",
        "part": part,
        "part_title": PARTS[part],
        "parts": parts,
        "before": parts[at - 1] if at else None,
        "after": parts[at + 1] if at + 1 < len(parts) else None,
        **_more(shown, part),
    }
    return render(request, f"public/call/{part.replace('-', '_')}.html", told)


def _more(shown: ShownCall, part: str) -> dict[str, object]:
    if part == "priorities":
        return {"fields": priorities_by_field(shown.call)}
    if part == "taking-part":
        return {"regions": regions_of(shown.call)}
    if part == "money":
        return {"money": money_view(shown.call)}
    if part == "assessment":
        return {"largest": max((each.maximum for each in shown.call.criteria), default=0)}
    return {}


def _address(shown: ShownCall, part: str) -> str:
    if part == "overview":
        return reverse("public:call", args=[shown.key])
    return reverse("public:call_part", args=[shown.key, part])
