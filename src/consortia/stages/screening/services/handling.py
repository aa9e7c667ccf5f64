"""Who does the work on which file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction

from consortia.stages.journal.services import record_each
from consortia.stages.people.models import Person
from consortia.stages.screening.models import File
from consortia.stages.screening.permissions import may_screen_files
from consortia.stages.screening.queries import kept_from

BATCH: Final = 256


@transaction.atomic
def assign_handler(person: Person, agency: str, files: Iterable[int], handler: Person | None) -> int:
    """Give files to somebody who works for the agency, or to nobody; each is recorded. Returns how many changed.

    Files from which the new handler keeps away stay as they are: nobody could do anything with what they may not see.
    """
    if not may_screen_files(person, agency) or (handler is not None and not may_screen_files(handler, agency)):
        raise PermissionDenied
    ids, changed = list(files), 0
    for begin in range(0, len(ids), BATCH):
        changed += _hand_over(person, agency, ids[begin : begin + BATCH], handler)
    return changed


def _hand_over(person: Person, agency: str, ids: Sequence[int], handler: Person | None) -> int:
    found = File.objects.select_for_update(of=("self",)).filter(agency=agency, pk__in=ids)
    if handler is not None:
        found = found.exclude(application__in=kept_from(handler, agency))
    after = str(handler.pk) if handler else ""
    changed = [each for each in found if str(each.handler_id or "") != after]
    File.objects.filter(pk__in=[each.pk for each in changed]).update(handler=handler)
    told = ((each, {"before": str(each.handler_id or ""), "after": after}) for each in changed)
    record_each("assign", told, by=person)
    return len(changed)
