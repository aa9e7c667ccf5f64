"""Lists of past projects that were read in, and the rows that were left out, each with what was expected there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.core.paginator import Paginator
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.documents.sheets import csv_table
from consortia.portals.agency.looking_after import past_context
from consortia.portals.shared.page import page
from consortia.stages.past_projects.models import ImportRun
from consortia.stages.past_projects.permissions import may_look_after_past
from consortia.stages.past_projects.queries import lists_read_in, rows_left_out

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LISTS_A_PAGE: Final = 25
ROWS_A_PAGE: Final = 25


def a_list(key: str) -> ImportRun:
    """Return the list that an address names."""
    return get_object_or_404(lists_read_in(), key=key)


def looks_after(user: object, *_subject: object) -> bool:
    """Whether the person sees what became of lists."""
    return may_look_after_past(user)  # type: ignore[arg-type]  # a page hands over whoever asks


@page("past/lists/", name="past_lists", title=_("Lists read in"), rights=looks_after, sees=looks_after)
def past_lists(request: HttpRequest) -> HttpResponse:
    """List what was read in, when, and what became of the rows."""
    found = Paginator(lists_read_in(), LISTS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "agency/past/lists.html", past_context("past_lists", found=found))


@page(
    "past/lists/<uuid:key>/",
    name="past_list",
    title=_("A list read in"),
    rights=looks_after,
    of=a_list,
    sees=looks_after,
)
def past_list(request: HttpRequest, run: ImportRun) -> HttpResponse:
    """Show what became of one list, and each row that was left out as it stood there."""
    found = Paginator(rows_left_out(run), ROWS_A_PAGE).get_page(request.GET.get("page"))
    told = past_context("past_lists", run=run, found=found, known_before=run.rejected - found.paginator.count)
    return render(request, "agency/past/list.html", told)


@page(
    "past/lists/<uuid:key>/left-out.csv",
    name="past_list_rows",
    title=_("Rows left out"),
    rights=looks_after,
    of=a_list,
    sees=looks_after,
)
def past_list_rows(_request: HttpRequest, run: ImportRun) -> StreamingHttpResponse:
    """Return the rows that were left out as a file, to be corrected where they came from."""
    head = [now_("Line"), now_("Column"), now_("Found"), now_("Expected"), now_("The row as it stood there")]
    rows = rows_left_out(run).values_list("line", "column", "found", "expected", "raw")
    answer = StreamingHttpResponse(
        csv_table(head, (list(row) for row in rows.iterator(chunk_size=1024))), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="left-out-{run.began_at:%Y-%m-%d}-{run.pk}.csv"'
    return answer
