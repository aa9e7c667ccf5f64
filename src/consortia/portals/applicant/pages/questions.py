"""What the agency asks about an application after it was handed in, and the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.portals.applicant.planned import frame_context
from consortia.portals.applicant.subjects import an_application
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.forms import LimitedTextField
from consortia.portals.shared.page import page
from consortia.stages.applications.models import Application
from consortia.stages.applications.permissions import may_read
from consortia.stages.calls.snapshots import call_of_round
from consortia.stages.screening.models import Clarification
from consortia.stages.screening.permissions import may_answer_question
from consortia.stages.screening.queries import questions_to
from consortia.stages.screening.services.clarifying import QuestionClosedError, answer_agency

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class AnswerForm(forms.Form):
    """The answer to the agency."""

    answer = LimitedTextField(
        limit=10000,
        rows=12,
        label=_("Your answer"),
        help_text=_("It explains what you handed in and cannot change it. You can send it once."),
    )


@page(
    "applications/<str:reference>/questions/",
    name="questions",
    title=_("Questions of the agency"),
    rights=may_read,
    of=an_application,
    sees=may_read,
)
def questions(request: HttpRequest, application: Application) -> HttpResponse:
    """List what was asked and answered; answer what is open."""
    asked = list(questions_to(application.pk))
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        question = _meant(request, asked)
        if not may_answer_question(request.user, question):
            raise PermissionDenied
        if form.is_valid() and _answered(request, question, form):
            return redirect(request.path)
    waiting = next((each for each in asked if each.is_open), None)
    call = call_of_round(application.round)
    told = {
        "asked": asked,
        "waiting": waiting,
        "form": form,
        "may_answer": waiting is not None and may_answer_question(request.user, waiting),
        "now": timezone.now(),
        "zone": call.call.zone,
    }
    return render(request, "applicant/questions.html", frame_context(application, call, **told))


def _meant(request: HttpRequest, asked: list[Clarification]) -> Clarification:
    meant = next((each for each in asked if str(each.pk) == request.POST.get("question")), None)
    if meant is None:
        raise Http404
    return meant


def _answered(request: HttpRequest, question: Clarification, form: AnswerForm) -> bool:
    """Send the answer; where the question is closed, what was typed stays in the form."""
    try:
        answer_agency(person_of(request), question, answer=form.cleaned_data["answer"], now=timezone.now())
    except QuestionClosedError as closed:
        if closed.question.answered_at:
            name = closed.question.answered_by.name if closed.question.answered_by else ""
            said = now_("%(name)s answered this question meanwhile. What you wrote was not sent; it stands below.")
            form.add_error(None, said % {"name": name})
        else:
            form.add_error(None, now_("The agency no longer waits for an answer. What you wrote stands below."))
        return False
    messages.success(request, now_("Your answer is sent. The agency reads it now."))
    return True
