"""How sure the order is: expected ranks, chances, the grey band, severity of experts by number. It only informs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.portals.agency.selecting import selection_context
from consortia.portals.agency.subjects import a_selection
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.page import page
from consortia.stages.selection.models import Certainty, RankingList, Selection
from consortia.stages.selection.permissions import Sight, may_see_certainty, may_see_selection, sight_of
from consortia.stages.selection.queries import certainty_of, newest_list, places_in
from consortia.stages.selection.services.estimating import ask_for_estimate

if TYPE_CHECKING:
    from django.http import HttpRequest

# Numerical errors this many times over hold in nineteen cases of twenty.
ERRORS: Final = 2


@page(
    "<str:agency>/selection/<int:number>/certainty/",
    name="selection_certainty",
    title=_("How sure is the order"),
    rights=may_see_selection,
    of=a_selection,
    sees=may_see_selection,
)
def selection_certainty(request: HttpRequest, chosen: Selection) -> HttpResponse:
    """Show what the shadow ranking says beside the official order, or have it estimated."""
    sight = sight_of(request.user, chosen)
    if not may_see_certainty(sight):
        raise Http404
    drawn = newest_list(chosen)
    if request.method == "POST":
        if drawn is None:
            raise Http404
        ask_for_estimate(person_of(request), drawn)
        messages.success(request, now_("It is being estimated. Come back in a minute."))
        return redirect(request.path)
    return _shown(request, chosen, sight, drawn)


def _shown(request: HttpRequest, chosen: Selection, sight: Sight, drawn: RankingList | None) -> HttpResponse:
    certainty = certainty_of(drawn) if drawn else None
    told: dict[str, Any] = {"drawn": drawn, "certainty": certainty}
    if certainty and certainty.found and drawn:
        told |= {"lists": _lists(drawn, certainty), "found": certainty.found, "severities": _severities(certainty)}
        told |= _exactness(certainty)
    context = selection_context(request, chosen, sight, "selection_certainty", **told)
    return render(request, "agency/selection/certainty.html", context)


def _exactness(certainty: Certainty) -> dict[str, str]:
    """Return in per cent how far intervals and chances can be trusted, and where the grey band begins and ends."""
    found = certainty.found
    level = 100 * found["level"]
    error = max((each["error"] for each in found["standings"]), default=0)
    return {
        "level": f"{level:.0f}",
        "error": f"{100 * ERRORS * error:.1f}",
        "lowest": f"{(100 - level) / 2:.0f}",
        "highest": f"{(100 + level) / 2:.0f}",
    }


def _lists(drawn: RankingList, certainty: Certainty) -> list[dict[str, Any]]:
    """Return each official list with what the shadow ranking says of its applications, in the official order."""
    standings = {each["application"]: each for each in certainty.found["standings"]}
    lists: dict[str, list[dict[str, Any]]] = {}
    for place in places_in(drawn):
        said = standings.get(place.application.reference)
        if said is not None:
            row = {
                "place": place,
                "expected": f"{said['expected_rank']:.1f}",
                "low": f"{said['rank']['low']:.0f}",
                "high": f"{said['rank']['high']:.0f}",
                "chance": f"{100 * said['chance']:.0f}",
                "again": f"{100 * said['chance_again']:.0f}",
                "grey": said["grey"],
                "unsettled": said["unsettled"],
            }
            lists.setdefault(place.envelope, []).append(row)
    return [{"envelope": envelope, "rows": rows} for envelope, rows in lists.items()]


def _severities(certainty: Certainty) -> list[dict[str, Any]]:
    return [
        {
            **each,
            "severity": f"{each['severity']:+.1f}",
            "low": f"{each['interval']['low']:+.1f}",
            "high": f"{each['interval']['high']:+.1f}",
        }
        for each in certainty.found["severities"]
    ]
