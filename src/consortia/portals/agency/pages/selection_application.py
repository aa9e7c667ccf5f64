"""One application in a selection: points and comments, and the amounts proposed below the requested ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.core.errors import IllegalMoveError
from consortia.core.lifecycle.selection import may_move_selection
from consortia.portals.agency.selecting import selection_context
from consortia.portals.agency.subjects import a_selection
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.amounts import Row, kept_rows, rows_of
from consortia.portals.shared.page import page
from consortia.stages.selection.models import Place, Selection
from consortia.stages.selection.permissions import Sight, may_lower, may_see_selection, sight_of
from consortia.stages.selection.queries import lowerings_of, lowerings_standing, newest_list, places_in
from consortia.stages.selection.rules import rules_of_round
from consortia.stages.selection.services.lowering import propose_amounts

if TYPE_CHECKING:
    from django.http import HttpRequest


@page(
    "<str:agency>/selection/<int:number>/applications/<str:reference>/",
    name="selection_application",
    title=_("An application in a selection"),
    rights=may_see_selection,
    of=a_selection,
    sees=may_see_selection,
)
def selection_application(request: HttpRequest, chosen: Selection, reference: str) -> HttpResponse:
    """Show points, comments and amounts; propose other amounts while the lists are drawn up."""
    sight = sight_of(request.user, chosen)
    place = _place(chosen, sight, reference)
    standing = lowerings_standing(chosen).get(place.application_id, {})
    rows = rows_of(place.score.submission, standing, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        rows, problem = _kept(request, chosen, place, rows)
        if not problem and not any(each.problem for each in rows):
            messages.success(request, now_("The amounts are kept. Draw the lists again to rank with them."))
            return redirect(request.path)
        return _shown(request, chosen, sight, place, rows=rows, problem=problem)
    return _shown(request, chosen, sight, place, rows=rows, problem="")


def _place(chosen: Selection, sight: Sight, reference: str) -> Place:
    """Return the place; for whoever keeps away from its list there is none."""
    drawn = newest_list(chosen)
    found = places_in(drawn, without=sight.hidden) if drawn else Place.objects.none()
    place = found.select_related("score__submission", "application", "list").defer("score__submission__snapshot")
    one = place.filter(application__reference=reference.upper()).first()
    if one is None:
        raise Http404
    return one


def _kept(request: HttpRequest, chosen: Selection, place: Place, rows: list[Row]) -> tuple[list[Row], str]:
    place.score.submission.application = place.application
    try:
        return kept_rows(
            rows, lambda wishes: propose_amounts(person_of(request), chosen, place.score.submission, wishes)
        )
    except IllegalMoveError:
        return rows, now_("The lists are no longer being drawn up, so amounts stand as they are.")


def _shown(
    request: HttpRequest, chosen: Selection, sight: Sight, place: Place, *, rows: list[Row], problem: str
) -> HttpResponse:
    rules = rules_of_round(chosen.round)
    parts = {"agency": chosen.agency, "number": chosen.round_id}
    titles = {each.heading.code: each.heading.title for each in rows}
    told: dict[str, Any] = {
        "shown": place,
        "rows": rows,
        "problem": problem,
        "judged": [
            {
                "criterion": each,
                "points": place.score.points[each.code],
                "comment": place.score.comments[each.code],
            }
            for each in rules.award.criteria
        ],
        "award": rules.award,
        "total": f"{place.score.total:f}",
        "may_lower": may_move_selection(chosen.state, "lower") and may_lower(sight, place.envelope),
        "earlier": [
            {"row": each, "title": titles.get(each.heading, each.heading)}
            for each in lowerings_of(chosen, place.application)
        ],
    }
    context = selection_context(request, chosen, sight, "", **told)
    lists = reverse("agency:selection_round", kwargs=parts)
    context["trail"] = [*context["trail"], {"text": now_("Lists"), "href": f"{lists}?envelope={place.envelope}"}]
    return render(request, "agency/selection/application.html", context)
