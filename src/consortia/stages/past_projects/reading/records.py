"""Records of a JSON file, one after the other: a list, one record, or one record a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final, TextIO

from consortia.stages.past_projects.reading.rows import keepable
from consortia.stages.past_projects.reading.tables import MOST_COLUMNS
from consortia.stages.past_projects.reading.values import Cells, Rejected, UnreadableFileError

LONGEST_RECORD: Final = 8 * 1024 * 1024
_CHUNK: Final = 256 * 1024
_BETWEEN = re.compile(r"[\s,\[\]\ufeff]*")
_NEXT_RECORD = re.compile(r"\}\s*,?\s*(?=\{)")
_EXPECTED: Final = "a record in braces, with a name and a value a column"


class Records:
    """A JSON text, read record by record."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._buffer = ""
        self._line = 1
        self._ended = False
        # How many lists are open where the next record is looked for.
        self._open = 0
        self._decoder = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)

    def rows(self) -> Iterator[Cells | Rejected]:
        """Yield every record; raises UnreadableFileError where the list breaks off between two of them."""
        end = 1
        while self._skip_to_next():
            line = self._line
            end, value = self._value()
            if end:
                raw = self._take(end)
                yield _cells(line, value, raw)
            else:
                raw = self._take(self._end_of_broken())
                found = "the end of the file within a record" if self._at_end() else "a record that is not JSON"
                yield Rejected(line=line, column="", found=found, expected=_EXPECTED, raw=keepable(raw))
        # A record that is broken at the end has said so, and may have held the bracket.
        if end and self._open > 0:
            place = f"after line {self._line}"
            raise UnreadableFileError(place, "a list that is never closed", "the whole file; fetch it again")

    def _skip_to_next(self) -> bool:
        while True:
            found = _BETWEEN.match(self._buffer)
            between = self._take(found.end() if found else 0)
            self._open += between.count("[") - between.count("]")
            if self._buffer or not self._more():
                return bool(self._buffer)

    def _value(self) -> tuple[int, object]:
        """Return where the next value ends, and the value; 0 where it never does."""
        while True:
            try:
                value, end = self._decoder.raw_decode(self._buffer)
            except (ValueError, RecursionError):
                # Reading twice as much each time keeps the work in proportion to the length of the record.
                if len(self._buffer) > LONGEST_RECORD or not self._more(len(self._buffer)):
                    return 0, None
                continue
            return end, value

    def _end_of_broken(self) -> int:
        found = _NEXT_RECORD.search(self._buffer, 1)
        return found.end() if found else len(self._buffer)

    def _at_end(self) -> bool:
        return self._ended and not self._buffer

    def _more(self, at_least: int = 0) -> bool:
        chunk = "" if self._ended else self._text.read(max(_CHUNK, at_least))
        self._ended = not chunk
        self._buffer += chunk
        return bool(chunk)

    def _take(self, length: int) -> str:
        taken, self._buffer = self._buffer[:length], self._buffer[length:]
        self._line += taken.count("\n")
        return taken


def _cells(line: int, value: object, raw: str) -> Cells | Rejected:
    if not isinstance(value, Mapping):
        return Rejected(line=line, column="", found="a value alone", expected=_EXPECTED, raw=keepable(raw))
    if len(value) > MOST_COLUMNS:
        found = f"{len(value):,} columns"
        return Rejected(line=line, column="", found=found, expected=f"at most {MOST_COLUMNS:,}", raw=keepable(raw))
    return Cells(line=line, values={str(name): _text(each) for name, each in value.items()})


def _text(value: object) -> str:
    """Return a value as a cell would hold it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return "; ".join(_text(each) for each in value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
