"""A list as a file to keep: CSV or a workbook, streamed, none of its cells a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from django.http import Http404, StreamingHttpResponse
from django.utils import timezone

from consortia.documents.sheets import Cell, csv_table, xlsx_table

KINDS: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def sheet_answer(
    kind: str, name: str, *, title: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> StreamingHttpResponse:
    """Answer with the rows as a file of one kind, called by its name and the day; raises Http404 for other kinds."""
    if kind not in KINDS:
        raise Http404
    content = csv_table(head, rows) if kind == "csv" else xlsx_table(title, head, rows)
    answer = StreamingHttpResponse(content, content_type=KINDS[kind])
    answer["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate().isoformat()}.{kind}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
