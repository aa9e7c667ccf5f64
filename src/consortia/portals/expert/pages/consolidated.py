"""What two experts agree on: both assessments side by side, the text of the lead expert, and the signatures."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy

from consortia.core.assessment import keeps_open, notice
from consortia.portals.expert.acting import agrees, own_assignment, own_file
from consortia.portals.expert.agreeing import side_by_side, signatures_shown
from consortia.portals.expert.grid import noticed, saved_at, total_shown, versions
from consortia.portals.expert.places import a_place, an_application
from consortia.portals.expert.saving import answer_script, keep_form, take_over
from consortia.portals.expert.tasks import state_of
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.amounts import rows_of
from consortia.portals.shared.assessment_words import step_words, steps_shown
from consortia.portals.shared.page import page
from consortia.stages.agencies.services import NoReasonError
from consortia.stages.assessments.permissions import may_consolidate, may_sign
from consortia.stages.assessments.queries import lower_amounts_in
from consortia.stages.assessments.services.finishing import NotReadyError
from consortia.stages.assessments.services.signing import (
    OtherContentError,
    digest_of,
    put_up_for_signature,
    refuse_to_sign,
    sign_assessment,
)
from consortia.stages.assessments.services.writing import NotOpenError

if TYPE_CHECKING:
    from django.http import HttpRequest

    from consortia.stages.applications.models import Application
    from consortia.stages.assessments.snapshots import Opened
    from consortia.stages.experts.models import Assignment

# What could not be stored, by field: its text and why.
Kept = dict[str, tuple[str, str]]


@page(
    "assessments/<str:reference>/consolidated/",
    name="consolidated",
    title=gettext_lazy("The consolidated assessment"),
    rights=agrees,
    of=an_application,
    sees=agrees,
)
def consolidated(request: HttpRequest, application: Application) -> HttpResponse:
    """Show both assessments side by side; the lead writes, each signs or says why not."""
    assignment = own_assignment(person_of(request), application)
    what = own_file(assignment)
    kept: Kept = {}
    problem = ""
    if request.method == "POST":
        try:
            kept, problem = _act(request, assignment, what)
        except NotOpenError:
            messages.error(
                request, gettext("This was not done: the assessment has moved on meanwhile. Look at it anew.")
            )
        if not kept and not problem:
            return HttpResponseRedirect(request.path)
        what = own_file(assignment)
    return render(request, "expert/consolidated.html", _context(request, assignment, what, kept, problem))


@page(
    "assessments/<str:reference>/consolidated/entries/",
    name="consolidated_entries",
    title=gettext_lazy("Versions of the consolidated assessment"),
    rights=agrees,
    of=an_application,
    sees=agrees,
)
def consolidated_entries(request: HttpRequest, application: Application) -> HttpResponse:
    """Tell which version of each entry stands: what an open page asks every few seconds."""
    what = own_file(own_assignment(person_of(request), application))
    return JsonResponse({"versions": versions(what.consolidated)})


@page(
    "assessments/<str:reference>/consolidated/entries/<str:place>/",
    name="consolidated_entry",
    title=gettext_lazy("An entry of the consolidated assessment"),
    rights=agrees,
    of=an_application,
    sees=agrees,
)
def consolidated_entry(request: HttpRequest, application: Application, place: str) -> HttpResponse:
    """Take saves of one entry from the writing script, or tell what stands there."""
    return answer_script(request, application, a_place(place, consolidated=True))


@page(
    "assessments/<str:reference>/consolidated/noticed/",
    name="consolidated_noticed",
    title=gettext_lazy("What is noticed in the consolidated assessment"),
    rights=agrees,
    of=an_application,
    sees=agrees,
)
def consolidated_noticed(request: HttpRequest, application: Application) -> HttpResponse:
    """Give the list of what is still missing or looks odd, for a page that is open."""
    what = own_file(own_assignment(person_of(request), application))
    findings = notice(what.rules.award, what.rules.selection.comments, what.agreed)
    told = {"findings": noticed(what, findings), "total": total_shown(what, what.agreed)}
    return render(request, "expert/noticed.html", told)


def _act(request: HttpRequest, assignment: Assignment, what: Opened) -> tuple[Kept, str]:
    """Do what a button asks; return texts that could not be stored, and a problem in words."""
    person = person_of(request)
    verb, _space, about = request.POST.get("do", "").partition(" ")
    if verb == "sign":
        try:
            sign_assessment(person, assignment, seen=request.POST.get("seen", ""))
        except OtherContentError:
            return {}, gettext("The assessment was changed while you read it. Read it again, then sign.")
        messages.success(request, gettext("Signed."))
        return {}, ""
    if verb == "refuse":
        try:
            refuse_to_sign(person, assignment, reason=request.POST.get("reason", ""))
        except NoReasonError as error:
            return {}, str(error)
        messages.success(request, gettext("The other expert has got a letter with your reason."))
        return {}, ""
    return _write(request, assignment, what, verb, about)


def _write(request: HttpRequest, assignment: Assignment, what: Opened, verb: str, about: str) -> tuple[Kept, str]:
    """Store the form of the lead expert, then take a comment over or put everything up."""
    kept = keep_form(request, assignment, what, consolidated=True)
    if kept:
        return kept, ""
    if verb == "take":
        take_over(person_of(request), assignment, what, about)
    if verb == "put-up":
        try:
            put_up_for_signature(person_of(request), assignment)
        except NotReadyError:
            return {}, gettext("Something is still missing: see below. Then put it up again.")
        messages.success(request, gettext("Put up. Each of you can sign now."))
    else:
        messages.success(request, gettext("Saved."))
    return {}, ""


def _context(request: HttpRequest, assignment: Assignment, what: Opened, kept: Kept, problem: str) -> dict[str, Any]:
    own, application = str(assignment.pk), assignment.application
    standing = lower_amounts_in(what.row) if what.row else {}
    findings = notice(what.rules.award, what.rules.selection.comments, what.agreed)
    problems = [{"text": words, "href": f"#field-{name.replace('.', '-')}"} for name, (_t, words) in kept.items()]
    return {
        "place": "expert",
        "application": application,
        "call": what.rules.call,
        "criteria": side_by_side(what, own, reference=application.reference, kept=kept),
        "experts": [what.assignments[each].engagement.expert for each in what.file.pair],
        "alone": len(what.file.pair) == 1,
        "writes": may_consolidate(own, what.file, lead=what.lead),
        "leads": own == what.lead,
        "signs": may_sign(own, what.file),
        "stage": what.file.state,
        "state": state_of(assignment, what),
        "seen": digest_of(what.agreed, standing),
        "lowered": [each for each in rows_of(what.submission, standing) if each.lower] if standing else [],
        "lowers": not (what.row and what.row.appeal) and may_consolidate(own, what.file, lead=what.lead),
        "signatures": signatures_shown(what),
        "steps": steps_shown(what, step_words),
        "findings": noticed(what, findings),
        "ready": not keeps_open(findings),
        "total": total_shown(what, what.agreed),
        "saved_at": saved_at(what.consolidated),
        "reason": request.POST.get("reason", "") if problem else "",
        "page_id": secrets.token_hex(8),
        "problems": [*problems, *([{"text": problem, "href": "#sign"}] if problem else [])],
        "training": application.round.training,
    }
