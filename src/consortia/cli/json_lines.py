"""Files with a JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import IO

from consortia.core.application.loading import described, place
from consortia.core.errors import DocumentError


def lines_in(file: IO[bytes], most: int) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that hold something, with their numbers; of a line above `most` bytes only its beginning."""
    number = 0
    while line := file.readline(most + 1):
        number += 1
        whole = line
        while not whole.endswith(b"\n") and (more := file.readline(most)):
            whole = more
        if line.strip():
            yield number, line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line


def object_in(line: bytes, number: int, *, most: int, expected: str) -> Mapping[str, object]:
    """Return the JSON object in a line; raises DocumentError."""
    where = f"line {number}"
    if len(line) > most:
        raise DocumentError(where, f"more than {most:,} bytes", f"at most {most:,} bytes")
    try:
        values = json.loads(line.decode("utf-8"), object_pairs_hook=partial(_each_once, where))
    except UnicodeDecodeError as error:
        raise DocumentError(where, "bytes that are not UTF-8", "UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise DocumentError(where, "text that is not JSON", expected) from error
    if not isinstance(values, dict):
        raise DocumentError(where, described(values), expected)
    return values


def _each_once(where: str, pairs: Sequence[tuple[str, object]]) -> Mapping[str, object]:
    """The object that these pairs make; JSON readers would take the last of a key that stands twice."""
    values = dict(pairs)
    if len(values) < len(pairs):
        twice = next(key for key in values if sum(key == other for other, _ in pairs) > 1)
        raise DocumentError(f"{where}: {place('', twice)}", "a key that stands twice", "each key once")
    return values


def described_or_nothing(value: object) -> str:
    """Return a value as messages show it; one that is missing is nothing."""
    return "nothing" if value is None else described(value)
