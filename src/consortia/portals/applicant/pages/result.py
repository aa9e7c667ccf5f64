"""The result of an application, once it is published: points, comments, money, declining, appealing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.portals.applicant.planned import frame_context
from consortia.portals.applicant.subjects import an_application
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.forms import LimitedTextField
from consortia.portals.shared.page import page
from consortia.stages.agencies.services import NoReasonError
from consortia.stages.applications.models import Application
from consortia.stages.calls.snapshots import call_of_round
from consortia.stages.selection.letters import appeal_until
from consortia.stages.selection.models import Place
from consortia.stages.selection.permissions import may_appeal, may_decline, may_see_result
from consortia.stages.selection.queries import appeal_of, lowerings_standing
from consortia.stages.selection.results import Result, result_of
from consortia.stages.selection.services.appealing import NoAppealError, send_appeal
from consortia.stages.selection.services.cascading import NothingToDeclineError, decline_grant

if TYPE_CHECKING:
    from django.http import HttpRequest


class AppealForm(forms.Form):
    """Why the result should be looked at again."""

    reasons = LimitedTextField(
        limit=10_000,
        rows=10,
        label=_("Your reasons"),
        help_text=_(
            "Say what went wrong in the procedure, or where the assessment is in plain error, and in which words."
        ),
    )


class DeclineForm(forms.Form):
    """Why the grant is not taken."""

    reason = forms.CharField(
        label=_("Why you decline"),
        help_text=_("The agency reads it. Declining cannot be undone: the next application moves up."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@page(
    "applications/<str:reference>/result/",
    name="result",
    title=_("Result"),
    rights=may_see_result,
    of=an_application,
    sees=may_see_result,
)
def result(request: HttpRequest, application: Application) -> HttpResponse:
    """Show the published result; decline the grant, or appeal."""
    found = result_of(application)
    if found is None:
        raise Http404
    failed: dict[str, Any] = {}
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        failed = act(request, application, found)
        if not failed:
            return redirect(request.path)
        found = result_of(application) or found
    return _shown(request, application, found, failed)


def _decline(request: HttpRequest, application: Application, found: Result) -> dict[str, Any]:
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return {"decline_form": form}
    try:
        decline_grant(person_of(request), found.selection, application, reason=form.cleaned_data["reason"])
    except NothingToDeclineError:
        form.add_error(None, now_("Nothing was changed: there is no grant to decline any more."))
        return {"decline_form": form}
    except NoReasonError as error:
        form.add_error("reason", str(error))
        return {"decline_form": form}
    messages.success(request, now_("You have declined. The agency knows, and the next application moves up."))
    return {}


def _appeal(request: HttpRequest, application: Application, found: Result) -> dict[str, Any]:
    form = AppealForm(request.POST)
    if not form.is_valid():
        return {"appeal_form": form}
    try:
        appeal = send_appeal(
            person_of(request),
            found.selection,
            application,
            reasons=form.cleaned_data["reasons"],
            arrived_at=timezone.now(),
        )
    except NoAppealError:
        form.add_error(None, now_("Nothing was sent: an appeal was sent already, or none is possible. See below."))
        return {"appeal_form": form}
    except NoReasonError as error:
        form.add_error("reasons", str(error))
        return {"appeal_form": form}
    if appeal.late:
        words = now_("Your appeal is kept, but it came after the term. The agency decides whether it looks at it.")
        messages.warning(request, words)
    else:
        messages.success(request, now_("Your appeal is sent. The agency acknowledges it in writing."))
    return {}


ACTS: Final = {"decline": _decline, "appeal": _appeal}


def _shown(request: HttpRequest, application: Application, found: Result, failed: dict[str, Any]) -> HttpResponse:
    place, rules = found.place, found.rules
    until = appeal_until(rules, found.selection)
    appeal = appeal_of(application)
    stands = place.outcome in {Place.Outcome.AWARDED, Place.Outcome.RESERVE}
    titles = {heading.code: heading.title for heading in rules.call.headings}
    open_for_appeal = until is not None and appeal is None
    told = {
        "shown": place,
        "selection": found.selection,
        "judged": [
            {"criterion": each, "points": place.score.points[each.code], "comment": place.score.comments[each.code]}
            for each in rules.award.criteria
        ],
        "award": rules.award,
        "total": f"{place.score.total:f}",
        "lowered": [
            {"title": titles.get(each.heading, each.heading), "row": each}
            for each in lowerings_standing(found.selection).get(application.pk, {}).values()
        ],
        "terms": rules.selection.appeal,
        "until": until,
        "after_term": until is not None and timezone.now() > until,
        "appeal": appeal,
        "decline_form": DeclineForm() if stands and may_decline(request.user, application) else None,
        "appeal_form": AppealForm() if open_for_appeal and may_appeal(request.user, application) else None,
        **failed,
    }
    context = frame_context(application, call_of_round(application.round), **told)
    return render(request, "applicant/result.html", context)
