"""Appeals against results: received, assessed anew by other experts, decided in four eyes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from consortia.core.errors import IllegalMoveError
from consortia.core.lifecycle.selection import may_move_appeal
from consortia.core.values import ZERO, euros
from consortia.portals.agency.selecting import selection_context
from consortia.portals.agency.subjects import a_selection
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.money import euro_words
from consortia.portals.shared.page import page
from consortia.stages.agencies.services import NoReasonError
from consortia.stages.experts.services.assigning import NotAssignableError
from consortia.stages.selection.models import Appeal, Selection
from consortia.stages.selection.permissions import (
    Sight,
    may_handle_appeal,
    may_see_selection,
    may_settle_appeal,
    sight_of,
)
from consortia.stages.selection.queries import appeals_in, experts_for_appeal, newest_list, place_of
from consortia.stages.selection.rules import rules_of_round
from consortia.stages.selection.services.appealing import (
    NotAssessedAnewError,
    TakesAwardAwayError,
    assess_anew,
    assessed_anew,
    propose_outcome,
    receive_appeal,
    settle_appeal,
)
from consortia.stages.selection.snapshots import points_in

if TYPE_CHECKING:
    from django.http import HttpRequest


class OutcomeForm(forms.Form):
    """What should come of an appeal, and the words that the applicant reads."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=Appeal.Outcome.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Reasons"),
        help_text=_("The second person reads them first, then the applicant, word for word."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    growth = forms.DecimalField(
        label=_("More money for the envelope, in euros"),
        help_text=_("Only where the new points would else take an award from somebody."),
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        widget=forms.TextInput(attrs={"class": "width-10", "inputmode": "decimal"}),
    )


@page(
    "<str:agency>/selection/<int:number>/appeals/",
    name="selection_appeals",
    title=_("Appeals"),
    rights=may_see_selection,
    of=a_selection,
    sees=may_see_selection,
)
def selection_appeals(request: HttpRequest, chosen: Selection) -> HttpResponse:
    """List the appeals that the reader may see."""
    sight = sight_of(request.user, chosen)
    told = {"appeals": _seen(chosen, sight)}
    context = selection_context(request, chosen, sight, "selection_appeals", **told)
    return render(request, "agency/selection/appeals.html", context)


@page(
    "<str:agency>/selection/<int:number>/appeals/<str:reference>/",
    name="selection_appeal",
    title=_("An appeal"),
    rights=may_see_selection,
    of=a_selection,
    sees=may_see_selection,
)
def selection_appeal(request: HttpRequest, chosen: Selection, reference: str) -> HttpResponse:
    """Show one appeal and what can be done next; do it."""
    sight = sight_of(request.user, chosen)
    appeal = _seen(chosen, sight).filter(application__reference=reference.upper()).first()
    if appeal is None:
        raise Http404
    form = OutcomeForm(request.POST if request.POST.get("act") == "propose" else None)
    problem = ""
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        problem = _tried(request, appeal, form, act)
        if not problem and not form.errors:
            return redirect(request.path)
    return _shown(request, chosen, sight, appeal, form=form, problem=problem)


def _seen(chosen: Selection, sight: Sight) -> Any:
    return appeals_in(chosen, without=sight.kept_from).exclude(application__scores__envelope__in=sight.hidden)


def _tried(request: HttpRequest, appeal: Appeal, form: OutcomeForm, act: Any) -> str:
    try:
        said: str = act(request, appeal, form)
    except NoReasonError as error:
        return str(error)
    except NotAssessedAnewError:
        return now_("The new assessment is not final yet, so its points cannot count.")
    except TakesAwardAwayError as error:
        words = ngettext(
            "The new points would take the published award of %(number)s application away. Add %(money)s to the"
            " envelope, so that nobody loses one.",
            "The new points would take the published awards of %(number)s applications away. Add %(money)s to the"
            " envelope, so that nobody loses one.",
            error.losing,
        )
        return words % {"number": error.losing, "money": euro_words(error.lacking.amount)}
    except (NotAssignableError, ValueError):
        return now_("Nothing was changed: choose as many experts as the call asks, who never had this application.")
    except (IllegalMoveError, PermissionDenied):
        return now_("Nothing was changed: it is not yours to do now. See how the appeal stands.")
    if said:
        messages.success(request, said)
    return ""


def _receive(request: HttpRequest, appeal: Appeal, form: OutcomeForm) -> str:  # noqa: ARG001  # all acts are called alike
    receive_appeal(person_of(request), appeal, now=timezone.now())
    return now_("The appeal is received; the applicant gets an acknowledgement.")


def _assess_anew(request: HttpRequest, appeal: Appeal, form: OutcomeForm) -> str:  # noqa: ARG001  # as above
    wanted = request.POST.getlist("expert")
    chosen = [each for each in experts_for_appeal(appeal) if str(each.pk) in wanted]
    assess_anew(person_of(request), appeal, chosen)
    return now_("The experts have the application now, and are told nothing of the first assessment.")


def _propose(request: HttpRequest, appeal: Appeal, form: OutcomeForm) -> str:
    if not form.is_valid():
        return ""
    told = form.cleaned_data
    growth = euros(told["growth"]) if told["growth"] else ZERO
    propose_outcome(person_of(request), appeal, outcome=told["outcome"], words=told["words"], growth=growth)
    return now_("The proposal waits for a second person.")


def _approve(request: HttpRequest, appeal: Appeal, form: OutcomeForm) -> str:  # noqa: ARG001  # as above
    settle_appeal(person_of(request), appeal, approve=True, words=request.POST.get("decision", ""))
    return now_("The appeal is decided. The applicant gets a letter.")


def _refuse(request: HttpRequest, appeal: Appeal, form: OutcomeForm) -> str:  # noqa: ARG001  # as above
    settle_appeal(person_of(request), appeal, approve=False, words=request.POST.get("decision", ""))
    return now_("Whoever proposed it gets it back, with your reason.")


ACTS: Final = {
    "receive": _receive,
    "assess-anew": _assess_anew,
    "propose": _propose,
    "approve": _approve,
    "refuse": _refuse,
}


def _shown(
    request: HttpRequest, chosen: Selection, sight: Sight, appeal: Appeal, *, form: OutcomeForm, problem: str
) -> HttpResponse:
    rules = rules_of_round(chosen.round)
    drawn, agreed = newest_list(chosen), assessed_anew(appeal)
    handles = may_handle_appeal(sight, appeal)
    needed = rules.selection.appeal.experts if rules.selection.appeal else 0
    asks = handles and may_move_appeal(appeal.state, "assess-anew")
    experts = experts_for_appeal(appeal) if asks else []
    told = {
        "appeal": appeal,
        "stands": place_of(drawn, appeal.application) if drawn else None,
        "anew": points_in(rules, agreed) if agreed else None,
        "criteria": rules.award.criteria,
        "experts_needed": needed,
        "experts": experts,
        "short_of_experts": asks and len(experts) < needed,
        "may_receive": handles and may_move_appeal(appeal.state, "receive"),
        "may_propose": handles and may_move_appeal(appeal.state, "propose"),
        "may_settle": may_move_appeal(appeal.state, "decide") and may_settle_appeal(person_of(request), sight, appeal),
        "form": form,
        "problem": problem,
        "typed": request.POST.get("decision", ""),
    }
    context = selection_context(request, chosen, sight, "selection_appeals", **told)
    parts = {"agency": chosen.agency, "number": chosen.round_id}
    here = {"text": now_("Appeals"), "href": reverse("agency:selection_appeals", kwargs=parts)}
    context["trail"] = [*context["trail"], here]
    return render(request, "agency/selection/appeal.html", context)
