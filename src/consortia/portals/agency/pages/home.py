"""The agency portal's first pages: which agencies I work for, and one agency at a glance."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consortia.documents.pictures import ArrivalsWords, arrivals_over_time, bars_of
from consortia.portals.agency.frame import agency_context
from consortia.portals.agency.subjects import an_agency
from consortia.portals.agency.waiting import waiting_in
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.moments import day_words
from consortia.portals.shared.page import page
from consortia.rulebook.agencies import known_agencies
from consortia.stages.agencies.permissions import agencies_of_person, may_see_files, works_for_an_agency
from consortia.stages.screening.models import File
from consortia.stages.screening.permissions import may_read_files
from consortia.stages.screening.queries import counts_by_state, received_by_day, what_waits
from consortia.stages.screening.services.filing import take_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from consortia.stages.people.models import Person

ROWS = 31


@page("", name="home", title=gettext_lazy("Agencies"), rights=works_for_an_agency, sees=works_for_an_agency)
def home(request: HttpRequest) -> HttpResponse:
    """Show the agencies a person works for; straight to the only one."""
    codes = agencies_of_person(person_of(request))
    if len(codes) == 1:
        return redirect("agency:agency", agency=codes[0])
    known = known_agencies()
    return render(request, "agency/home.html", {"place": "agency", "agencies": [known[code] for code in codes]})


@page(
    "<str:agency>/", name="agency", title=gettext_lazy("Agency"), rights=may_see_files, of=an_agency, sees=may_see_files
)
def agency(request: HttpRequest, code: str) -> HttpResponse:
    """Show what came in over time, what waits for whom and for how long; a committee member finds the way on."""
    if not may_read_files(request.user, code):
        return render(request, "agency/committee.html", agency_context(request, code, "agency"))
    take_in()
    told = {**_arrived(code), **_waiting(person_of(request), code)}
    return render(request, "agency/agency.html", agency_context(request, code, "agency", **told))


def _arrived(code: str) -> dict[str, Any]:
    rows = received_by_day(code)
    by_day: Counter[date] = Counter()
    for day, _field, number in rows:
        by_day[day] += number
    return {
        "received": sum(by_day.values()),
        "bars": [each for each in reversed(bars_of(by_day, most=ROWS)) if each.number],
        "wide": _drawn(by_day, "wide") if by_day else "",
        "narrow": _drawn(by_day, "narrow") if by_day else "",
    }


def _drawn(by_day: Mapping[date, int], size: Any) -> str:
    wording = ArrivalsWords(
        title=_("Applications received over time"),
        day=_("{day}: {number}."),
        week=_("Week from {day}: {number}."),
        nothing=_("Nothing was received yet."),
        date=day_words,
    )
    svg = arrivals_over_time(by_day, size=size, wording=wording, identifier=f"arrivals-{size}")
    return mark_safe(svg)  # noqa: S308  # the picture escapes what it is given


def _waiting(person: Person, code: str) -> dict[str, Any]:
    now = timezone.now()
    waiting = waiting_in(code, person, now=now)
    states, counts = dict(File.State.choices), counts_by_state(code)
    return {
        "states": [(state, counts.get(state, 0)) for state in states],
        "waits": [{"row": each, "days": (now - each.oldest).days} for each in what_waits(code)],
        "named": [{"row": each, "days": max((now - each.since).days, 0)} for each in waiting.named],
        "further": waiting.further,
    }
