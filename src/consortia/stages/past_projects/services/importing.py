"""Reading in a list of past projects: row by row, in small transactions, so that the site goes on meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from consortia.rulebook import load_calls
from consortia.stages.journal.services import record
from consortia.stages.past_projects.models import ImportRun, PastProject
from consortia.stages.past_projects.permissions import may_import_results
from consortia.stages.past_projects.reading import ReadRow, Rejected, UnreadableFileError, read_export
from consortia.stages.past_projects.reading.values import Outcome
from consortia.stages.past_projects.services.indexing import database_stamp, follow_import
from consortia.stages.past_projects.services.storing import Batch, Change
from consortia.stages.people.models import Person

ROWS_AT_ONCE: Final = 200
MOST_SHOWN: Final = 100
RESULTS_PLATFORM: Final = "European Commission, Erasmus+ Project Results Platform"


@dataclass(slots=True, kw_only=True)
class Imported:
    """What became of a list: its run, and the first rows that were left out or changed something.

    `waiting` counts projects that this list names and that no list has described yet; they are shown once one does.
    """

    run: ImportRun
    rejected: list[Rejected] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    waiting: int = 0


def import_results(
    source: Path | BinaryIO,
    *,
    name: str = "",
    told_by: str = RESULTS_PLATFORM,
    by: Person | None = None,
    heard: Callable[[int], None] = lambda _rows: None,
) -> Imported:
    """Read in a list; raises UnreadableFileError where nothing of it can be read.

    Rows are kept as they come: what was read before a file breaks off stays, and reading the same file again changes
    nothing. `told_by` names who published the list, `heard` gets the number of rows done so far.
    """
    with index_following() as touched:
        return read_in(source, touched, name=name, told_by=told_by, by=by, heard=heard)


@contextmanager
def index_following() -> Iterator[set[int]]:
    """Let the index follow, once, whatever lists are read in meanwhile: they put the touched projects into the set."""
    before = database_stamp()
    touched: set[int] = set()
    try:
        yield touched
    finally:
        transaction.on_commit(lambda: follow_import(touched, before))


def read_in(
    source: Path | BinaryIO,
    touched: set[int],
    *,
    name: str = "",
    told_by: str = RESULTS_PLATFORM,
    by: Person | None = None,
    heard: Callable[[int], None] = lambda _rows: None,
) -> Imported:
    """Read in one of several lists, as `import_results` does; the index follows after the last."""
    if not may_import_results(by):
        raise PermissionDenied
    name = name or (source.name if isinstance(source, Path) else "")
    with read_export(source, name) as export:
        run = ImportRun.objects.create(
            file_name=name[:300],
            source=told_by[:300],
            form=export.facts.form,
            encoding=export.facts.encoding,
            by="" if by is None else by.name,
            began_at=timezone.now(),
        )
        imported = Imported(run=run)
        _Reading(imported, heard, touched).go_through(export.outcomes)
    with transaction.atomic():
        _finish(run, by)
    waiting = PastProject.objects.filter(described=False, source_rows__run=run)
    imported.waiting = waiting.distinct().count()
    return imported


class _Reading:
    """The way through one list."""

    def __init__(self, imported: Imported, heard: Callable[[int], None], touched: set[int]) -> None:
        self._imported, self._heard = imported, heard
        self._seen: dict[int, int] = {}
        self._touched = touched

    def go_through(self, outcomes: Iterator[Outcome]) -> None:
        """Keep every row; note the keys of projects that are not what they were."""
        run = self._imported.run
        complaining = _until_broken(outcomes, run)
        while rows := list(islice(complaining, ROWS_AT_ONCE)):
            self._keep([self._once(row) for row in rows])
            self._heard(run.rows)

    def _once(self, row: Outcome) -> Outcome:
        """Leave out a row that says otherwise of something the same list has told already."""
        if isinstance(row, Rejected):
            return row
        key, digest = hash(row.key), hash(row.digest)
        if self._seen.setdefault(key, digest) == digest:
            return row
        found = f"{row.identifier} a second time, with other words"
        raw = f"{row.identifier}: {dict(row.facts)} {row.participations}"
        return Rejected(line=row.line, column="", found=found, expected="each once in a list", raw=raw[:100_000])

    def _keep(self, rows: list[Outcome]) -> None:
        batch = self._stored(rows)
        imported, run = self._imported, self._imported.run
        run.rows += len(rows)
        run.rejected += len(batch.rejected)
        run.added += batch.added
        run.changed += batch.changed
        run.unchanged += batch.unchanged
        run.touched = run.touched or bool(batch.touched)
        run.save()
        imported.rejected += batch.rejected[: MOST_SHOWN - len(imported.rejected)]
        imported.changes += batch.changes[: MOST_SHOWN - len(imported.changes)]
        self._touched.update(batch.touched)

    def _stored(self, rows: list[Outcome]) -> Batch:
        """Store rows in one transaction; once more where somebody stored the same ones at the same moment."""
        try:
            return self._store(rows)
        except IntegrityError:
            return self._store(rows)

    def _store(self, rows: list[Outcome]) -> Batch:
        read = [row for row in rows if isinstance(row, ReadRow)]
        rejected = [row for row in rows if isinstance(row, Rejected)]
        batch = Batch(self._imported.run, fields_by_action(), rejected)
        with transaction.atomic():
            batch.store(read)
        return batch


def _until_broken(outcomes: Iterator[Outcome], run: ImportRun) -> Iterator[Outcome]:
    """Yield rows; where the file breaks off, write down why and end."""
    run.state = ImportRun.State.COMPLETE
    try:
        yield from outcomes
    except UnreadableFileError as error:
        run.state, run.problem = ImportRun.State.BROKEN, str(error)


def _finish(run: ImportRun, by: Person | None) -> None:
    run.ended_at = timezone.now()
    run.save()
    counted = ("rows", "added", "changed", "unchanged", "rejected")
    record(
        "import-results",
        run,
        by=by,
        facts={"file": run.file_name, "state": run.state} | {name: getattr(run, name) for name in counted},
    )


@cache
def fields_by_action() -> dict[str, str]:
    """Return the field that the code of an action tells of, as the calls of the rulebook have it."""
    found: dict[str, str] = {}
    for call in load_calls().values():
        found |= {field_.action: field_.code for field_ in call.fields if field_.action}
    return found
