"""What rows of a heading held before they were changed or taken out, to be brought back."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext, gettext_lazy

from consortia.core.errors import DocumentError
from consortia.portals.applicant.entry.words import Fact, facts_of
from consortia.portals.applicant.planned import budget_step, heading_step, page_context, planned_heading
from consortia.portals.applicant.reckoning import row_name
from consortia.portals.applicant.subjects import an_application
from consortia.portals.shared.page import page
from consortia.stages.applications.models import Application, PlanRowVersion
from consortia.stages.applications.permissions import may_plan, may_read
from consortia.stages.applications.services.planning import PlanEntry, restore_plan_row, tried_out
from consortia.stages.applications.snapshots import view_of

VERSIONS_A_PAGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownVersion:
    """An earlier version as the page shows it."""

    version: PlanRowVersion
    name: str
    facts: tuple[Fact, ...]
    standing: bool


@page(
    "applications/<str:reference>/plan/<str:heading>/earlier/",
    name="plan_history",
    title=gettext_lazy("Earlier versions of the plan"),
    rights=may_read,
    of=an_application,
    sees=may_read,
)
def plan_history(request: HttpRequest, application: Application, heading: str) -> HttpResponse:
    """Show what was there before, and bring one version back."""
    view = view_of(application)
    found = planned_heading(view.rows.call, heading)
    versions = PlanRowVersion.objects.filter(application=application, heading=found.code).select_related("author")
    if request.method == "POST":
        version = _asked(versions, request.POST.get("version", ""))
        try:
            row = restore_plan_row(request.user, version)  # type: ignore[arg-type]  # the service refuses whoever may not plan
        except DocumentError as error:
            messages.error(
                request, gettext("This version does not fit the application any more: %(problem)s") % {"problem": error}
            )
        else:
            messages.success(request, gettext("“%(name)s” stands again as it was.") % {"name": row_name(row)})
            return HttpResponseRedirect(f"{heading_step(application, found)[1]}#row-{row.key}")
    standing = {row.key for row in view.rows.plan_rows if row.heading == found.code}
    shown_page = Paginator(versions, VERSIONS_A_PAGE).get_page(request.GET.get("page"))
    shown = []
    for version in shown_page:
        row = tried_out(view.rows, PlanEntry(heading=found.code, **version.content), key=version.key)[1]
        facts = facts_of(row, found, view.rows)
        shown.append(ShownVersion(version=version, name=row_name(row), facts=facts, standing=version.key in standing))
    context = page_context(
        view,
        budget_step(application),
        heading_step(application, found),
        heading=found,
        versions=shown,
        page=shown_page,
        writes=may_plan(request.user, application),
    )
    return render(request, "applicant/plan_history.html", context)


def _asked(versions: QuerySet[PlanRowVersion], number: str) -> PlanRowVersion:
    return get_object_or_404(versions, pk=int(number) if number.isdecimal() else 0)
