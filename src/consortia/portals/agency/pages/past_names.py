"""Names of past projects that may be one body: an officer decides, and can undo it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.analysis.same_body import Reason
from consortia.portals.agency.looking_after import past_context
from consortia.portals.agency.pages.past_lists import looks_after
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.page import page
from consortia.portals.shared.partner_words import same_words
from consortia.stages.past_projects.models import PastOrganisation, SameName
from consortia.stages.past_projects.queries import (
    countries_of_pairs,
    names_to_decide,
    pairs_of_names,
    projects_of_names,
)
from consortia.stages.past_projects.services.joining_names import say_different_names, say_same_name, undo_same_name

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from consortia.stages.people.models import Person

PAIRS_A_PAGE: Final = 15
# A number of more digits is the key of nothing.
_LONG: Final = len(str(2**63))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPair:
    """A pair as it is shown: each name with its projects; the confidence in whole per cent, rounded down."""

    pair: SameName
    names: tuple[tuple[PastOrganisation, int], ...]
    percent: int
    reasons: tuple[str, ...]


@page("past/names/", name="past_names", title=_("Names that may be one body"), rights=looks_after, sees=looks_after)
def past_names(request: HttpRequest) -> HttpResponse:
    """List pairs of names, those nobody decided first; decide about one, or undo what was decided."""
    if request.method == "POST":
        return _decide(request)
    text, country = request.GET.get("text", "").strip()[:200], request.GET.get("country", "")[:2]
    found = Paginator(pairs_of_names(text=text, country=country), PAIRS_A_PAGE).get_page(request.GET.get("page"))
    shown = _shown(list(found))
    told = {
        "found": found,
        "text": text,
        "country": country,
        "asked": bool(text or country),
        "choices": countries_of_pairs(),
        "open": names_to_decide().count(),
        "waiting": [each for each in shown if each.pair.state == SameName.State.OPEN],
        "decided": [each for each in shown if each.pair.state != SameName.State.OPEN],
    }
    return render(request, "agency/past/names.html", past_context("past_names", **told))


def _shown(pairs: list[SameName]) -> list[ShownPair]:
    projects = projects_of_names(name for pair in pairs for name in (pair.one, pair.other))
    return [
        ShownPair(
            pair=pair,
            names=tuple((name, projects.get(name.pk, 0)) for name in (pair.one, pair.other)),
            percent=int(pair.confidence * 100),
            reasons=tuple(same_words(Reason(code=told["code"], facts=told["facts"])) for told in pair.reasons),
        )
        for pair in pairs
    ]


def _decide(request: HttpRequest) -> HttpResponse:
    """Do what a button asks for and say so; the services look at the rights."""
    number, wish = request.POST.get("pair", ""), request.POST.get("decide", "")
    if wish not in _WISHES:
        raise BadRequest
    pair = get_object_or_404(pairs_of_names(), pk=int(number) if number.isdecimal() and len(number) < _LONG else 0)
    act, said = _WISHES[wish]
    act(person_of(request), pair)
    messages.success(request, said() % {"one": pair.one.name, "other": pair.other.name})
    return HttpResponseRedirect(request.get_full_path())


_WISHES: Final[Mapping[str, tuple[Callable[[Person, SameName], None], Callable[[], str]]]] = {
    "same": (say_same_name, lambda: now_("“%(one)s” and “%(other)s” count as one body now. Both names stay.")),
    "different": (say_different_names, lambda: now_("“%(one)s” and “%(other)s” are two bodies.")),
    "undo": (undo_same_name, lambda: now_("“%(one)s” and “%(other)s” stand as they did before. Decide again here.")),
}
