"""Proposing that an application is ineligible; somebody else decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.core.errors import IllegalMoveError
from consortia.portals.agency.frame import agency_context
from consortia.portals.agency.pages.screening import trail_of
from consortia.portals.agency.subjects import a_file
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.forms import LimitedTextField
from consortia.portals.shared.page import page
from consortia.stages.screening.models import File
from consortia.stages.screening.permissions import may_read_file, may_screen_file
from consortia.stages.screening.points import not_holding
from consortia.stages.screening.services.checking import points_to_check
from consortia.stages.screening.services.refusing import NothingFailsError, last_appeal_terms, propose_ineligible

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class RefusalForm(forms.Form):
    """Why, and how the applicant can appeal; both stand in the letter."""

    reason = LimitedTextField(
        limit=4000,
        rows=6,
        label=_("The reason, as the applicant will read it"),
        help_text=_(
            "The points that do not hold stand in the letter with your words. Say here what they mean together."
        ),
    )
    appeal = LimitedTextField(
        limit=2400,
        rows=4,
        label=_("How the applicant can appeal"),
        help_text=_("To whom, until which day, in which form. What your agency wrote last stands here already."),
    )


@page(
    "<str:agency>/applications/<str:reference>/ineligible/",
    name="refuse",
    title=_("Propose as ineligible"),
    rights=may_screen_file,
    of=a_file,
    sees=may_read_file,
)
def refuse(request: HttpRequest, file: File) -> HttpResponse:
    """Propose it with reasons and appeal terms."""
    failing = not_holding(points_to_check(file))
    usual = {"appeal": last_appeal_terms(file.agency)}
    form = RefusalForm(request.POST if request.method == "POST" else None, initial=usual)
    if request.method == "POST" and form.is_valid() and _proposed(request, file, form):
        return redirect("agency:screening", agency=file.agency, reference=file.reference)
    told = {"form": form, "file": file, "failing": failing, "trail": trail_of(file)}
    return render(request, "agency/screening/refuse.html", agency_context(request, file.agency, "applications", **told))


def _proposed(request: HttpRequest, file: File, form: RefusalForm) -> bool:
    said = form.cleaned_data
    try:
        propose_ineligible(person_of(request), file, reason=said["reason"], appeal=said["appeal"])
    except NothingFailsError:
        form.add_error(None, now_("No point of the check was found not to hold. Answer the points first."))
    except IllegalMoveError:
        form.add_error(None, now_("Nothing was proposed: no check of this application is under way."))
    else:
        messages.success(request, now_("It is proposed. A team lead or director other than you decides."))
    return not form.errors
