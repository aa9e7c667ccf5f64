"""Files that belong to an application."""

from __future__ import annotations

import hashlib

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from consortia.core.call.content import AnnexKind
from consortia.stages.applications.models import Annex, Application, Participation
from consortia.stages.applications.permissions import may_answer
from consortia.stages.calls.snapshots import call_of_round
from consortia.stages.journal.services import record
from consortia.stages.people.models import Person


class AnnexRefusedError(Exception):
    """A file that cannot be taken; `reason` is a message code for the page, `facts` fill it."""

    def __init__(self, reason: str, **facts: object) -> None:
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
    name = _kind_name(str(file.name or "file"))
    _check(call_of_round(application.round).annex(kind), name, file)
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    Annex.objects.filter(application=application, kind=kind, participation=participation, removed_at=None).update(
        removed_at=timezone.now()
    )
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


def _kind_name(name: str) -> str:
    """Return the last part of a path, shortened in the middle so that its ending stays."""
    name = name.replace("\\", "/").rpartition("/")[2].strip() or "file"
    return name if len(name) <= 200 else f"{name[:150]}…{name[-40:]}"


def _check(kind: AnnexKind, name: str, file: File[bytes]) -> None:
    ending = name.rpartition(".")[2].lower()
    if ending not in kind.accepted:
        raise AnnexRefusedError("type", found=ending, expected=", ".join(kind.accepted))
    if file.size > kind.maximum_megabytes * 1024 * 1024:
        raise AnnexRefusedError("size", found=round(file.size / 1024 / 1024, 1), expected=kind.maximum_megabytes)
    if file.size == 0:
        raise AnnexRefusedError("empty", found=name)
