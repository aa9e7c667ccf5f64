"""Asking an applicant to explain something, and going on without an answer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.core.errors import IllegalMoveError
from consortia.core.lifecycle import may_move_file
from consortia.portals.agency.frame import agency_context
from consortia.portals.agency.pages.screening import trail_of
from consortia.portals.agency.subjects import a_file
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.forms import LimitedTextField, MomentField
from consortia.portals.shared.page import page
from consortia.stages.screening.models import File
from consortia.stages.screening.permissions import may_read_file, may_screen_file
from consortia.stages.screening.queries import questions_about
from consortia.stages.screening.services.clarifying import DueTooSoonError, ask_applicant, go_on_without

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

USUAL_TIME: Final = timedelta(days=7)


class QuestionForm(forms.Form):
    """What the applicant should explain, and until when."""

    question = LimitedTextField(
        limit=4000,
        rows=8,
        label=_("What should the applicant explain"),
        help_text=_(
            "Everybody who takes part reads it in a letter. The answer explains; it cannot change the application."
        ),
    )
    due = MomentField(label=_("Answer due"), help_text=_("Brussels time."))


@page(
    "<str:agency>/applications/<str:reference>/question/",
    name="clarify",
    title=_("Ask the applicant"),
    rights=may_screen_file,
    of=a_file,
    sees=may_read_file,
)
def clarify(request: HttpRequest, file: File) -> HttpResponse:
    """Ask a question, or stop waiting for the answer to the open one."""
    waiting = next((each for each in questions_about(file) if each.is_open), None)
    if request.method == "POST" and request.POST.get("act") == "go-on" and waiting is not None:
        go_on_without(person_of(request), waiting, now=timezone.now())
        messages.success(request, now_("You no longer wait for the answer. The check goes on."))
        return redirect("agency:screening", agency=file.agency, reference=file.reference)
    usual = {"due": (timezone.now() + USUAL_TIME).replace(minute=0)}
    form = QuestionForm(request.POST if request.method == "POST" else None, initial=usual)
    if request.method == "POST" and form.is_valid() and _asked(request, file, form):
        return redirect("agency:screening", agency=file.agency, reference=file.reference)
    told = {
        "form": form,
        "file": file,
        "waiting": waiting,
        "may_ask": file.state == File.State.RECEIVED or may_move_file(file.state, "ask"),
        "trail": trail_of(file),
    }
    return render(
        request, "agency/screening/clarify.html", agency_context(request, file.agency, "applications", **told)
    )


def _asked(request: HttpRequest, file: File, form: QuestionForm) -> bool:
    said = form.cleaned_data
    try:
        ask_applicant(person_of(request), file, question=said["question"], due=said["due"], now=timezone.now())
    except DueTooSoonError:
        form.add_error("due", now_("Choose a time that lies ahead: the applicant needs some to answer."))
    except IllegalMoveError:
        form.add_error(None, now_("Nothing was sent: no check of this application is under way."))
    else:
        messages.success(request, now_("The question is asked. Everybody who takes part gets a letter."))
    return not form.errors
