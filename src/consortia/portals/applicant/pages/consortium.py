"""The consortium: who takes part in which role, who was asked, and whose mandate is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from consortia.portals.applicant.pages.invite import invitation_link
from consortia.portals.applicant.planned import page_context
from consortia.portals.applicant.subjects import an_application
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.page import page
from consortia.stages.applications.models import Application, Invitation, Participation
from consortia.stages.applications.permissions import may_lead, may_read, standing_of
from consortia.stages.applications.queries import PRESENT, open_invitations
from consortia.stages.applications.services.consortium import (
    InvitationClosedError,
    send_invitation_again,
    take_back_invitation,
)
from consortia.stages.applications.services.mandates import ask_for_mandates, mandate_states
from consortia.stages.applications.snapshots import View, view_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

# How the pages name the state of a mandate: the code of its mark.
MANDATE_MARKS: Final = {
    "missing": "missing",
    "given": "signed",
    "part-changed": "outdated",
    "money-changed": "outdated",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An organisation of the consortium as its line in the table shows it."""

    participation: Participation
    role: str
    country: str
    kind: str
    mandate: str
    mine: bool


@page(
    "applications/<str:reference>/consortium/",
    name="consortium",
    title=_("Consortium"),
    rights=may_read,
    of=an_application,
    sees=may_read,
)
def consortium(request: HttpRequest, application: Application) -> HttpResponse:
    """Show who takes part; the coordinator sends letters again or takes them back."""
    if request.method == "POST":
        _act(request, application)
        return redirect("applicant:consortium", reference=application.reference)
    view = view_of(application)
    return render(request, "applicant/consortium.html", page_context(view, **_told(request, view)))


def _told(request: HttpRequest, view: View) -> dict[str, Any]:
    application = view.rows.application
    members = members_of(view, keys=standing_of(person_of(request), application).keys)
    gone = application.participations.exclude(state__in=PRESENT).select_related("organisation")
    asked = list(open_invitations(application))
    return {
        "members": members,
        "countries": len({each.participation.organisation.country for each in members}),
        "by_email": [each for each in asked if each.participation_id is None],
        "to_members": [each for each in asked if each.participation_id is not None],
        "gone": list(gone),
        "leads": may_lead(request.user, application),
        "mandates_wanted": any(each.mandate in {"missing", "outdated"} for each in members),
        "may_hand_over": sum(each.participation.state == Participation.State.ACCEPTED for each in members) > 1,
    }


def members_of(view: View, *, keys: frozenset[str] = frozenset()) -> list[Member]:
    """Return the organisations that take part or were asked, the coordinator first."""
    call = view.rows.call
    roles = {role.code: role.title for role in call.roles}
    kinds = {kind.code: kind.title for kind in call.organisation_kinds}
    states = mandate_states(view)
    members = [
        Member(
            participation=each,
            role=roles[each.role],
            country=country_name(view, each.organisation.country),
            kind=kinds.get(each.organisation.kind, each.organisation.kind),
            mandate=MANDATE_MARKS.get(states.get(each.key, ""), ""),
            mine=each.key in keys,
        )
        for each in view.rows.participations
    ]
    return sorted(members, key=lambda each: each.participation.role != Participation.Role.COORDINATOR)


def country_name(view: View, code: str) -> str:
    """Return what a country is called."""
    found = view.rows.call.countries.get(code)
    return found.name if found else code


def _act(request: HttpRequest, application: Application) -> None:
    """Do what a button of the page asks for; the services look at the rights."""
    person = person_of(request)
    if "mandates" in request.POST:
        count = ask_for_mandates(person, application)
        words = ngettext(
            "One organisation is asked for its mandate by letter, at most once a day.",
            "%(count)d organisations are asked for their mandates by letter, at most once a day.",
            count,
        )
        messages.success(request, words % {"count": count})
        return
    chosen = request.POST.get("again") or request.POST.get("back") or "0"
    number = int(chosen) if chosen.isdecimal() else 0
    invitation = get_object_or_404(Invitation, pk=number, application=application)
    try:
        if "again" in request.POST:
            send_invitation_again(person, invitation, link=invitation_link(request))
            messages.success(request, now_("The letter to %(email)s goes out again.") % {"email": invitation.email})
        else:
            take_back_invitation(person, invitation)
            messages.success(request, now_("The invitation is taken back. Its link no longer works."))
    except InvitationClosedError:
        messages.info(request, now_("This invitation was answered in the meantime. Look at what stands now."))


def consortium_step(application: Application) -> tuple[str, str]:
    """Return the consortium as a step of the way to a page."""
    return now_("Consortium"), reverse("applicant:consortium", kwargs={"reference": application.reference})
