"""A published list of projects as a whole: CSV, spreadsheet or JSON, packed or not, in whatever encoding."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, TextIO

from consortia.stages.past_projects.reading.columns import Columns, recognise
from consortia.stages.past_projects.reading.opening import Opened, encoding_of, opened, text_of_file
from consortia.stages.past_projects.reading.records import Records
from consortia.stages.past_projects.reading.rows import rejected, understood
from consortia.stages.past_projects.reading.sheets import Sheet
from consortia.stages.past_projects.reading.tables import Table
from consortia.stages.past_projects.reading.values import (
    Cells,
    FileFacts,
    Outcome,
    Rejected,
    UnreadableCellError,
    UnreadableFileError,
)

ENCODING_NAMES: Final = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with a mark",
    "cp1252": "Windows-1252",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 without a mark",
    "utf-16-be": "UTF-16 without a mark",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """An open list: what is known of the file, and its rows, which can be read once."""

    facts: FileFacts
    outcomes: Iterator[Outcome]


@contextmanager
def read_export(source: Path | BinaryIO, name: str = "") -> Iterator[Export]:
    """Open a list; raises UnreadableFileError where it is none, also while its rows are read."""
    with opened(source, name or str(source)) as file:
        if file.form == "spreadsheet":
            sheet = Sheet(file.path)
            yield Export(facts=FileFacts(form="spreadsheet"), outcomes=_table(sheet, sheet.columns))
            return
        encoding = encoding_of(file.unpacked)
        text = text_of_file(file.unpacked, encoding)
        told = ENCODING_NAMES[encoding]
        if file.form == "JSON":
            yield Export(facts=FileFacts(form="JSON", encoding=told), outcomes=_whole(file, _records(Records(text))))
        else:
            table = _table_in(text)
            outcomes = _whole(file, _table(table, table.columns))
            yield Export(facts=FileFacts(form="CSV", encoding=told), outcomes=outcomes)


def _table(table: Table | Sheet, columns: Columns) -> Iterator[Outcome]:
    layout = _layout(columns)
    for row in table.rows():
        yield row if isinstance(row, Rejected) else understood(row, columns, layout)


def _table_in(text: TextIO) -> Table:
    try:
        return Table(text)
    except UnicodeDecodeError as error:
        raise UnreadableFileError("the headings", f"half a letter ({error.reason})", "the whole file") from error


def _records(records: Records) -> Iterator[Outcome]:
    """Records may differ in what they name; headings that were seen before are not looked at again."""
    known: dict[tuple[str, ...], tuple[Columns, str]] = {}
    for row in records.rows():
        if isinstance(row, Rejected):
            yield row
            continue
        headings = tuple(row.values)
        if headings not in known:
            columns = recognise(headings)
            known = {headings: (columns, "json")}
        columns, layout = known[headings]
        if columns.is_understood:
            yield understood(row, columns, layout)
        else:
            yield _nameless(row)


def _nameless(row: Cells) -> Rejected:
    error = UnreadableCellError("", "a record without “Project Identifier” and “Project Title”", "a project")
    return rejected(row, error)


def _whole(file: Opened, outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
    """Yield all rows, and complain at the end where the packed file broke off before its own."""
    last: Outcome | None = None
    try:
        for outcome in outcomes:
            last = outcome
            yield outcome
    except UnicodeDecodeError as error:
        file.unpacked.broken = f"half a letter ({error.reason})"
    if file.unpacked.broken:
        place = f"after line {last.line}" if last else "the file"
        raise UnreadableFileError(place, file.unpacked.broken, "the whole file; fetch it again")


def _layout(columns: Columns) -> str:
    """Return what tells apart the kinds of lists: which facts they have. The same list next year has the same."""
    told = (sorted(columns.project), bool(columns.places), sorted(columns.participation) * columns.has_participations)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:12]
