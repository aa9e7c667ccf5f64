"""The three tables of `consortia experts assign`, read strictly: a slip ends the command with its file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Final

from consortia.cli.calls_option import refuse
from consortia.cli.tables import cell_place, read_cells
from consortia.core.application.loading import described
from consortia.core.errors import DocumentError

# Far above any round; a slip of the keyboard must not make up millions of places.
MOST_PLACES: Final = 100_000
LARGEST_SCORE: Final = Decimal(10) ** 12
NUMBER: Final = re.compile(r"[+-]?([0-9]{1,30}(\.[0-9]{0,30})?|\.[0-9]{1,30})([eE][+-]?[0-9]{1,2})?", re.ASCII)
WHOLE: Final = re.compile(r"[0-9]{1,6}", re.ASCII)


def read_numbers(path: Path, name: str, number: str) -> Mapping[str, int]:
    """Return the whole number beside each name, each name once."""
    found: dict[str, int] = {}
    lines: dict[str, int] = {}
    with _refusing(path):
        for line, (key, written) in read_cells(path, (name, number)):
            if key in found:
                again = f"{described(key)}, which line {lines[key]} has"
                raise DocumentError(cell_place(line, name), again, f"each {name} once")
            if not WHOLE.fullmatch(written) or int(written) > MOST_PLACES:
                expected = f"a whole number from 0 to {MOST_PLACES}"
                raise DocumentError(cell_place(line, number), described(written), expected)
            found[key], lines[key] = int(written), line
    return found


def read_scores(
    path: Path, *, applications: Mapping[str, int], experts: Mapping[str, int], named_in: tuple[Path, Path]
) -> Mapping[tuple[str, str], Decimal]:
    """Return the score of each pair that is allowed, each pair once."""
    found: dict[tuple[str, str], Decimal] = {}
    with _refusing(path):
        for line, (of, by, written) in read_cells(path, ("application", "expert", "score")):
            if of not in applications:
                expected = f"one of the {len(applications)} applications in {named_in[0]}"
                raise DocumentError(cell_place(line, "application"), described(of), expected)
            if by not in experts:
                expected = f"one of the {len(experts)} experts in {named_in[1]}"
                raise DocumentError(cell_place(line, "expert"), described(by), expected)
            if (of, by) in found:
                again = f"{described(of)} with {described(by)} again"
                raise DocumentError(f"line {line}", again, "each pair once")
            found[of, by] = _score(line, written)
    return found


def _score(line: int, written: str) -> Decimal:
    score = Decimal(written) if NUMBER.fullmatch(written) else None
    if score is None or abs(score) > LARGEST_SCORE:
        expected = f"a number such as 0.75 or -2, at most {LARGEST_SCORE:,} either way"
        raise DocumentError(cell_place(line, "score"), described(written), expected)
    return score


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """End the command where a table cannot be read, with its file, its place, and what to write there."""
    try:
        yield
    except DocumentError as error:
        refuse(f"{path}: {error}")
