"""Tables from the command line: CSV whose columns are named in the first line, read line by line, each cell placed."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

import click

from consortia.cli.printing import show
from consortia.cli.reading import why_unread
from consortia.core.application.loading import shortened
from consortia.core.errors import DocumentError

# Characters; a stray file or device without ends of lines must not fill the memory.
LONGEST_LINE: Final = 1_000_000
# What spreadsheets write in the place of commas, as their language has it.
OTHER_SEPARATORS: Final[Mapping[str, str]] = {";": "semicolons", "\t": "tabs"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of a table: its cells by column, without spaces around them."""

    line: int
    cells: Mapping[str, str]

    def at(self, column: str) -> str:
        """Return the place of a cell, as messages name it."""
        return cell_place(self.line, column)


def cell_place(line: int, column: str) -> str:
    """Return the place of a cell, as messages name it."""
    return f"line {line}, column {column}"


def read_rows(path: Path, needed: Sequence[str], *, allowed: Sequence[str] = ()) -> Iterator[Row]:
    """Yield the rows of a CSV file in UTF-8 that has these columns; raises DocumentError with line and column.

    Lines without anything are left out. Columns that nobody asked for are named on the error output and not read.
    """
    columns, lines = _opened(path, needed, allowed)
    for number, cells in lines:
        yield Row(line=number, cells=dict(zip(columns, cells, strict=True)))


def read_cells(path: Path, needed: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield line and cells of each row as `read_rows`, for tables of millions: in the order asked for, none empty."""
    columns, lines = _opened(path, needed, ())
    places = [columns.index(column) for column in needed]
    for number, cells in lines:
        found = tuple(cells[place] for place in places)
        if not all(found):
            raise DocumentError(cell_place(number, needed[found.index("")]), "nothing", "a value")
        yield number, found


def _opened(
    path: Path, needed: Sequence[str], allowed: Sequence[str]
) -> tuple[Sequence[str], Iterator[tuple[int, list[str]]]]:
    """The names of the columns, and the filled lines with as many cells, without spaces around them."""
    lines = _lines(path)
    _, columns = next(lines, (1, []))
    _refuse_columns(columns, needed)
    unread = [column for column in columns if column not in {*needed, *allowed}]
    if unread:
        show(f"{path}: not read: {', '.join(f'the column {each}' for each in unread)}", as_error=True)
    return columns, _as_wide(lines, len(columns))


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The filled lines, each with the number of its first line in the file."""
    number = 1
    try:
        # Bytes that are not UTF-8 are let through here so that the line they stand in can be named.
        with click.open_file(str(path), encoding="utf-8-sig", errors="surrogateescape") as file:
            reader = csv.reader(_texts(file), strict=True)
            for cells in reader:
                stripped = [cell.strip() for cell in cells]
                if any(stripped):
                    yield number, stripped
                number = reader.line_num + 1
    except OSError as error:
        raise DocumentError("the file", why_unread(error), "a file that can be read") from error
    except csv.Error as error:
        raise DocumentError(f"line {number}", "a row that is not CSV", "cells apart by commas") from error


def _texts(file: IO[str]) -> Iterator[str]:
    """The lines of a file, refused where one is endless or not UTF-8."""
    number = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            expected = f"at most {LONGEST_LINE:,} characters"
            raise DocumentError(f"line {number}", f"more than {LONGEST_LINE:,} characters", expected)
        if not line.isascii() and any("\ud800" <= letter <= "\udfff" for letter in line):
            raise DocumentError(f"line {number}", "bytes that are not UTF-8", "a table as CSV in UTF-8")
        yield line


def _refuse_columns(columns: Sequence[str], needed: Sequence[str]) -> None:
    twice = next((column for index, column in enumerate(columns) if column in columns[:index]), None)
    if twice is not None:
        raise DocumentError("line 1", f"the column {shortened(twice) or 'without a name'} twice", "each column once")
    missing = [column for column in needed if column not in columns]
    if not missing:
        return
    apart = [name for separator, name in OTHER_SEPARATORS.items() if len(columns) == 1 and separator in columns[0]]
    if apart:
        raise DocumentError("line 1", f"cells apart by {apart[0]}", f"cells apart by commas: {','.join(needed)}")
    found = f"the columns {', '.join(shortened(each) for each in columns)}" if columns else "no columns"
    raise DocumentError("line 1", found, f"{', '.join(missing)}{' beside them' if columns else ''}")


def _as_wide(lines: Iterator[tuple[int, list[str]]], width: int) -> Iterator[tuple[int, list[str]]]:
    for number, cells in lines:
        if len(cells) != width:
            raise DocumentError(f"line {number}", f"{len(cells)} cells", f"{width}, one for each column")
        yield number, cells
