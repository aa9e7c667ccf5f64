"""The three tables of `consortia experts assign`, read strictly: a slip ends the command with its file and line."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Final

from consortia.cli.calls_option import refuse
from consortia.cli.reading import why_unread
from consortia.core.application.loading import described, shortened

# Far above any round; a slip of the keyboard must not make up millions of places.
MOST_PLACES: Final = 100_000
LARGEST_SCORE: Final = Decimal(10) ** 12
NUMBER: Final = re.compile(r"[+-]?([0-9]{1,30}(\.[0-9]{0,30})?|\.[0-9]{1,30})([eE][+-]?[0-9]{1,2})?", re.ASCII)
WHOLE: Final = re.compile(r"[0-9]{1,6}", re.ASCII)


def read_numbers(path: Path, name: str, number: str) -> Mapping[str, int]:
    """Return the whole number beside each name, each name once."""
    found: dict[str, int] = {}
    lines: dict[str, int] = {}
    for line, (key, written) in _rows(path, (name, number)):
        if key in found:
            refuse(f"{path}: line {line}: {name}: found {described(key)} again, expected it once (line {lines[key]})")
        if not WHOLE.fullmatch(written) or int(written) > MOST_PLACES:
            expected = f"a whole number from 0 to {MOST_PLACES}"
            refuse(f"{path}: line {line}: {number}: found {described(written)}, expected {expected}")
        found[key], lines[key] = int(written), line
    return found


def read_scores(
    path: Path, *, applications: Mapping[str, int], experts: Mapping[str, int], named_in: tuple[Path, Path]
) -> Mapping[tuple[str, str], Decimal]:
    """Return the score of each pair that is allowed, each pair once."""
    found: dict[tuple[str, str], Decimal] = {}
    for line, (of, by, written) in _rows(path, ("application", "expert", "score")):
        if of not in applications:
            expected = f"one of the {len(applications)} applications in {named_in[0]}"
            refuse(f"{path}: line {line}: application: found {described(of)}, expected {expected}")
        if by not in experts:
            expected = f"one of the {len(experts)} experts in {named_in[1]}"
            refuse(f"{path}: line {line}: expert: found {described(by)}, expected {expected}")
        if (of, by) in found:
            refuse(f"{path}: line {line}: found {described(of)} with {described(by)} again, expected each pair once")
        found[of, by] = _score(path, line, written)
    return found


def _score(path: Path, line: int, written: str) -> Decimal:
    score = Decimal(written) if NUMBER.fullmatch(written) else None
    if score is None or abs(score) > LARGEST_SCORE:
        expected = f"a number such as 0.75 or -2, at most {LARGEST_SCORE:,} either way"
        refuse(f"{path}: line {line}: score: found {described(written)}, expected {expected}")
    return score


def _rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield each row's line and its cells in these columns, without blanks around them; empty lines are left out."""
    line = 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as text:
            reader = csv.reader(text, strict=True)
            header = [cell.strip() for cell in next(reader, [])]
            at = _places_of(path, header, columns)
            line = reader.line_num
            for row in reader:
                line = reader.line_num
                if row:
                    yield line, _cells(path, line, row, header, at)
    except OSError as error:
        refuse(f"{path}: the file: found {why_unread(error)}, expected a file that can be read")
    except UnicodeDecodeError:
        refuse(f"{path}: after line {line}: found bytes that are not UTF-8, expected CSV in UTF-8")
    except csv.Error:
        refuse(f"{path}: after line {line}: found a row that is not CSV, expected CSV in UTF-8")


def _places_of(path: Path, header: Sequence[str], columns: Sequence[str]) -> tuple[int, ...]:
    wrong = [column for column in columns if header.count(column) != 1]
    if wrong:
        there = f"the columns {', '.join(shortened(each) for each in header)}" if header else "no columns"
        refuse(f"{path}: header: found {there}, expected {', '.join(columns)}, each once")
    return tuple(header.index(column) for column in columns)


def _cells(path: Path, line: int, row: Sequence[str], header: Sequence[str], at: tuple[int, ...]) -> tuple[str, ...]:
    if len(row) != len(header):
        refuse(f"{path}: line {line}: found {len(row)} cells, expected {len(header)} as in the header")
    cells = tuple(row[place].strip() for place in at)
    for place, cell in zip(at, cells, strict=True):
        if not cell:
            refuse(f"{path}: line {line}: {header[place]}: found nothing, expected a value")
    return cells
