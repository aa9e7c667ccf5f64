"""Amounts below the requested ones, as experts propose them while they agree on their points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.portals.expert.acting import agrees, own_assignment, own_file
from consortia.portals.expert.places import an_application
from consortia.portals.shared.acting import person_of
from consortia.portals.shared.amounts import kept_rows, rows_of
from consortia.portals.shared.page import page
from consortia.stages.assessments.permissions import may_consolidate
from consortia.stages.assessments.queries import lower_amounts_in
from consortia.stages.assessments.services.lowering import propose_lower_amounts
from consortia.stages.assessments.services.writing import NotOpenError
from consortia.stages.experts.models import Assignment

if TYPE_CHECKING:
    from django.http import HttpRequest

    from consortia.stages.applications.models import Application


@page(
    "assessments/<str:reference>/consolidated/amounts/",
    name="consolidated_amounts",
    title=_("Amounts below the requested ones"),
    rights=agrees,
    of=an_application,
    sees=agrees,
)
def consolidated_amounts(request: HttpRequest, application: Application) -> HttpResponse:
    """Show each heading with what the experts propose there; the lead changes it until it is final."""
    assignment = own_assignment(person_of(request), application)
    what, problem = own_file(assignment), ""
    standing = lower_amounts_in(what.row) if what.row else {}
    rows = rows_of(assignment.submission, standing, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            rows, problem = kept_rows(
                rows, lambda wishes: propose_lower_amounts(person_of(request), assignment, wishes)
            )
        except NotOpenError:
            problem = now_("The assessment has moved on, so amounts stand as they are.")
        if not problem:
            messages.success(request, now_("The amounts are kept. Each expert signs for them with the points."))
            return redirect("expert:consolidated", reference=application.reference)
    told = {
        "place": "expert",
        "application": application,
        "call": what.rules.call,
        "rows": rows,
        "writes": assignment.role != Assignment.Role.APPEAL
        and may_consolidate(str(assignment.pk), what.file, lead=what.lead),
        "problems": [
            *({"text": each.problem, "href": f"#{each.heading.code}.proposed"} for each in rows if each.problem),
            *([{"text": problem, "href": "#amounts"}] if problem and not any(each.problem for each in rows) else []),
        ],
        "training": application.round.training,
    }
    return render(request, "expert/amounts.html", told)
