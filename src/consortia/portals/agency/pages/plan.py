"""The plan of a round: who assesses what, as a draft that officers tune and publish."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from consortia.portals.agency.engaging.forms import LONGEST_REASON
from consortia.portals.agency.engaging.frame import experts_context
from consortia.portals.agency.engaging.planned import ShownApplication, proven_words, shown_plan, wish_words
from consortia.portals.agency.engaging.subjects import AgencyRound, an_agency_round, sees_round
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.call_words import call_words
from consortia.portals.shared.forms import LimitedTextField
from consortia.portals.shared.page import page
from consortia.stages.applications.models import Application
from consortia.stages.calls.snapshots import call_of_round
from consortia.stages.experts.models import Engagement, PairWish, Plan
from consortia.stages.experts.permissions import may_engage
from consortia.stages.experts.planned import NoExpertRulesError
from consortia.stages.experts.queries import applications_in, engagements_in, newest_plan, wishes_in
from consortia.stages.experts.services.planning import (
    BarredError,
    StalePlanError,
    begin_plan,
    is_current,
    publish_plan,
    take_wish_back,
    wish,
)

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PLANNED_A_PAGE: Final = 50


class WishForm(forms.Form):
    """A pair that must, or must not, be together."""

    engagement = forms.ModelChoiceField(
        label=_("Expert"), queryset=Engagement.objects.none(), empty_label=_("Choose an expert")
    )
    application = forms.ModelChoiceField(
        label=_("Application"),
        queryset=Application.objects.none(),
        to_field_name="reference",
        empty_label=_("Choose an application"),
    )
    kind = forms.ChoiceField(label=_("These two"), choices=PairWish.Kind.choices, widget=forms.RadioSelect)
    reason = LimitedTextField(label=_("Reason"), limit=LONGEST_REASON, rows=2)

    def __init__(
        self, *args: Any, engaged: QuerySet[Engagement], applications: QuerySet[Application], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        expert, application = self.fields["engagement"], self.fields["application"]
        expert.queryset = engaged  # type: ignore[attr-defined]  # a field that chooses a row
        expert.label_from_instance = lambda each: str(each.expert)  # type: ignore[attr-defined]  # as above
        application.queryset = applications  # type: ignore[attr-defined]  # as above
        application.label_from_instance = lambda each: f"{each.reference}, {each.title}"  # type: ignore[attr-defined]  # as above


class ChanceForm(forms.Form):
    """How likely a pair may be where a plan is drawn."""

    most_likely = forms.IntegerField(
        label=_("No two are together with a chance above, in per cent"),
        help_text=_("At 50, whoever hopes to get a certain application can be no surer than of a coin."),
        min_value=5,
        max_value=95,
        initial=50,
    )


@page(
    "<str:agency>/rounds/<int:round_id>/plan/",
    name="plan",
    title=_("Who assesses what"),
    rights=sees_round,
    of=an_agency_round,
    sees=sees_round,
)
def plan(request: HttpRequest, subject: AgencyRound) -> HttpResponse:
    """Show the newest plan with its reasons; plan anew, pin or rule out pairs, publish."""
    engaged = engagements_in(subject.agency, subject.round)
    applications = applications_in(subject.agency, subject.round)
    ready = engaged.filter(state=Engagement.State.ACCEPTED, declaration__isnull=False)
    form = WishForm(
        request.POST if "wish" in request.POST else None,
        engaged=ready,
        applications=applications,
        initial={"kind": PairWish.Kind.FORBID},
    )
    chance = ChanceForm(request.POST if request.POST.get("plan") == "draw" else None)
    newest = newest_plan(subject.agency, subject.round)
    if request.method == "POST" and _acted(request, subject, form, chance, newest):
        return redirect(request.path)
    reckoned = newest if newest is not None and newest.state != Plan.State.RECKONING else None
    told = {
        "plan": newest,
        "reckoned": reckoned,
        "proven": proven_words(reckoned) if reckoned else "",
        "page": _page(reckoned, engaged, applications, request.GET.get("page")) if reckoned else None,
        "current": reckoned is None or reckoned.state != Plan.State.DRAFT or is_current(reckoned),
        "wishes": [(each, wish_words(each)) for each in wishes_in(subject.agency, subject.round)],
        "ready": len(ready),
        "form": form,
        "chance": chance,
        "works": may_engage(person_of(request), subject.agency),
        "round": subject.round,
        "call": call_of_round(subject.round),
    }
    return render(request, "agency/experts/plan.html", experts_context(request, subject.agency, **told))


def _page(
    plan: Plan, engaged: QuerySet[Engagement], applications: QuerySet[Application], number: str | None
) -> Page[ShownApplication]:
    """Return one page of the plan's applications with their experts; the order is that of the whole plan."""
    shown = shown_plan(
        plan,
        {str(each.pk): each for each in engaged},
        dict(applications.values_list("reference", "title")),
        call_words(),
    )
    return Paginator(shown, PLANNED_A_PAGE).get_page(number)


def _acted(request: HttpRequest, subject: AgencyRound, form: WishForm, chance: ChanceForm, newest: Plan | None) -> bool:
    """Do what was asked; say no where the form has to be looked at again."""
    if not may_engage(person_of(request), subject.agency):
        raise PermissionDenied
    if "wish" in request.POST:
        return _wished(request, form)
    if "back" in request.POST:
        _took_back(request, subject)
    elif "publish" in request.POST and newest is not None:
        _published(request, newest)
    elif request.POST.get("plan") == "draw":
        if not chance.is_valid():
            return False
        _planned(request, subject, most_likely=chance.cleaned_data["most_likely"])
    elif "plan" in request.POST:
        _planned(request, subject, keep=request.POST["plan"] == "keep")
    return True


def _wished(request: HttpRequest, form: WishForm) -> bool:
    if not form.is_valid():
        return False
    given = form.cleaned_data
    try:
        wish(person_of(request), given["engagement"], given["application"], kind=given["kind"], reason=given["reason"])
    except BarredError:
        form.add_error(None, now_("A conflict of interest stands between the two. Look at it first."))
        return False
    messages.success(request, now_("Noted. It counts from the next plan on."))
    return True


def _took_back(request: HttpRequest, subject: AgencyRound) -> None:
    chosen = request.POST["back"]
    found = next((each for each in wishes_in(subject.agency, subject.round) if str(each.pk) == chosen), None)
    if found is None:
        raise Http404
    take_wish_back(person_of(request), found)
    messages.success(request, now_("Taken back. The next plan decides about these two."))


def _planned(request: HttpRequest, subject: AgencyRound, *, keep: bool = False, most_likely: int | None = None) -> None:
    try:
        made = begin_plan(person_of(request), subject.agency, subject.round, keep=keep, most_likely=most_likely)
    except NoExpertRulesError:
        messages.warning(request, now_("The call does not say how many experts assess an application."))
        return
    if made.state == Plan.State.RECKONING:
        messages.success(request, now_("The plan is being reckoned. Open this page again in a moment."))


def _published(request: HttpRequest, newest: Plan) -> None:
    try:
        given = publish_plan(person_of(request), newest)
    except StalePlanError:
        messages.warning(
            request, now_("Something has changed since the plan was reckoned. Plan again, look at it, then publish.")
        )
        return
    words = ngettext(
        "Published: %(number)d application was given to an expert, who is told.",
        "Published: %(number)d times an application was given to an expert; each is told.",
        given,
    )
    messages.success(request, words % {"number": given})
