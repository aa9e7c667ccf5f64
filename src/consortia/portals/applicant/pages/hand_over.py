"""Handing the coordination over to another partner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.portals.applicant.pages.consortium import consortium_step
from consortia.portals.applicant.planned import page_context
from consortia.portals.applicant.subjects import an_application
from consortia.portals.shared.acting import person_of, sent
from consortia.portals.shared.page import page
from consortia.stages.applications.models import Application, Participation
from consortia.stages.applications.permissions import may_lead, may_read
from consortia.stages.applications.services.consortium import hand_over_coordination
from consortia.stages.applications.snapshots import View, view_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class HandOverForm(forms.Form):
    """Who coordinates from now on."""

    key = forms.ChoiceField(
        label=_("Who coordinates from now on?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the organisation that coordinates from now on.")},
    )

    def __init__(self, *args: Any, view: View, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["key"].choices = [  # type: ignore[attr-defined]  # a field with choices
            (each.key, f"{each.organisation.name}, {each.organisation.city}")
            for each in view.rows.participations
            if each.state == Participation.State.ACCEPTED and each.role != Participation.Role.COORDINATOR
        ]


@page(
    "applications/<str:reference>/hand-over/",
    name="hand_over",
    title=_("Hand the coordination over"),
    rights=may_lead,
    of=an_application,
    sees=may_read,
)
def hand_over(request: HttpRequest, application: Application) -> HttpResponse:
    """Say what changes and what stays, then make another partner the coordinator."""
    view = view_of(application)
    form = HandOverForm(sent(request), view=view)
    if request.method == "POST" and form.is_valid():
        chosen = view.rows.by_key[form.cleaned_data["key"]]
        hand_over_coordination(person_of(request), chosen)
        messages.success(
            request,
            now_("%(name)s coordinates from now on. Everybody who takes part gets a letter.")
            % {"name": chosen.organisation.name},
        )
        return redirect("applicant:consortium", reference=application.reference)
    return render(request, "applicant/hand_over.html", page_context(view, consortium_step(application), form=form))
