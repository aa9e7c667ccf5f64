"""Withdrawing an application, and taking a withdrawn one up again before the deadline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.portals.applicant.planned import page_context
from consortia.portals.applicant.subjects import an_application
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.forms import LimitedTextField
from consortia.portals.shared.page import page
from consortia.stages.applications.models import Application
from consortia.stages.applications.permissions import may_read, may_submit
from consortia.stages.applications.services.submitting import (
    DeadlinePassedError,
    may_resume,
    resume_application,
    withdraw_application,
)
from consortia.stages.applications.snapshots import view_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest

    from consortia.stages.people.models import Person


class WithdrawForm(forms.Form):
    """Why, in the words that the others read."""

    reason = LimitedTextField(
        label=_("Why?"),
        limit=1000,
        rows=4,
        required=False,
        help_text=_("Everybody who takes part reads it in a letter."),
    )


def may_withdraw_or_resume(user: Person | AnonymousUser, application: Application) -> bool:
    """Whether the person may take the application back, or take it up again."""
    return may_submit(user, application) or may_resume(user, application)


@page(
    "applications/<str:reference>/withdraw/",
    name="withdraw",
    title=_("Withdraw"),
    rights=may_withdraw_or_resume,
    of=an_application,
    sees=may_read,
)
def withdraw(request: HttpRequest, application: Application) -> HttpResponse:
    """Say what withdrawing means, then do it; a withdrawn application can be taken up again until the deadline."""
    now = timezone.now()
    withdrawn = application.state == Application.State.WITHDRAWN
    form = WithdrawForm(request.POST if request.method == "POST" and not withdrawn else None)
    if request.method == "POST":
        if withdrawn:
            return _resumed(request, application)
        if form.is_valid():
            withdraw_application(person_of(request), application, reason=form.cleaned_data["reason"].strip())
            messages.success(request, now_("The application is withdrawn. Everybody who takes part gets a letter."))
            return redirect(request.path)
    view = view_of(application)
    told = {
        "form": form,
        "withdrawn": withdrawn,
        "open": not application.is_late(now),
        "counting": application.submissions.filter(state="current").first(),
        "zone": view.rows.call.call.zone,
    }
    return render(request, "applicant/withdraw.html", page_context(view, **told))


def _resumed(request: HttpRequest, application: Application) -> HttpResponse:
    try:
        resume_application(person_of(request), application, now=timezone.now())
    except DeadlinePassedError:
        messages.warning(request, now_("The deadline has passed, so it stays withdrawn."))
        return redirect(request.path)
    messages.success(request, now_("It is a draft again. Submit it before the deadline."))
    return redirect("applicant:application", reference=application.reference)
