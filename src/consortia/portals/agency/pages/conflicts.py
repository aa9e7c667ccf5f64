"""Conflicts of interest before anybody is invited, and for a whole round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.portals.agency.engaging.forms import ReasonForm, StrangerForm
from consortia.portals.agency.engaging.frame import experts_context
from consortia.portals.agency.engaging.subjects import AgencyRound, an_agency_round, sees_round
from consortia.portals.agency.engaging.words import shown_conflicts
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.call_words import CallWords, call_words
from consortia.portals.shared.page import page
from consortia.stages.agencies.models import Proposal
from consortia.stages.agencies.services import AlreadyProposedError
from consortia.stages.calls.snapshots import call_of_round
from consortia.stages.experts.conflicts import LIFTING, Conflicts, conflicts_in, conflicts_of_stranger, lifting_subject
from consortia.stages.experts.models import Expert
from consortia.stages.experts.permissions import may_engage
from consortia.stages.experts.queries import applications_in, experts_known_to
from consortia.stages.experts.services.lifting import NothingToLiftError, propose_lifting

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PAIRS_A_PAGE: Final = 50


@page(
    "<str:agency>/rounds/<int:round_id>/conflicts/",
    name="conflicts",
    title=_("Conflicts of interest"),
    rights=sees_round,
    of=an_agency_round,
    sees=sees_round,
)
def conflicts(request: HttpRequest, subject: AgencyRound) -> HttpResponse:
    """Show which applications an expert, or somebody one thinks of, must not assess, and why."""
    words = call_words()
    known = list(experts_known_to(subject.agency))
    asked = request.GET.get("expert", "")
    chosen = [each for each in known if str(each.pk) == asked] if asked.isdecimal() else known
    form = StrangerForm(request.GET, words=words)
    stranger = form.candidate()
    if stranger is not None:
        found = conflicts_of_stranger(subject.agency, subject.round, stranger)
    else:
        found = conflicts_in(subject.agency, subject.round, chosen)
    titles = dict(applications_in(subject.agency, subject.round).values_list("reference", "title"))
    names: dict[str, Any] = {str(each.pk): each for each in known}
    pairs = sorted(_wanted(found, request.GET.get("application", "")), key=lambda pair: (pair[1], pair[0]))
    shown = Paginator(pairs, PAIRS_A_PAGE).get_page(request.GET.get("page"))
    told = {
        "form": form,
        "known": known,
        "asked": asked,
        "application": request.GET.get("application", ""),
        "stranger": stranger is not None,
        "found": shown,
        "rows": [_row(pair, found, names, words) | {"title": titles.get(pair[1], "")} for pair in shown],
        "applications": [(each, titles.get(each, "")) for each in found.applications],
        "round": subject.round,
        "call": call_of_round(subject.round),
    }
    return render(request, "agency/experts/conflicts.html", experts_context(request, subject.agency, **told))


def _wanted(found: Conflicts, application: str) -> Sequence[tuple[str, str]]:
    asked = application.strip().upper()
    return [pair for pair in found.found if not asked or pair[1] == asked]


def _row(pair: tuple[str, str], found: Conflicts, names: Mapping[str, Any], words: CallWords) -> dict[str, Any]:
    ties = shown_conflicts(found.found[pair], found.lifted.get(pair, ()), words)
    return {"expert": names.get(pair[0]), "application": pair[1], "ties": ties, "open": not found.standing(*pair)}


@page(
    "<str:agency>/rounds/<int:round_id>/conflicts/<int:expert_id>/<str:reference>/",
    name="conflict_pair",
    title=_("Conflicts of one pair"),
    rights=sees_round,
    of=an_agency_round,
    sees=sees_round,
)
def conflict_pair(request: HttpRequest, subject: AgencyRound, expert_id: int, reference: str) -> HttpResponse:
    """Show what ties an expert to an application, and propose to lift what a person may lift."""
    expert = get_object_or_404(experts_known_to(subject.agency), pk=expert_id)
    application = get_object_or_404(applications_in(subject.agency, subject.round), reference=reference)
    found = conflicts_in(subject.agency, subject.round, [expert])
    pair = (str(expert.pk), application.reference)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and _proposed(request, subject, expert, reference, form):
        return redirect(request.path)
    ties = shown_conflicts(found.of(*pair), found.lifted.get(pair, ()), call_words())
    about = Proposal.objects.filter(kind=LIFTING, subject=lifting_subject(*pair), agency=subject.agency)
    told = {
        "expert": expert,
        "application": application,
        "ties": ties,
        "liftable": [tie for tie in ties if not tie.bars and not tie.lifted],
        "barred": any(tie.bars for tie in ties),
        "proposals": about.select_related("proposed_by", "decided_by"),
        "form": form,
        "works": may_engage(person_of(request), subject.agency),
        "round": subject.round,
    }
    return render(request, "agency/experts/pair.html", experts_context(request, subject.agency, **told))


def _proposed(request: HttpRequest, subject: AgencyRound, expert: Expert, reference: str, form: ReasonForm) -> bool:
    person = person_of(request)
    if not may_engage(person, subject.agency):
        raise PermissionDenied
    if not form.is_valid():
        return False
    application = (
        applications_in(subject.agency, subject.round).select_related("round__edition").get(reference=reference)
    )
    kinds, reason = request.POST.getlist("kinds"), form.cleaned_data["reason"]
    try:
        propose_lifting(person, expert, application, kinds=kinds, reason=reason)
    except NothingToLiftError:
        form.add_error(None, now_("Tick what is to be lifted; what bars the expert cannot be."))
        return False
    except AlreadyProposedError:
        messages.warning(request, now_("A proposal about these two waits for a decision already."))
        return True
    messages.success(request, now_("Proposed. A team lead or the director decides; you cannot decide it yourself."))
    return True
