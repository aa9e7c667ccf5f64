"""Asking the agency to take an application after the deadline, because of a technical failure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.portals.applicant.planned import frame_context
from consortia.portals.applicant.subjects import an_application
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.forms import LimitedTextField, MomentField
from consortia.portals.shared.page import page
from consortia.stages.applications.models import Application
from consortia.stages.applications.permissions import may_read
from consortia.stages.calls.snapshots import call_of_round
from consortia.stages.screening.permissions import may_ask_for_extension
from consortia.stages.screening.services.extending import (
    AskedAlreadyError,
    NoAgencyError,
    StillOpenError,
)
from consortia.stages.screening.services.extending import ask_for_extension as ask

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class ExtensionForm(forms.Form):
    """What failed, and when."""

    happened_at = MomentField(label=_("When did it fail"), help_text=_("Brussels time, as exactly as you know it."))
    what = LimitedTextField(
        limit=4000,
        rows=8,
        label=_("What happened"),
        help_text=_(
            "What you did, what the page or the browser said, whom you told. The agency compares it with its records."
        ),
    )


@page(
    "applications/<str:reference>/extension/",
    name="extension",
    title=_("Ask for more time"),
    rights=may_ask_for_extension,
    of=an_application,
    sees=may_read,
)
def extension(request: HttpRequest, application: Application) -> HttpResponse:
    """Ask for it, and see what came of earlier requests."""
    form = ExtensionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _asked(request, application, form):
        return redirect(request.path)
    call = call_of_round(application.round)
    now = timezone.now()
    told = {
        "form": form,
        "asked": list(application.extensions.select_related("asked_by")),
        "late": application.is_late(now),
        "zone": call.call.zone,
    }
    return render(request, "applicant/extension.html", frame_context(application, call, **told))


def _asked(request: HttpRequest, application: Application, form: ExtensionForm) -> bool:
    said = form.cleaned_data
    now = timezone.now()
    try:
        ask(person_of(request), application, happened_at=said["happened_at"], what=said["what"], now=now)
    except StillOpenError:
        form.add_error(None, now_("You can still submit it; no request is needed."))
    except AskedAlreadyError:
        form.add_error(
            None, now_("An earlier request is not decided yet. What you wrote was not sent; it stands below.")
        )
    except NoAgencyError:
        form.add_error(None, now_("Choose the agency first, on the page that submits the application."))
    else:
        messages.success(request, now_("Your request is sent. Two people of the agency decide it; you get a letter."))
    return not form.errors
