"""Files as answers: with the name people know them by, never shown as a page of this site."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

KINDS = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "json": "application/json",
}


def file_answer(content: bytes, *, name: str, kind: str = "", shown: bool = False) -> HttpResponse:
    """Return a file; `shown` lets the browser open it, otherwise it is kept on the reader's disk."""
    ending = name.rpartition(".")[2].lower()
    answer = HttpResponse(content, content_type=kind or KINDS.get(ending, "application/octet-stream"))
    answer["Content-Disposition"] = content_disposition_header(as_attachment=not shown, filename=name) or "attachment"
    answer["Content-Length"] = str(len(content))
    # What somebody uploaded must not act as a page of this site, whatever it holds.
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer


def size_words(size: int) -> str:
    """Return a size as people say it: 340 kB, 2.1 MB."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))}\N{NO-BREAK SPACE}kB"
    return f"{size / 1_000_000:.1f}\N{NO-BREAK SPACE}MB"
