"""Files that belong to an application."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from typing import Final, Literal

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from consortia.core.application import read_application
from consortia.core.call import CallDefinition
from consortia.core.call.content import AnnexKind
from consortia.core.eligibility.completeness import scopes_of
from consortia.stages.applications.models import Annex, Application, Participation
from consortia.stages.applications.permissions import may_answer
from consortia.stages.applications.snapshots import document_from, rows_of
from consortia.stages.calls.snapshots import call_of_round
from consortia.stages.journal.services import record
from consortia.stages.people.models import Person

MEGABYTE: Final = 1024 * 1024
LONGEST_NAME: Final = 200

# How files of each kind begin; an ending alone says little about what somebody will open later.
BEGINNINGS: Final[Mapping[str, tuple[bytes, ...]]] = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "xlsx": (b"PK\x03\x04",),
    "docx": (b"PK\x03\x04",),
    "ods": (b"PK\x03\x04",),
    "odt": (b"PK\x03\x04",),
}
# Some programs write a few bytes before the mark of a PDF; readers look for it within the first kilobyte.
LOOKED_AT: Final = 1024

Refusal = Literal["type", "content", "empty", "size", "files", "total", "scope"]


class AnnexRefusedError(Exception):
    """A file that cannot be taken; `reason` is a code for the page, `facts` fill its words."""

    def __init__(self, reason: Refusal, **facts: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


@transaction.atomic
def add_annex(
    person: Person,
    application: Application,
    kind: str,
    *,
    file: File[bytes],
    participation: Participation | None = None,
) -> Annex:
    """Keep a file as an annex; an earlier file of the same kind and organisation stays on record, replaced."""
    scope = participation.key if participation is not None else ""
    if not may_answer(person, application, scope):
        raise PermissionDenied
    application = (
        Application.objects.select_for_update(of=("self",)).select_related("round__edition").get(pk=application.pk)
    )
    call = call_of_round(application.round)
    name = plain_name(str(file.name or ""))
    _check_scope(application, call.annex(kind), scope)
    _check(call.annex(kind), name, file)
    earlier = Annex.objects.filter(application=application, kind=kind, participation=participation, removed_at=None)
    _check_room(call, application, file, replaced=[each.pk for each in earlier])
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    earlier.update(removed_at=timezone.now())
    annex = Annex.objects.create(
        application=application,
        participation=participation,
        kind=kind,
        file=file,
        name=name,
        size=file.size,
        sha256=digest.hexdigest(),
        uploaded_by=person,
    )
    record("add-annex", application, by=person, facts={"kind": kind, "name": name, "sha256": annex.sha256})
    return annex


@transaction.atomic
def remove_annex(person: Person, annex: Annex) -> None:
    """Take an annex out of the application; the file stays on record."""
    scope = annex.participation.key if annex.participation is not None else ""
    if not may_answer(person, annex.application, scope):
        raise PermissionDenied
    annex.removed_at = timezone.now()
    annex.save(update_fields=["removed_at"])
    record("remove-annex", annex.application, by=person, facts={"kind": annex.kind, "name": annex.name})


def plain_name(name: str) -> str:
    """Return the last part of a path without what cannot be shown, cut in the middle so that its ending stays."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = " ".join("".join(" " if unicodedata.category(sign)[0] == "C" else sign for sign in last).split())
    if len(shown) <= LONGEST_NAME:
        return shown or "file"
    return f"{shown[: LONGEST_NAME - 50]}…{shown[-40:]}"


def _check_scope(application: Application, kind: AnnexKind, scope: str) -> None:
    """Refuse a paper of one organisation for the whole application, and the other way round."""
    rows = rows_of(application)
    if scope not in scopes_of(kind.each, rows.call, read_application(document_from(rows), rows.call)):
        raise AnnexRefusedError("scope", found=scope)


def _check(kind: AnnexKind, name: str, file: File[bytes]) -> None:
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending not in kind.accepted:
        raise AnnexRefusedError("type", found=ending, expected=kind.accepted)
    if file.size == 0:
        raise AnnexRefusedError("empty", found=name)
    if file.size > kind.maximum_megabytes * MEGABYTE:
        raise AnnexRefusedError("size", found=file.size, expected=kind.maximum_megabytes)
    if not _begins_as(ending, file):
        raise AnnexRefusedError("content", found=ending)


def _begins_as(ending: str, file: File[bytes]) -> bool:
    """Whether a file begins as files of this ending do; what we know no mark of is taken."""
    marks = BEGINNINGS.get(ending, ())
    if not marks:
        return True
    file.seek(0)
    head = file.read(LOOKED_AT)
    file.seek(0)
    if ending == "pdf":
        return any(mark in head for mark in marks)
    return bool(head.startswith(marks))


def _check_room(call: CallDefinition, application: Application, file: File[bytes], *, replaced: list[int]) -> None:
    if call.uploads is None:
        return
    kept = Annex.objects.filter(application=application, removed_at=None).exclude(pk__in=replaced)
    sizes = list(kept.values_list("size", flat=True))
    if len(sizes) + 1 > call.uploads.maximum_files:
        raise AnnexRefusedError("files", found=len(sizes), expected=call.uploads.maximum_files)
    if sum(sizes) + file.size > call.uploads.maximum_megabytes_total * MEGABYTE:
        raise AnnexRefusedError("total", found=sum(sizes), expected=call.uploads.maximum_megabytes_total)
