"""The sheet of the calculator: what was typed, as it was typed, small enough to travel in an address."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from consortia.core.call import CallDefinition

# Browsers and servers carry addresses of this length; a larger sheet waits in the session instead.
LONGEST_IN_ADDRESS: Final = 6000
LARGEST_SHEET: Final = 200_000
MOST_ROWS: Final = 200
ORGANISATIONS: Final = "organisations"
FIRST_ORGANISATIONS: Final = 3

Row = dict[str, str]


@dataclass(slots=True)
class Sheet:
    """Single answers by name and tables of rows by name."""

    values: dict[str, str] = field(default_factory=dict)
    tables: dict[str, list[Row]] = field(default_factory=dict)

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table, to read or to change."""
        return self.tables.setdefault(table, [])

    def add_row(self, table: str, row: Row | None = None) -> None:
        """Add a row, up to as many as anybody needs."""
        if len(self.rows(table)) < MOST_ROWS:
            self.rows(table).append(row or {})

    def remove_row(self, table: str, index: int) -> None:
        """Take a row out, if it is there."""
        if 0 <= index < len(self.rows(table)):
            del self.rows(table)[index]

    def packed(self) -> str:
        """Return the sheet as a word for an address."""
        content = json.dumps([self.values, self.tables], ensure_ascii=False, separators=(",", ":"))
        return base64.urlsafe_b64encode(zlib.compress(content.encode(), 9)).decode().rstrip("=")


def first_sheet(call: CallDefinition) -> Sheet:
    """Return the sheet one begins with: places for a coordinator and its first partners."""
    sheet = Sheet()
    if len(call.fields) == 1:
        sheet.values["field"] = call.fields[0].code
    for number in range(FIRST_ORGANISATIONS):
        add_organisation(sheet, call, first=number == 0)
    return sheet


def add_organisation(sheet: Sheet, call: CallDefinition, *, first: bool = False) -> None:
    """Add a place for an organisation; its key stays when others are taken out."""
    taken = {row.get("key", "") for row in sheet.rows(ORGANISATIONS)}
    key = next(f"o{number}" for number in range(1, MOST_ROWS + 2) if f"o{number}" not in taken)
    role = next((each for each in call.roles if each.coordinates == first and each.funded), call.roles[0])
    sheet.add_row(ORGANISATIONS, {"key": key, "role": role.code})


def sheet_from_form(posted: Mapping[str, Any], tables: Iterable[str], values: Iterable[str]) -> Sheet:
    """Return what a form sent: rows are numbered from 0 without gaps."""
    sheet = Sheet(values={name: str(posted[name]) for name in values if name in posted})
    for table in tables:
        sheet.tables[table] = _rows_from_form(posted, table)
    return sheet


def unpacked(word: str) -> Sheet | None:
    """Return the sheet of an address; nothing where the address was damaged on its way."""
    try:
        packed = base64.urlsafe_b64decode(word + "=" * (-len(word) % 4))
        opened = zlib.decompressobj()
        content = opened.decompress(packed, LARGEST_SHEET)
        if opened.unconsumed_tail:
            return None
        return _checked(json.loads(content))
    except (binascii.Error, zlib.error, ValueError, RecursionError):
        return None


def _rows_from_form(posted: Mapping[str, Any], table: str) -> list[Row]:
    rows: dict[int, Row] = {}
    for name, value in posted.items():
        owner, _, rest = name.partition(":")
        number, _, column = rest.partition(":")
        if owner == table and number.isdecimal() and int(number) < MOST_ROWS and column:
            rows.setdefault(int(number), {})[column] = str(value)
    return [rows[number] for number in sorted(rows)]


def _checked(content: object) -> Sheet | None:
    """Take only what a sheet can hold: whoever wrote the address may have written anything."""
    match content:
        case [dict() as values, dict() as tables]:
            sheet = Sheet(values=_texts(values))
        case _:
            return None
    for name, rows in tables.items():
        if isinstance(rows, list):
            sheet.tables[name] = [_texts(row) for row in rows[:MOST_ROWS] if isinstance(row, dict)]
    return sheet


def _texts(found: dict[str, object]) -> dict[str, str]:
    return {name: value for name, value in found.items() if isinstance(value, str)}
