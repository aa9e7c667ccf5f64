"""The selections of an agency, and the ranking lists of one: drawn, proposed, decided, published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.core.errors import IllegalMoveError
from consortia.core.lifecycle.selection import may_move_selection
from consortia.core.ranking.package import package_bytes
from consortia.portals.agency.frame import agency_context
from consortia.portals.agency.selecting import selection_context
from consortia.portals.agency.subjects import a_selection, an_agency
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.files import file_answer
from consortia.portals.shared.page import page
from consortia.stages.agencies.models import Proposal
from consortia.stages.agencies.services import AlreadyProposedError, NoReasonError
from consortia.stages.selection.models import Place, RankingList, Selection
from consortia.stages.selection.permissions import (
    Sight,
    may_approve,
    may_prepare,
    may_propose,
    may_publish,
    may_see_selection,
    may_see_selections,
    sight_of,
)
from consortia.stages.selection.queries import (
    Missing,
    envelope_totals,
    missing_in,
    newest_list,
    places_in,
    rounds_to_select,
    selections_of,
)
from consortia.stages.selection.rules import Rules, envelope_for, rules_of_round
from consortia.stages.selection.services.deciding import (
    NoListError,
    OutdatedListError,
    decide_list,
    proposal_of,
    propose_list,
    publish_list,
    take_list_back,
)
from consortia.stages.selection.services.drawing import NotFinalError, begin_selection, draw_list
from consortia.stages.selection.services.exporting import package_of
from consortia.stages.selection.whose_turn import turn_of

if TYPE_CHECKING:
    from django.http import HttpRequest

PAGE_SIZE: Final = 100


@page(
    "<str:agency>/selection/",
    name="selection",
    title=_("Selection"),
    rights=may_see_selections,
    of=an_agency,
    sees=may_see_selections,
)
def selection(request: HttpRequest, code: str) -> HttpResponse:
    """List the rounds with their selections; begin one."""
    rounds = {each.pk: each for each in rounds_to_select(code)}
    if request.method == "POST":
        chosen = next((each for key, each in rounds.items() if str(key) == request.POST.get("round")), None)
        if chosen is None:
            raise Http404
        begin_selection(person_of(request), code, chosen)
        return redirect("agency:selection_round", agency=code, number=chosen.pk)
    begun = {each.round_id: each for each in selections_of(code)}
    told = {
        "rows": [{"round": each, "selection": begun.get(each.pk)} for each in rounds.values()],
        "works": may_prepare(person_of(request), code),
    }
    return render(request, "agency/selection/rounds.html", agency_context(request, code, "selection", **told))


@page(
    "<str:agency>/selection/<int:number>/",
    name="selection_round",
    title=_("Ranking lists of a round"),
    rights=may_see_selection,
    of=a_selection,
    sees=may_see_selection,
)
def selection_round(request: HttpRequest, chosen: Selection) -> HttpResponse:
    """Show the lists as far as the reader sees them, what is missing, and what can be done next."""
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        problem = _tried(request, chosen, act)
        if not problem:
            return redirect(request.get_full_path())
        chosen.refresh_from_db()
        return _shown(request, chosen, problem=problem, typed=request.POST.get("words", ""))
    return _shown(request, chosen)


def _tried(request: HttpRequest, chosen: Selection, act: Any) -> str:
    """Do it, and return what stood against it; what was typed stays in the form then."""
    words = request.POST.get("words", "")
    try:
        messages.success(request, act(request, chosen, words))
    except NoReasonError as error:
        return str(error)
    except (NotFinalError, NoListError):
        return now_("Nothing was changed: something is missing, see below.")
    except OutdatedListError:
        return now_("Nothing was changed: points, amounts or money changed since the list was drawn. Draw it again.")
    except (IllegalMoveError, AlreadyProposedError):
        return now_("Nothing was changed: somebody else was quicker. See how it stands now.")
    return ""


def _draw(request: HttpRequest, chosen: Selection, words: str) -> str:
    before = newest_list(chosen)
    drawn = draw_list(person_of(request), chosen, reason=words)
    if before is not None and before.pk == drawn.pk:
        return now_("Drawn again: the lists are the same, to the last cent.")
    return now_("The lists are drawn.")


def _propose(request: HttpRequest, chosen: Selection, words: str) -> str:
    propose_list(person_of(request), chosen, reason=words)
    return now_("The committee's proposal waits for the director.")


def _take_back(request: HttpRequest, chosen: Selection, words: str) -> str:  # noqa: ARG001  # all acts are called alike
    take_list_back(person_of(request), chosen)
    return now_("The proposal is taken back; the lists can be drawn up again.")


def _approve(request: HttpRequest, chosen: Selection, words: str) -> str:
    decide_list(person_of(request), chosen, approve=True, words=words)
    return now_("The lists are approved. They can be published.")


def _refuse(request: HttpRequest, chosen: Selection, words: str) -> str:
    decide_list(person_of(request), chosen, approve=False, words=words)
    return now_("The committee gets its proposal back, with your reason.")


def _publish(request: HttpRequest, chosen: Selection, words: str) -> str:  # noqa: ARG001  # as above
    publish_list(person_of(request), chosen)
    return now_("The lists are published. Letters to all applicants are on their way.")


ACTS: Final = {
    "draw": _draw,
    "propose": _propose,
    "take-back": _take_back,
    "approve": _approve,
    "refuse": _refuse,
    "publish": _publish,
}


def _shown(request: HttpRequest, chosen: Selection, *, problem: str = "", typed: str = "") -> HttpResponse:
    sight = sight_of(request.user, chosen)
    drawn = newest_list(chosen)
    told = {
        "drawn": drawn,
        "missing": _seen(missing_in(chosen.agency, chosen.round, now=timezone.now()), chosen, sight),
        "problem": problem,
        "typed": typed,
        **_acts(request, chosen, sight, drawn),
        **(_lists(request, chosen, sight, drawn) if drawn else {}),
    }
    context = selection_context(request, chosen, sight, "selection_round", **told)
    return render(request, "agency/selection/lists.html", context)


def _seen(missing: tuple[Missing, ...], chosen: Selection, sight: Sight) -> list[Missing]:
    """Return what is missing without what lies in envelopes that the reader does not see."""
    rules = rules_of_round(chosen.round)
    return [each for each in missing if not each.field or sight.sees(envelope_for(rules, each.field))]


def _acts(request: HttpRequest, chosen: Selection, sight: Sight, drawn: RankingList | None) -> dict[str, Any]:
    person, state = person_of(request), chosen.state
    proposal = proposal_of(chosen) if sight.sees_all else None
    waits = proposal if proposal and proposal.outcome == Proposal.Outcome.OPEN else None
    has = drawn is not None
    return {
        "proposal": proposal,
        "may_draw": sight.works and may_move_selection(state, "draw"),
        "may_propose": has and may_move_selection(state, "propose") and may_propose(person, chosen, sight),
        "may_take_back": waits is not None and waits.proposed_by_id == person.pk,
        "may_decide": may_move_selection(state, "approve") and may_approve(person, chosen, sight, waits),
        "may_publish": may_move_selection(state, "publish") and may_publish(sight),
        "turn": turn_of(chosen, waits) if has and sight.sees_all else None,
    }


def _lists(request: HttpRequest, chosen: Selection, sight: Sight, drawn: RankingList) -> dict[str, Any]:
    """Return one list at a time, a page of it: lists can be long."""
    rules = rules_of_round(chosen.round)
    totals = [each for each in envelope_totals(drawn) if sight.sees(each.envelope)]
    here = next((each for each in totals if each.envelope == request.GET.get("envelope")), None)
    here = here or next(iter(totals), None)
    places = places_in(drawn).filter(envelope=here.envelope) if here else places_in(drawn).none()
    shown = Paginator(places, PAGE_SIZE).get_page(request.GET.get("page"))
    return {
        "totals": here,
        "tabs": [
            {"text": each.envelope, "href": f"?envelope={each.envelope}", "here": each is here} for each in totals
        ],
        "page": shown,
        "rows": [_row(each, rules) for each in shown],
        "criteria": rules.award.criteria,
        "award": rules.award,
    }


def _row(place: Place, rules: Rules) -> dict[str, Any]:
    """Return a place with its points in the order of the call: the database keeps none."""
    points = [{"code": each.code, "number": place.score.points[each.code]} for each in rules.award.criteria]
    return {"place": place, "points": points, "total": f"{place.score.total:f}"}


@page(
    "<str:agency>/selection/<int:number>/package.json",
    name="selection_package",
    title=_("The package of a selection"),
    rights=may_see_selection,
    of=a_selection,
    sees=may_see_selection,
)
def selection_package(request: HttpRequest, chosen: Selection) -> HttpResponse:
    """Give the package from which anybody can make the lists again, to those who see all of them."""
    drawn = newest_list(chosen)
    if drawn is None:
        raise Http404
    try:
        package = package_of(person_of(request), drawn)
    except PermissionDenied as error:
        # What would tell of a hidden list does not exist for whoever keeps away from it.
        raise Http404 from error
    return file_answer(package_bytes(package), name=f"selection-{chosen.agency}-{chosen.round_id}.json")
