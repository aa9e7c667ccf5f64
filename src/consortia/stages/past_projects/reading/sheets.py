"""Rows of a spreadsheet. What a small file could blow up to is found out before anything is unpacked into memory."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import IO, BinaryIO, Final

import python_calamine

from consortia.stages.past_projects.reading.columns import Columns, recognise
from consortia.stages.past_projects.reading.rows import keepable
from consortia.stages.past_projects.reading.tables import LINES_BEFORE_HEADINGS, LONGEST_CELL, MOST_COLUMNS, unique
from consortia.stages.past_projects.reading.values import Cells, Rejected, UnreadableFileError

LARGEST_UNPACKED: Final = 512 * 1024**2
MOST_CELLS: Final = 30_000_000
_CHUNK: Final = 1024 * 1024
_CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,4})([0-9]{1,9})"')
_DIMENSION = re.compile(rb'<dimension\b[^>]*?\bref="[A-Z0-9]*:?([A-Z]{1,4})([0-9]{1,9})"')
_ROW = re.compile(rb'<row\b[^>]*?\br="([0-9]{1,9})"')
_NO_VALUE = re.compile(
    rb'<c\b[^>]*?\br="[A-Z]{1,4}([0-9]{1,9})"[^>]*>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)
_OVERLAP: Final = 64 * 1024


@dataclass(slots=True)
class _Looked:
    """What is in a sheet before it is unpacked: how far it reaches, and rows with formulas that were never reckoned."""

    width: int = 0
    height: int = 0
    cells: int = 0
    unreckoned: set[int] = field(default_factory=set)
    _tail: bytes = b""

    def note(self, chunk: bytes) -> None:
        """Look at the next bytes, together with the end of those before: a cell may lie across."""
        self.cells += chunk.count(b"<c ") + chunk.count(b"<c>") + chunk.count(b"<c/")
        chunk = self._tail + chunk
        self._tail = chunk[-_OVERLAP:]
        for letters, row in (*_DIMENSION.findall(chunk), *_CELL.findall(chunk)):
            self.width = max(self.width, _column(letters))
            self.height = max(self.height, int(row))
        for row in _ROW.findall(chunk):
            self.height = max(self.height, int(row))
        if b"<f" in chunk:
            self.unreckoned.update(int(row) for row in _NO_VALUE.findall(chunk))

    def refuse_too_large(self) -> None:
        """Raise UnreadableFileError where the sheet would not fit into memory."""
        if self.width > MOST_COLUMNS:
            raise UnreadableFileError("the sheet", f"{self.width:,} columns", f"at most {MOST_COLUMNS:,}")
        if max(self.cells, self.width * self.height) > MOST_CELLS:
            found = f"{self.height:,} rows of {self.width:,} columns"
            raise UnreadableFileError("the sheet", found, f"at most {MOST_CELLS:,} cells; save it as CSV")


class Sheet:
    """The first sheet of a spreadsheet that has the headings of a list of projects."""

    def __init__(self, file: BinaryIO) -> None:
        file.seek(0)
        is_packed = zipfile.is_zipfile(file)
        looked = _look_into(file) if is_packed else {}
        file.seek(0)
        try:
            self._book = python_calamine.CalamineWorkbook.from_filelike(file)
            self._find_headings()
        except (python_calamine.CalamineError, ValueError, OSError) as error:
            raise UnreadableFileError("the file", f"damage ({error})", "a spreadsheet that opens") from error
        self._unreckoned = looked.get(self._place, _Looked()).unreckoned

    def _find_headings(self) -> None:
        for place, name in enumerate(self._book.sheet_names):
            self._rows = enumerate(self._book.get_sheet_by_name(name).iter_rows(), start=1)
            for _row in range(LINES_BEFORE_HEADINGS):
                number, cells = next(self._rows, (0, []))
                headings = unique([_text(cell) for cell in cells[: MOST_COLUMNS + 1]])
                if len(headings) > MOST_COLUMNS:
                    found = f"more than {MOST_COLUMNS:,} columns"
                    raise UnreadableFileError("the headings", found, "those of a list of projects")
                columns = recognise(headings)
                if columns.is_understood:
                    self.headings, self.columns, self._place = headings, columns, place
                    return
                if not number:
                    break
        raise UnreadableFileError("the headings", "none", "a column “Project Identifier” and one “Project Title”")

    headings: list[str]
    columns: Columns
    _place: int

    def rows(self) -> Iterator[Cells | Rejected]:
        """Yield every row below the headings."""
        for line, cells in self._rows:
            texts = [_text(cell) for cell in cells[: len(self.headings)]]
            if not any(texts):
                continue
            values = dict(zip(self.headings, texts, strict=False))
            if problem := self._problem(line, values):
                found, expected = problem
                raw = keepable(str(values))
                yield Rejected(line=line, column="", found=found, expected=expected, raw=raw)
            else:
                yield Cells(line=line, values=values)

    def _problem(self, line: int, values: Mapping[str, str]) -> tuple[str, str] | None:
        if line in self._unreckoned:
            return "a formula that was never reckoned", "its value; open and save the file in a spreadsheet program"
        if any(len(text) > LONGEST_CELL for text in values.values()):
            return f"a cell of more than {LONGEST_CELL:,} characters", f"at most {LONGEST_CELL:,}"
        return None


def _look_into(file: BinaryIO) -> Mapping[int, _Looked]:
    """Unpack everything once without keeping it; raise UnreadableFileError where it is damaged or would not fit."""
    looked: list[_Looked] = []
    total = 0
    try:
        with zipfile.ZipFile(file) as packed:
            for member in packed.infolist():
                one = _Looked()
                is_sheet = "worksheets/" in member.filename and member.filename.endswith(".xml")
                with packed.open(member) as part:
                    for chunk in _chunks(part):
                        total += len(chunk)
                        if total > LARGEST_UNPACKED:
                            found = f"a spreadsheet that unpacks to more than {LARGEST_UNPACKED:,} bytes"
                            raise UnreadableFileError("the file", found, "less; save it as CSV")
                        if is_sheet:
                            one.note(chunk)
                            one.refuse_too_large()
                if is_sheet:
                    looked.append(one)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise UnreadableFileError("the file", f"damage ({error})", "a spreadsheet that opens") from error
    return dict(enumerate(looked))


def _chunks(part: IO[bytes]) -> Iterator[bytes]:
    while chunk := part.read(_CHUNK):
        yield chunk


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _text(cell: object) -> str:
    """Return what a cell shows: whole numbers without a point, sums with cents, days as they sort."""
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{cell:.2f}"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date | time | timedelta):
        return str(cell)
    return "" if cell is None else str(cell)
