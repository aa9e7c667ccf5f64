"""A call back into the text of a call file: reading it again gives the same call."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal

from consortia.core.call import CallDefinition
from consortia.core.call.canonical import plain_number
from consortia.core.errors import NoValueError
from consortia.core.values import Money

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def write_call(call: CallDefinition) -> str:
    """The call as one call file."""
    if call.training:
        raise NoValueError("a training round has no file of its own; write the call it was made from")
    return "\n".join(_tables("", _table(call))) + "\n"


def _table(value: object) -> dict[str, object]:
    """What the file has to say of a value: keys that stand as they would if left out are left out."""
    written: dict[str, object] = {}
    for each in fields(value):  # type: ignore[arg-type]  # only dataclasses come here
        if not each.init:
            continue
        held = getattr(value, each.name)
        unwritten = each.default_factory() if each.default_factory is not MISSING else each.default
        if held is not None and held != unwritten:
            written[each.name.rstrip("_")] = held
    return written


def _tables(path: str, table: Mapping[str, object]) -> Iterator[str]:
    """Plain keys first, then the tables below, each under its heading."""
    below = {key: value for key, value in table.items() if _is_table_list(value)}
    for key, value in table.items():
        if key not in below and not (not path and is_dataclass(value)):
            yield f"{_key(key)} = {_inline(value)}"
    for key, value in table.items():
        if not path and is_dataclass(value) and key not in below:
            yield f"\n[{_key(key)}]"
            yield from _tables(_key(key), _table(value))
    for key, entries in below.items():
        place = f"{path}.{_key(key)}".lstrip(".")
        for entry in entries if isinstance(entries, tuple) else ():
            yield f"\n[[{place}]]"
            yield from _tables(place, _table(entry))


def _is_table_list(value: object) -> bool:
    return isinstance(value, tuple) and bool(value) and is_dataclass(value[0]) and not isinstance(value[0], Money)


def _inline(value: object) -> str:
    if isinstance(value, bool | int | str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Money | Decimal):
        return plain_number(value.amount if isinstance(value, Money) else value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return f"[{', '.join(_inline(each) for each in value)}]"
    table = value if isinstance(value, Mapping) else _table(value)
    return f"{{ {', '.join(f'{_key(str(key))} = {_inline(each)}' for key, each in table.items())} }}"


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else json.dumps(key)
