"""When everything happens: a picture, and the table that says the same."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from consortia.core.call import Heading
from consortia.portals.applicant.addresses import row_address
from consortia.portals.applicant.entry.months import span_words
from consortia.portals.applicant.entry.words import venue_words
from consortia.portals.applicant.planned import page_context
from consortia.portals.applicant.reckoning import row_name
from consortia.portals.applicant.subjects import an_application
from consortia.portals.shared.page import page
from consortia.stages.applications.attention import UNTIMED, is_after_the_end
from consortia.stages.applications.models import Application, PlanRow
from consortia.stages.applications.permissions import may_plan, may_read
from consortia.stages.applications.pictures import timetable_picture
from consortia.stages.applications.snapshots import View, view_of
from consortia.stages.applications.timing import project_ends


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedRow:
    """A planned row in time."""

    row: PlanRow
    name: str
    heading: Heading
    where: str
    when: str
    outside: bool
    href: str


@page(
    "applications/<str:reference>/timetable/",
    name="timetable",
    title=gettext_lazy("Timetable"),
    rights=may_read,
    of=an_application,
    sees=may_read,
)
def timetable(request: HttpRequest, application: Application) -> HttpResponse:
    """Show the plan in time."""
    view = view_of(application)
    today = timezone.localdate()
    rows = _timed_rows(view)
    context = page_context(
        view,
        rows=[each for each in rows if each.when],
        undated=[each for each in rows if not each.when],
        ends=project_ends(application.start, application.months),
        wide=mark_safe(timetable_picture(view, today=today)),  # noqa: S308  # the picture escapes what was typed
        narrow=mark_safe(timetable_picture(view, today=today, size="narrow", identifier="timetable-narrow")),  # noqa: S308  # as above
        writes=may_plan(request.user, application),
    )
    return render(request, "applicant/timetable.html", context)


def _timed_rows(view: View) -> list[TimedRow]:
    application = view.rows.application
    rows = [
        TimedRow(
            row=row,
            name=row_name(row),
            heading=heading,
            where=venue_words(row, view.rows),
            when=span_words(application.start, row.first_month, row.last_month),
            outside=is_after_the_end(row, application.months),
            href=row_address(row, application.reference),
        )
        for heading in view.rows.call.headings
        if heading.basis not in UNTIMED
        for row in view.rows.plan_rows
        if row.heading == heading.code
    ]
    return sorted(rows, key=lambda each: (each.row.first_month or 0, each.row.last_month or 0))
