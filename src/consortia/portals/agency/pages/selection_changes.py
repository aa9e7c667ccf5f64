"""What happened to published lists: who declined, which envelope grew, which appeal changed points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.core.errors import IllegalMoveError
from consortia.core.values import euros
from consortia.portals.agency.selecting import selection_context
from consortia.portals.agency.subjects import a_selection
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.money import euro_words
from consortia.portals.shared.page import page
from consortia.stages.agencies.services import NoReasonError
from consortia.stages.selection.models import Selection
from consortia.stages.selection.permissions import Sight, may_see_selection, sight_of
from consortia.stages.selection.queries import application_in, changes_of, lists_of, newest_list, place_of
from consortia.stages.selection.services.cascading import (
    NothingToDeclineError,
    decline_grant,
    grow_envelope,
    money_known,
)
from consortia.stages.selection.services.drawing import money_of

if TYPE_CHECKING:
    from django.http import HttpRequest


class DeclineForm(forms.Form):
    """Which applicant declines, and why."""

    reference = forms.CharField(
        label=_("Reference of the application"), max_length=12, widget=forms.TextInput(attrs={"class": "width-10"})
    )
    reason = forms.CharField(label=_("Reason, as the applicant gave it"), widget=forms.Textarea(attrs={"rows": 2}))


class GrowForm(forms.Form):
    """Which envelope has how much more, and why."""

    envelope = forms.ChoiceField(label=_("Envelope"))
    by = forms.DecimalField(
        label=_("How much more, in euros"),
        min_value=0.01,
        max_digits=14,
        decimal_places=2,
        widget=forms.TextInput(attrs={"class": "width-10", "inputmode": "decimal"}),
    )
    growth_reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, envelopes: list[str], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["envelope"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared above; for the type checker
        field.choices = [(each, each) for each in envelopes]


@page(
    "<str:agency>/selection/<int:number>/changes/",
    name="selection_changes",
    title=_("What happened after publication"),
    rights=may_see_selection,
    of=a_selection,
    sees=may_see_selection,
)
def selection_changes(request: HttpRequest, chosen: Selection) -> HttpResponse:
    """Show what happened, in order, as far as the reader sees it; record that somebody declines or money comes."""
    sight = sight_of(request.user, chosen)
    failed: dict[str, Any] = {}
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        failed = _tried(request, chosen, sight, act)
        if not failed:
            return redirect(request.path)
    return _shown(request, chosen, sight, failed)


def _tried(request: HttpRequest, chosen: Selection, sight: Sight, act: Any) -> dict[str, Any]:
    try:
        failed: dict[str, Any] = act(request, chosen, sight)
    except IllegalMoveError:
        return {"problem": now_("The results are not published yet. Until then draw the lists again instead.")}
    return failed


def _decline(request: HttpRequest, chosen: Selection, sight: Sight) -> dict[str, Any]:
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return {"decline_form": form}
    application = application_in(chosen, form.cleaned_data["reference"])
    drawn = newest_list(chosen)
    place = place_of(drawn, application) if application and drawn else None
    if application is None or place is None or not sight.sees(place.envelope):
        form.add_error("reference", now_("The lists you see have no application with this reference."))
        return {"decline_form": form}
    try:
        decline_grant(person_of(request), chosen, application, reason=form.cleaned_data["reason"])
    except NothingToDeclineError:
        form.add_error("reference", now_("This application has no grant and no place on the reserve list to decline."))
        return {"decline_form": form}
    except NoReasonError as error:
        form.add_error("reason", str(error))
        return {"decline_form": form}
    messages.success(request, now_("It is recorded, the list is drawn anew, and letters go to those concerned."))
    return {}


def _grow(request: HttpRequest, chosen: Selection, sight: Sight) -> dict[str, Any]:
    form = GrowForm(_envelopes(chosen, sight), request.POST)
    if not form.is_valid():
        return {"grow_form": form}
    told = form.cleaned_data
    try:
        grow_envelope(person_of(request), chosen, told["envelope"], by=euros(told["by"]), reason=told["growth_reason"])
    except NoReasonError as error:
        form.add_error("growth_reason", str(error))
        return {"grow_form": form}
    messages.success(request, now_("It is recorded, the list is drawn anew, and letters go to those concerned."))
    return {}


ACTS: Final = {"decline": _decline, "grow": _grow}


def _envelopes(chosen: Selection, sight: Sight) -> list[str]:
    drawn = newest_list(chosen)
    return [each for each in sorted(drawn.envelopes) if sight.sees(each)] if drawn else []


def _shown(request: HttpRequest, chosen: Selection, sight: Sight, failed: dict[str, Any]) -> HttpResponse:
    published = chosen.published
    told = {
        "changes": changes_of(chosen).exclude(envelope__in=sight.hidden),
        # Which versions there are would tell that something happened in a list that is hidden.
        "versions": lists_of(chosen) if sight.sees_all else [],
        "decline_form": DeclineForm() if published and sight.works else None,
        "grow_form": GrowForm(_envelopes(chosen, sight)) if published and sight.leads else None,
        "unknown": _unknown(chosen, sight) if published and sight.leads else [],
        **failed,
    }
    context = selection_context(request, chosen, sight, "selection_changes", **told)
    return render(request, "agency/selection/changes.html", context)


def _unknown(chosen: Selection, sight: Sight) -> list[str]:
    """Return what was set on the page of the round and the lists do not know yet, in words."""
    drawn = newest_list(chosen)
    if drawn is None:
        return []
    known, now = money_known(chosen, drawn), money_of(chosen)
    return [
        now_("%(envelope)s has %(more)s more on the page of the round than the list knows. Record it here as well.")
        % {"envelope": code, "more": euro_words((now[code] - amount).amount)}
        for code, amount in sorted(known.items())
        if sight.sees(code) and code in now and now[code] > amount
    ]
