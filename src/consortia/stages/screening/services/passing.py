"""Ending the formal check of many applications at once: thousands in some seconds, in batches that each hold or not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from consortia.core.lifecycle import may_move_file, move_file
from consortia.stages.calls.snapshots import call_of_edition
from consortia.stages.journal.services import record_each
from consortia.stages.people.models import Person
from consortia.stages.screening.models import File, PointAnswer
from consortia.stages.screening.permissions import may_screen_files
from consortia.stages.screening.points import point_codes
from consortia.stages.screening.queries import kept_from

BATCH: Final = 256
Fate = Literal["files", "open", "failing", "elsewhere"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """What became of several files: those that passed, and those that did not with the reason."""

    files: tuple[File, ...]
    open: tuple[File, ...]
    failing: tuple[File, ...]
    elsewhere: tuple[File, ...]


def pass_checks(person: Person, files: Iterable[File], *, batch: int = BATCH) -> Passed:
    """End the formal check of each file that is ready; the others stay as they are and are named.

    A batch holds as a whole or not at all, so what was passed before somebody closes the page stays passed.
    """
    listed = list(files)
    _see_to_rights(person, listed)
    kept: dict[Fate, list[File]] = {"files": [], "open": [], "failing": [], "elsewhere": []}
    for begin in range(0, len(listed), batch):
        for fate, file in _pass_batch(person, [each.pk for each in listed[begin : begin + batch]]):
            kept[fate].append(file)
    return Passed(**{name: tuple(each) for name, each in kept.items()})


def _see_to_rights(person: Person, files: Sequence[File]) -> None:
    for agency in {each.agency for each in files}:
        away = set(kept_from(person, agency).values_list("pk", flat=True))
        if not may_screen_files(person, agency) or any(each.application_id in away for each in files):
            raise PermissionDenied


@transaction.atomic
def _pass_batch(person: Person, ids: Sequence[int]) -> list[tuple[Fate, File]]:
    """Hold the files of a batch alone and pass those that are ready as they stand now; a constant number of queries."""
    found = File.objects.select_for_update(of=("self",)).select_related("submission").filter(pk__in=ids)
    held = {each.pk: each for each in found.defer("submission__snapshot", "submission__findings")}
    answers = _answers(held)
    fates = [(_fate(each, answers[each.pk]), each) for pk in ids if (each := held.get(pk)) is not None]
    ready = [each for fate, each in fates if fate == "files"]
    facts = [{"before": each.state, "receipt": each.submission.number, "points": len(_codes(each))} for each in ready]
    now = timezone.now()
    for each in ready:
        each.state, each.state_since = move_file(each.state, "pass"), now
    File.objects.bulk_update(ready, ["state", "state_since"])
    told = zip(ready, facts, strict=True)
    record_each("pass", ((each, {**own, "after": each.state}) for each, own in told), by=person)
    return fates


def _answers(files: Iterable[int]) -> Mapping[int, dict[str, str]]:
    """Return the answer that stands to each point of the version that counts, by file."""
    rows = PointAnswer.objects.filter(file__in=list(files), submission=F("file__submission")).order_by("id")
    found: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for file_id, point, holds in rows.values_list("file_id", "point", "holds"):
        found[file_id][point] = holds
    return found


def _fate(file: File, answers: Mapping[str, str]) -> Fate:
    if not may_move_file(file.state, "pass"):
        return "elsewhere"
    stands = [answers.get(code) for code in _codes(file)]
    if PointAnswer.Holds.NO in stands:
        return "failing"
    return "open" if None in stands else "files"


def _codes(file: File) -> tuple[str, ...]:
    return point_codes(call_of_edition(file.submission.edition_hash))
