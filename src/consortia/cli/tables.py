"""Tables from the command line: CSV whose columns are named in the first line, each cell with its place."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from consortia.cli.reading import read_bytes
from consortia.core.application.loading import shortened
from consortia.core.errors import DocumentError


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of a table: its cells by column, without spaces around them."""

    line: int
    cells: Mapping[str, str]

    def at(self, column: str) -> str:
        """Return the place of a cell, as messages name it."""
        return f"line {self.line}, column {column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """All lines of a table, and the columns that were not asked for."""

    rows: tuple[Row, ...]
    columns: frozenset[str]
    unread: tuple[str, ...]


def read_table(path: Path, needed: Sequence[str], *, allowed: Sequence[str] = ()) -> Table:
    """Read a CSV file in UTF-8; raises DocumentError with line and column. Lines without anything are left out."""
    lines = _lines(path)
    _, columns = next(lines, (1, []))
    columns = [column.strip() for column in columns]
    _refuse_columns(columns, needed)
    rows = tuple(_row(number, columns, cells) for number, cells in lines)
    unread = tuple(column for column in columns if column not in {*needed, *allowed})
    return Table(rows=rows, columns=frozenset(columns), unread=unread)


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The filled lines, each with the number of its first line in the file."""
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentError(f"byte {error.start}", "bytes that are not UTF-8", "a table as CSV in UTF-8") from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield number, cells
            number = reader.line_num + 1
    except csv.Error as error:
        raise DocumentError(f"line {number}", "a row that is not CSV", "cells apart by commas") from error


def _refuse_columns(columns: Sequence[str], needed: Sequence[str]) -> None:
    twice = next((column for index, column in enumerate(columns) if column in columns[:index]), None)
    if twice is not None:
        raise DocumentError("line 1", f"the column {shortened(twice) or 'without a name'} twice", "each column once")
    missing = [column for column in needed if column not in columns]
    if missing:
        found = f"the columns {', '.join(shortened(each) for each in columns)}" if columns else "no columns"
        expected = f"{', '.join(missing)}{' beside them' if columns else ''}"
        raise DocumentError("line 1", found, expected)


def _row(number: int, columns: Sequence[str], cells: Sequence[str]) -> Row:
    if len(cells) != len(columns):
        raise DocumentError(f"line {number}", f"{len(cells)} cells", f"{len(columns)}, one for each column")
    return Row(line=number, cells={column: cell.strip() for column, cell in zip(columns, cells, strict=True)})
