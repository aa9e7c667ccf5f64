"""An agency's invitation, the expert's answer, and the declaration that follows a yes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.portals.expert.forms import ConflictForm, DeclarationForm, DeclineForm
from consortia.portals.expert.places import an_application
from consortia.portals.expert.subjects import an_engagement, may_answer
from consortia.portals.shared.acting import person_of, sent
from consortia.portals.shared.page import page
from consortia.stages.assessments.permissions import assesses
from consortia.stages.calls.snapshots import call_of_round
from consortia.stages.experts.models import Engagement
from consortia.stages.experts.permissions import is_engaged
from consortia.stages.experts.services.declaring import OtherWordsError, declaration_digest, declaration_words, declare
from consortia.stages.experts.services.describing import declare_conflict
from consortia.stages.experts.services.inviting import (
    AlreadyEngagedError,
    AnotherAddressError,
    AnsweredError,
    accept_engagement,
    decline_engagement,
    has_address,
)

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from consortia.stages.applications.models import Application


@page(
    "invitations/<str:token>/",
    name="invitation",
    title=_("Invitation to assess"),
    rights=may_answer,
    of=an_engagement,
    sees=may_answer,
)
def invitation(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    """Say what an agency asks for, and take the answer."""
    form = DeclineForm(request.POST if "decline" in request.POST else None)
    if request.method == "POST" and (answer := _answered(request, engagement, form)) is not None:
        return answer
    person = person_of(request)
    told = {
        "engagement": engagement,
        "call": call_of_round(engagement.round),
        "form": form,
        "mine": engagement.expert is not None or has_address(person, engagement.email),
        "declared": hasattr(engagement, "declaration"),
        "place": "expert",
        "training": engagement.round.training,
    }
    return render(request, "expert/invitation.html", told)


def _answered(request: HttpRequest, engagement: Engagement, form: DeclineForm) -> HttpResponse | None:
    """Do what was answered; nothing where the form has to be looked at again."""
    person = person_of(request)
    try:
        if "decline" in request.POST:
            if not form.is_valid():
                return None
            decline_engagement(person, engagement, reason=form.cleaned_data["reason"])
            messages.success(request, now_("The agency is told that you decline."))
            return redirect("expert:home")
        accept_engagement(person, engagement)
    except (AnsweredError, AnotherAddressError):
        # The page itself says which of the two it is.
        return redirect(request.path)
    except AlreadyEngagedError:
        messages.warning(request, now_("You work for this agency in this round already, by another invitation."))
        return redirect("expert:home")
    return redirect("expert:declaration", token=engagement.token)


@page(
    "invitations/<str:token>/declaration/",
    name="declaration",
    title=_("Declaration"),
    rights=is_engaged,
    of=an_engagement,
    sees=is_engaged,
)
def declaration(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    """Declare confidentiality and independence, or read what one declared."""
    given = getattr(engagement, "declaration", None)
    if given is None and engagement.state != Engagement.State.ACCEPTED:
        return redirect("expert:invitation", token=engagement.token)
    digest = declaration_digest(engagement.round)
    form = DeclarationForm(sent(request), initial={"seen": digest})
    if request.method == "POST" and form.is_valid():
        try:
            declare(person_of(request), engagement, name=form.cleaned_data["name"], seen=form.cleaned_data["seen"])
        except OtherWordsError:
            messages.warning(request, now_("The words have changed since you opened this page. Read them again."))
            return redirect(request.path)
        messages.success(request, now_("You have declared. What you are given to assess stands here."))
        return redirect("expert:home")
    words: Any = given.words if given is not None else declaration_words(engagement.round)
    told = {
        "engagement": engagement,
        "given": given,
        "words": words,
        "form": form,
        "call": call_of_round(engagement.round),
        "place": "expert",
        "training": engagement.round.training,
    }
    return render(request, "expert/declaration.html", told)


@page(
    "assessments/<str:reference>/conflict/",
    name="conflict",
    title=_("Declare a conflict"),
    rights=assesses,
    of=an_application,
    sees=assesses,
)
def conflict(request: HttpRequest, application: Application) -> HttpResponse:
    """Say that something ties one to an application; the agency gives it to somebody else."""
    form = ConflictForm(sent(request))
    if request.method == "POST" and form.is_valid():
        declare_conflict(person_of(request), application, reason=form.cleaned_data["reason"])
        messages.success(request, now_("The agency is told, and gives the application to somebody else."))
        return redirect("expert:home")
    told = {"form": form, "application": application, "place": "expert", "training": application.round.training}
    return render(request, "expert/conflict.html", told)
