"""One file moves from one state to another: held alone, by the table, with its line in the journal."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from consortia.core.lifecycle import move_file
from consortia.stages.journal.services import record
from consortia.stages.people.models import Person
from consortia.stages.screening.models import File


def held(file: File) -> File:
    """Hold one file alone and return it as it stands now; within the caller's transaction."""
    found = File.objects.select_for_update(of=("self",)).select_related("application__round__edition", "submission")
    return found.defer("application__round__edition__content", "submission__snapshot").get(pk=file.pk)


def moved(file: File, verb: str, *, by: Person | None, facts: Mapping[str, object] | None = None) -> None:
    """Move a file that the caller holds; a move that the table does not know is refused."""
    before, file.state = file.state, move_file(file.state, verb)
    file.state_since = timezone.now()
    file.save(update_fields=["state", "state_since"])
    record(verb, file, by=by, facts={"before": before, "after": file.state, **(facts or {})})
