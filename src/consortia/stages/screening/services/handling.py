"""Who does the work on which file."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction

from consortia.stages.journal.services import record
from consortia.stages.people.models import Person
from consortia.stages.screening.models import File
from consortia.stages.screening.permissions import may_screen_files


@transaction.atomic
def assign_handler(person: Person, agency: str, files: Iterable[int], handler: Person | None) -> int:
    """Give files to somebody who works for the agency, or to nobody; each is recorded. Returns how many changed."""
    if not may_screen_files(person, agency) or (handler is not None and not may_screen_files(handler, agency)):
        raise PermissionDenied
    found = File.objects.select_for_update(of=("self",)).filter(agency=agency, pk__in=list(files))
    changed = [each for each in found if each.handler_id != (handler.pk if handler else None)]
    for file in changed:
        before = str(file.handler_id or "")
        file.handler = handler
        file.save(update_fields=["handler"])
        record("assign", file, by=person, facts={"before": before, "after": str(handler.pk) if handler else ""})
    return len(changed)
