"""Records that may be one body: the pairs that wait for a decision, and those decided, each with a way back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.analysis.same_body import Reason
from consortia.portals.applicant.organisation_forms import vocabulary
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.page import page, signed_in
from consortia.portals.shared.partner_words import same_words
from consortia.stages.partnering.models import SameBody
from consortia.stages.partnering.permissions import decidable
from consortia.stages.partnering.queries import pairs_before
from consortia.stages.partnering.services.joining_records import say_different_bodies, say_same_body, undo_decision

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from consortia.stages.people.models import Person

SHOWN_A_PAGE: Final = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A pair as it is shown: its confidence in whole per cent, rounded down so that nothing looks certain."""

    pair: SameBody
    percent: int
    reasons: tuple[str, ...]
    may_decide: bool


@page("organisations/same/", name="same_bodies", title=_("On record twice"), rights=signed_in)
def same_bodies(request: HttpRequest) -> HttpResponse:
    """List the pairs that concern a person; decide about one, or undo what was decided."""
    person = person_of(request)
    if request.method == "POST":
        return _decide(request, person)
    found = Paginator(pairs_before(person), SHOWN_A_PAGE).get_page(request.GET.get("page"))
    may = decidable(person, found)
    shown = [_shown(pair, may_decide=pair.pk in may) for pair in found]
    told = {
        "found": found,
        "waiting": [each for each in shown if each.pair.state == SameBody.State.OPEN],
        "decided": [each for each in shown if each.pair.state != SameBody.State.OPEN],
        "words": vocabulary(),
        "place": "organisations",
    }
    return render(request, "applicant/same_bodies.html", told)


def _shown(pair: SameBody, *, may_decide: bool) -> Shown:
    reasons = tuple(same_words(Reason(code=told["code"], facts=told["facts"])) for told in pair.reasons)
    return Shown(pair=pair, percent=int(pair.confidence * 100), reasons=reasons, may_decide=may_decide)


def _decide(request: HttpRequest, person: Person) -> HttpResponse:
    """Do what a button asks for and say so; the services look at the rights."""
    number, wish = request.POST.get("pair", ""), request.POST.get("decide", "")
    if wish not in _WISHES:
        raise BadRequest
    pair = get_object_or_404(pairs_before(person), pk=int(number) if number.isdecimal() and len(number) < _LONG else 0)
    act, said = _WISHES[wish]
    act(person, pair)
    messages.success(request, said() % {"one": pair.one.name, "other": pair.other.name})
    return redirect("applicant:same_bodies")


# A number of more digits is the key of nothing.
_LONG: Final = len(str(2**63))
_WISHES: Final[Mapping[str, tuple[Callable[[Person, SameBody], None], Callable[[], str]]]] = {
    "same": (say_same_body, lambda: now_("“%(one)s” and “%(other)s” count as one body now. Both records stay.")),
    "different": (say_different_bodies, lambda: now_("“%(one)s” and “%(other)s” are two bodies.")),
    "undo": (undo_decision, lambda: now_("“%(one)s” and “%(other)s” stand as they did before. Decide again here.")),
}
