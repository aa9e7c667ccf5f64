"""The content of a call as plain values, and the hash that identifies an edition.

The hash does not depend on comments, spaces, the order of keys, how the call is spread over files, or how a
number is written (575, 575.0 and "575.00" are one). The order of entries in a list does count: it is the order
in which people read them.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TypeAlias

from consortia.core.values import Money

Plain: TypeAlias = "str | int | bool | list[Plain] | dict[str, Plain] | None"


def plain(value: object) -> Plain:
    """The value as JSON could hold it; what stands as it would if it were left out is left out."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, Money | Decimal):
        return plain_number(value.amount if isinstance(value, Money) else value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if is_dataclass(value):
        return _plain_parts(value)
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    raise TypeError(f"no plain form for {type(value).__name__}")


def plain_number(number: Decimal) -> str:
    """One way to write a number, whatever way it was written in the file."""
    return format(number.normalize(), "f")


def content_hash(value: object) -> str:
    """SHA-256 of the canonical JSON of a value, in hexadecimal."""
    text = json.dumps(plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain_parts(value: object) -> dict[str, Plain]:
    parts: dict[str, Plain] = {}
    for each in _written(type(value)):  # type: ignore[arg-type]  # mypy takes the hash of values for that of their type
        held = getattr(value, each.name)
        if held is not None and held != _unwritten(each):
            parts[each.name.rstrip("_")] = plain(held)
    return parts


@cache
def _written(kind: type) -> "tuple[Field[object], ...]":
    """The fields of a kind of value that stand in the file."""
    return tuple(each for each in fields(kind) if each.init)


def _unwritten(each: "Field[object]") -> object:
    """What a key stands for when it is left out of the file."""
    return each.default_factory() if each.default_factory is not MISSING else each.default
