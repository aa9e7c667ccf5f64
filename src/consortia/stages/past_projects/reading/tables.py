"""Rows of a CSV file, one after the other: a broken row is left out, and reading goes on where the next one begins."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import Final, TextIO

from consortia.stages.past_projects.reading.columns import Columns, recognise
from consortia.stages.past_projects.reading.rows import keepable
from consortia.stages.past_projects.reading.values import Cells, Rejected, UnreadableFileError

MOST_COLUMNS: Final = 5_000
LONGEST_CELL: Final = 1024 * 1024
LONGEST_LINE: Final = 4 * LONGEST_CELL
LINES_BEFORE_HEADINGS: Final = 20
SEPARATORS: Final = ",;\t|"


class Table:
    """A CSV file from its headings on."""

    def __init__(self, text: TextIO) -> None:
        csv.field_size_limit(LONGEST_CELL)
        self._lines = _Lines(text)
        self.headings, self.columns, self._separator = self._find_headings()

    def rows(self) -> Iterator[Cells | Rejected]:
        """Yield every row below the headings."""
        while (first := self._lines.number + 1) and (lines := self._lines.row()) is not None:
            if not any(line.strip() for line in lines):
                continue
            yield self._row(first, lines)

    def _row(self, first: int, lines: list[str]) -> Cells | Rejected:
        found, cells = self._problem(lines)
        if not found:
            return Cells(line=first, values=dict(zip(self.headings, cells, strict=True)))
        own = self._give_back(lines)
        expected = f"a row of {len(self.headings)} cells"
        return Rejected(line=first, column="", found=found, expected=expected, raw=keepable("".join(own)))

    def _problem(self, lines: Sequence[str]) -> tuple[str, list[str]]:
        """Return why these lines are no row, or nothing and its cells."""
        if self._lines.too_long:
            return f"more than {LONGEST_LINE:,} characters without an end of the line", []
        if "".join(lines).count('"') % 2:
            return "a quotation mark that is never closed", []
        try:
            cells = next(csv.reader(lines, delimiter=self._separator), [])
        except csv.Error:
            return f"a cell of more than {LONGEST_CELL:,} characters", []
        while len(cells) > len(self.headings) and not cells[-1].strip():
            cells.pop()
        if len(cells) != len(self.headings):
            return f"{len(cells)} cells", []
        return "", cells

    def _give_back(self, lines: list[str]) -> list[str]:
        """Read on where a line looks like the beginning of another row; return the lines that do not."""
        enough = max(1, (len(self.headings) - 1) // 2)
        for at, line in enumerate(lines[1:], start=1):
            if line.count(self._separator) >= enough:
                self._lines.give_back(lines[at:])
                return lines[:at]
        return lines

    def _find_headings(self) -> tuple[list[str], Columns, str]:
        """Return the first row that names what is needed, and how its cells are parted."""
        best: list[str] = []
        for _line in range(LINES_BEFORE_HEADINGS):
            lines = self._lines.row()
            if lines is None:
                break
            for separator in SEPARATORS:
                headings = unique(next(csv.reader(lines, delimiter=separator), []))
                if len(headings) > MOST_COLUMNS or self._lines.too_long:
                    found = f"more than {MOST_COLUMNS:,} columns"
                    raise UnreadableFileError("the headings", found, "those of a list of projects")
                columns = recognise(headings)
                if columns.is_understood:
                    return headings, columns, separator
                best = best or headings
        raise UnreadableFileError(
            "the headings", _listed(best), "a column “Project Identifier” and one “Project Title”"
        )


def unique(headings: Sequence[str]) -> list[str]:
    """Return headings of which no two are the same: a repeated or empty one is told by its place."""
    seen: set[str] = set()
    unique = []
    for place, heading in enumerate(headings, start=1):
        name = heading.strip().lstrip("\ufeff")
        if not name or name in seen:
            name = f"{name} (column {place})".strip()
        seen.add(name)
        unique.append(name)
    while unique and unique[-1].startswith("(column"):
        unique.pop()
    return unique


def _listed(headings: Sequence[str]) -> str:
    shown = ", ".join(heading[:40] for heading in headings[:5])
    return f"{keepable(shown)}{' …' if len(headings) > 5 else ''}" if shown else "none"


class _Lines:
    """The lines of a text with their numbers; some can be given back to be read again."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._again: list[str] = []
        self.number = 0
        self.too_long = False

    def row(self) -> list[str] | None:
        """Return the lines of the next row: more than one where a quotation holds ends of lines."""
        lines: list[str] = []
        length, quoted = 0, False
        while (line := self._line()) is not None:
            lines.append(line)
            length += len(line)
            if '"' in line:
                quoted = quoted != bool(line.count('"') % 2)
            if self.too_long or not quoted or length > LONGEST_LINE:
                break
        return lines or None

    def give_back(self, lines: Sequence[str]) -> None:
        """Let these lines be read again."""
        self._again = [*lines, *self._again]
        self.number -= len(lines)

    def _line(self) -> str | None:
        self.too_long = False
        if self._again:
            self.number += 1
            return self._again.pop(0)
        line = self._text.readline(LONGEST_LINE)
        if not line:
            return None
        self.number += 1
        if len(line) >= LONGEST_LINE:
            self.too_long = True
            while (rest := self._text.readline(LONGEST_LINE)) and len(rest) >= LONGEST_LINE:
                continue
        return line
