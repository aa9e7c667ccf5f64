"""Whom an agency asked for a round: the list, an invitation, one engagement with its end or replacement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.portals.agency.engaging.forms import InviteForm, ReasonForm, ReplaceForm
from consortia.portals.agency.engaging.frame import experts_context
from consortia.portals.agency.engaging.subjects import (
    AgencyRound,
    an_agency_engagement,
    an_agency_round,
    engages_in_round,
    sees_engagement,
    sees_round,
)
from consortia.portals.shared.acting import person_of, sent
from consortia.portals.shared.page import page
from consortia.stages.calls.snapshots import call_of_round
from consortia.stages.experts.models import Engagement
from consortia.stages.experts.permissions import may_engage
from consortia.stages.experts.queries import RUNNING, engagements_in, experts_known_to
from consortia.stages.experts.services.inviting import (
    AlreadyEngagedError,
    AnsweredError,
    end_engagement,
    invite_address,
    invite_expert,
)
from consortia.stages.experts.services.replacing import replace_expert

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

MOST_BY_DEFAULT = 10


@page(
    "<str:agency>/rounds/<int:round_id>/experts/",
    name="engagements",
    title=_("Experts of a round"),
    rights=sees_round,
    of=an_agency_round,
    sees=sees_round,
)
def engagements(request: HttpRequest, subject: AgencyRound) -> HttpResponse:
    """List whom the agency asked for a round, what they answered, and how much each has."""
    told = {
        "round": subject.round,
        "call": call_of_round(subject.round),
        "engagements": engagements_in(subject.agency, subject.round),
        "works": may_engage(person_of(request), subject.agency),
        "training": subject.round.training,
    }
    return render(request, "agency/experts/round.html", experts_context(request, subject.agency, **told))


@page(
    "<str:agency>/rounds/<int:round_id>/experts/invite/",
    name="invite_expert",
    title=_("Invite an expert"),
    rights=engages_in_round,
    of=an_agency_round,
    sees=sees_round,
)
def invite(request: HttpRequest, subject: AgencyRound) -> HttpResponse:
    """Invite an expert from the pool, or somebody by e-mail."""
    known = experts_known_to(subject.agency)
    initial = {"most": MOST_BY_DEFAULT, "expert": request.GET.get("expert", "")}
    form = InviteForm(sent(request), experts=known, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _invite(request, subject, form)
        except AlreadyEngagedError:
            form.add_error(None, now_("This expert or address is invited to this round already."))
        else:
            messages.success(request, now_("The invitation is written and leaves with the next letters."))
            return redirect("agency:engagements", agency=subject.agency, round_id=subject.round.pk)
    told = {"form": form, "round": subject.round, "call": call_of_round(subject.round)}
    return render(request, "agency/experts/invite.html", experts_context(request, subject.agency, **told))


def _invite(request: HttpRequest, subject: AgencyRound, form: InviteForm) -> Engagement:
    person, terms, given = person_of(request), form.terms(), form.cleaned_data
    address = reverse("expert:invitation", kwargs={"token": "TOKEN"})
    link = request.build_absolute_uri(address).replace("TOKEN", "{token}")
    if given["expert"]:
        return invite_expert(person, subject.agency, subject.round, given["expert"], terms=terms, link=link)
    return invite_address(person, subject.agency, subject.round, given["email"], terms=terms, link=link)


@page(
    "<str:agency>/engagements/<int:engagement_id>/",
    name="engagement",
    title=_("An engagement"),
    rights=sees_engagement,
    of=an_agency_engagement,
    sees=sees_engagement,
)
def engagement(request: HttpRequest, subject: Engagement) -> HttpResponse:
    """Show one engagement with what was assigned; end it or hand everything to another expert."""
    successors = engagements_in(subject.agency, subject.round).filter(
        state=Engagement.State.ACCEPTED, declaration__isnull=False
    )
    ending = ReasonForm(request.POST if "end" in request.POST else None)
    replacing = ReplaceForm(
        request.POST if "replace" in request.POST else None,
        successors=successors.exclude(pk=subject.pk),
        prefix="replace",
    )
    if request.method == "POST" and _closed(request, subject, ending, replacing):
        return redirect("agency:engagements", agency=subject.agency, round_id=subject.round_id)
    told = {
        "engagement": subject,
        "declaration": getattr(subject, "declaration", None),
        "assignments": subject.assignments.select_related("application").filter(ended_at__isnull=True),
        "ending": ending,
        "replacing": replacing,
        "running": subject.state in RUNNING,
        "works": may_engage(person_of(request), subject.agency),
        "call": call_of_round(subject.round),
    }
    return render(request, "agency/experts/engagement.html", experts_context(request, subject.agency, **told))


def _closed(request: HttpRequest, subject: Engagement, ending: ReasonForm, replacing: ReplaceForm) -> bool:
    """End or replace as asked; say no where the form has to be looked at again."""
    if not may_engage(person_of(request), subject.agency):
        raise PermissionDenied
    try:
        if "end" in request.POST and ending.is_valid():
            end_engagement(person_of(request), subject, reason=ending.cleaned_data["reason"])
            messages.success(request, now_("The engagement is ended, and the expert is told."))
            return True
        if "replace" in request.POST and replacing.is_valid():
            given = replacing.cleaned_data
            left = replace_expert(person_of(request), subject, given["successor"], reason=given["reason"])
            _tell_replaced(request, left)
            return True
    except AnsweredError:
        messages.warning(request, now_("This engagement had ended already; nothing was changed."))
        return True
    return False


def _tell_replaced(request: HttpRequest, left: list[str]) -> None:
    if left:
        words = now_("The expert is replaced. These cannot go to the successor, look for somebody else: %(names)s.")
        messages.warning(request, words % {"names": ", ".join(left)})
    else:
        messages.success(request, now_("The successor has everything that the expert had; all others keep theirs."))
