"""The assessments of a round, and one application's: who is late, whose totals lie apart, what is opened again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from consortia.core.errors import IllegalMoveError
from consortia.portals.agency.assessing import (
    AssessedApplication,
    AssessedRound,
    an_assessed_application,
    an_assessed_round,
    follows_application,
    follows_round,
    lines_of,
    progress_of,
)
from consortia.portals.agency.frame import agency_context
from consortia.portals.agency.subjects import an_agency
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.assessment_words import agency_step_words, steps_shown
from consortia.portals.shared.page import page
from consortia.stages.agencies.permissions import may_lead_team
from consortia.stages.agencies.services import NoReasonError
from consortia.stages.assessments.models import AssessmentFile
from consortia.stages.assessments.permissions import may_arrange, may_follow
from consortia.stages.assessments.queries import applications_in, late_in, rounds_in_assessment, states_in
from consortia.stages.assessments.services.finishing import take_up_assessment
from consortia.stages.assessments.services.signing import ask_another_expert, assign_third_expert, reopen_assessment
from consortia.stages.assessments.services.writing import NotOpenError
from consortia.stages.assessments.snapshots import Opened, opened
from consortia.stages.calls.snapshots import call_of_round
from consortia.stages.experts.models import Engagement
from consortia.stages.experts.queries import others_for
from consortia.stages.experts.services.assigning import NotAssignableError

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LINES: Final = 50
REFUSED: Final = {
    "not-chosen": gettext_lazy("Choose who assesses as well."),
    "not-declared": gettext_lazy("This expert has not declared yet. Choose another, or wait for the declaration."),
    "another-round": gettext_lazy("This expert is engaged for another round. Choose another."),
    "assigned-already": gettext_lazy("This expert has the application already. Choose another."),
    "conflict": gettext_lazy("Something ties this expert to the application: look under Experts. Choose another."),
}


@page(
    "<str:agency>/assessments/",
    name="assessment_rounds",
    title=gettext_lazy("Assessments"),
    rights=may_follow,
    of=an_agency,
    sees=may_follow,
)
def assessment_rounds(request: HttpRequest, code: str) -> HttpResponse:
    """List the rounds whose applications are with experts, with how many assessments are final."""
    told = {"rounds": rounds_in_assessment(code)}
    return render(request, "agency/assessments/rounds.html", agency_context(request, code, "assessment_rounds", **told))


@page(
    "<str:agency>/rounds/<int:round_id>/assessments/",
    name="assessments",
    title=gettext_lazy("Assessments of a round"),
    rights=follows_round,
    of=an_assessed_round,
    sees=follows_round,
)
def assessments(request: HttpRequest, subject: AssessedRound) -> HttpResponse:
    """List the applications given to experts with how far each expert is."""
    wanted = request.GET.get("state", "")
    state = wanted if wanted in AssessmentFile.State.values else ""
    today = timezone.localdate()
    shown = Paginator(applications_in(subject.agency, subject.round, state=state), LINES).get_page(
        request.GET.get("page")
    )
    numbers = states_in(subject.agency, subject.round)
    told = {
        "round": subject.round,
        "call": call_of_round(subject.round),
        "page": shown,
        "lines": lines_of(subject.agency, list(shown), today=today),
        "late": late_in(subject.agency, subject.round, today=today),
        "states": [(code, label, numbers.get(code, 0)) for code, label in AssessmentFile.State.choices],
        "chosen": state,
        "leads": may_lead_team(request.user, subject.agency),
        "training": subject.round.training,
    }
    return render(
        request, "agency/assessments/list.html", agency_context(request, subject.agency, "assessment_rounds", **told)
    )


@page(
    "<str:agency>/assessments/<str:reference>/",
    name="assessment",
    title=gettext_lazy("The assessment of an application"),
    rights=follows_application,
    of=an_assessed_application,
    sees=follows_application,
)
def assessment(request: HttpRequest, subject: AssessedApplication) -> HttpResponse:
    """Show points and comments of finished assessments, and what happened; open again what was finished or final."""
    person = person_of(request)
    problem = ""
    if request.method == "POST":
        problem = _act(request, subject)
        if not problem:
            return HttpResponseRedirect(request.path)
    what = opened(subject.submission)
    told = {
        "application": subject.application,
        "call": what.rules.call,
        "award": what.rules.award,
        "experts": progress_of(what, today=timezone.localdate()),
        "columns": _columns(what),
        "comparison": what.comparison,
        "state": what.file.state,
        "state_word": AssessmentFile.State(what.file.state).label,
        "steps": steps_shown(what, agency_step_words),
        "arranges": may_arrange(person, subject.application),
        "others": others_for(subject.agency, subject.application) if what.file.state == "third-expert" else (),
        "problems": [{"text": problem, "href": "#reason"}] if problem else [],
        "reason": request.POST.get("reason", "") if problem else "",
        "training": subject.application.round.training,
    }
    return render(
        request, "agency/assessments/file.html", agency_context(request, subject.agency, "assessment_rounds", **told)
    )


def _columns(what: Opened) -> list[dict[str, object]]:
    """Return what stands under each criterion in finished assessments and in the one agreed on."""
    finished = [own for own in what.file.experts if own in what.file.finished]
    return [
        {
            "criterion": criterion,
            "judgements": [
                (str(what.assignments[own].engagement.expert), what.written(own).under(criterion.code))
                for own in finished
            ],
            "agreed": what.agreed.under(criterion.code),
        }
        for criterion in what.rules.award.criteria
    ]


def _chosen(request: HttpRequest, subject: AssessedApplication) -> Engagement:
    """Return the expert chosen to assess as well."""
    others = others_for(subject.agency, subject.application)
    chosen = next((each for each in others if str(each.pk) == request.POST.get("expert")), None)
    if chosen is None:
        raise NotAssignableError("not-chosen")
    return chosen


def _act(request: HttpRequest, subject: AssessedApplication) -> str:
    """Do what a button asks, with its reason; return a problem in words."""
    person, reason = person_of(request), request.POST.get("reason", "")
    verb, _space, own = request.POST.get("do", "").partition(" ")
    try:
        if verb == "take-up":
            assignment = opened(subject.submission).assignments.get(own)
            if assignment is None:
                raise Http404
            take_up_assessment(person, assignment, reason=reason)
        elif verb == "reopen":
            reopen_assessment(person, subject.submission, reason=reason)
        elif verb == "ask-another":
            ask_another_expert(person, subject.submission, reason=reason)
        elif verb == "give":
            assign_third_expert(person, _chosen(request, subject), subject.submission, reason=reason)
        else:
            raise Http404
    except NoReasonError as error:
        return str(error)
    except NotAssignableError as error:
        return str(REFUSED[error.why])
    except (IllegalMoveError, NotOpenError):
        return gettext("This was not done: the assessment has moved on meanwhile. Look at it anew.")
    messages.success(request, gettext("Done. The experts concerned get a letter."))
    return ""
