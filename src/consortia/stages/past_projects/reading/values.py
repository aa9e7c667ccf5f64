"""What is read from a published list: projects, who took part, and rows that could not be understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

Role = Literal["coordinator", "partner"]
Value: TypeAlias = str | int | bool | date | Decimal | tuple[str, ...] | None

# A row is kept as it was typed, up to here; no row of a published list comes near.
LONGEST_RAW = 100_000


class UnreadableFileError(Exception):
    """A file that cannot be read any further: where, what was found, what was expected."""

    def __init__(self, place: str, found: str, expected: str) -> None:
        super().__init__(f"{place}: found {found}, expected {expected}")
        self.place, self.found, self.expected = place, found, expected


class UnreadableCellError(Exception):
    """A cell that cannot be understood; its row is left out and kept."""

    def __init__(self, column: str, found: str, expected: str) -> None:
        super().__init__(f"{column}: found {found}, expected {expected}")
        self.column, self.found, self.expected = column, found, expected


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """A row of a file before it is understood: its line, and what stands under each heading."""

    line: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A row that is left out, with the reason; `raw` is the row as it stood there."""

    line: int
    column: str
    found: str
    expected: str
    raw: str

    def __str__(self) -> str:
        place = f"line {self.line}" + (f", {self.column}" if self.column else "")
        return f"{place}: found {self.found}, expected {self.expected}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadParticipation:
    """One organisation in a project, its name as typed; the coordinator has the number 0, partners count from 1."""

    role: Role
    number: int
    name: str
    kind: str = ""
    country: str = ""
    region: str = ""
    town: str = ""
    address: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRow:
    """A row that was understood. `facts` are empty where the row speaks of a participation only."""

    line: int
    identifier: str
    facts: Mapping[str, Value]
    participations: tuple[ReadParticipation, ...]
    key: str
    digest: str


Outcome: TypeAlias = ReadRow | Rejected


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What was found out about a file: how it is built and written."""

    form: Literal["CSV", "spreadsheet", "JSON"]
    encoding: str = ""
    note: str = ""
