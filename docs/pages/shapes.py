"""The keys of a table in a call file, read from the value that it becomes."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from inspect import cleandoc
from typing import Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

from consortia.core.values import Money
from docs.pages.markdown import anchor, code, codes, humanised, table

Plain: TypeAlias = Mapping[Any, str]

PLAIN: Plain = {
    str: "text",
    int: "whole number",
    bool: "`true` or `false`",
    Money: "euros",
    Decimal: "number",
    date: "day",
    datetime: "day and time, without zone",
}
NOT_IN_FILES = frozenset({"years_moved"})


def key_of(field: Field[Any]) -> str:
    """Return the key that a field of a value has in files."""
    return field.name.rstrip("_")


def keys_of(value: type) -> Iterator[tuple[Field[Any], Any]]:
    """Return the fields that stand in files, with their types."""
    hints = get_type_hints(value)
    for each in fields(value):
        if each.init and each.name not in NOT_IN_FILES:
            yield each, hints[each.name]


def told(value: type) -> str:
    """Return what a value is, in one sentence."""
    return cleandoc(value.__doc__ or "").partition("\n\n")[0].replace("\n", " ")


def keys_table(value: type, special: Mapping[str, str] | None = None) -> str:
    """Return the table of the keys, `special` saying what some of them hold."""
    rows = [
        (code(key_of(each)), (special or {}).get(key_of(each)) or form_of(hint), _needed(each))
        for each, hint in keys_of(value)
    ]
    return table(["Key", "Holds", "Needed"], rows)


def form_of(hint: Any) -> str:
    """Return what a key holds, in words, with links to the tables it may hold."""
    if hint in PLAIN:
        return PLAIN[hint]
    if isinstance(hint, type) and is_dataclass(hint):
        return f"table: {_link(hint)}"
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Literal:
        return f"one of {codes(inside)}" if len(inside) > 1 else code(inside[0])
    if origin in {Union, types.UnionType}:
        return " or ".join(form_of(each) for each in inside if each is not type(None))
    if origin is tuple:
        return f"list of {form_of(inside[0]).removeprefix('table: ').removeprefix('one of ')}"
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return f"table of {form_of(inside[1])} by code"
    raise TypeError(f"no words for {hint}")


def tables_in(hint: Any) -> Iterator[type]:
    """Return the values that a type is made of."""
    if isinstance(hint, type) and is_dataclass(hint):
        if hint not in PLAIN:
            yield hint
        return
    for each in get_args(hint):
        yield from tables_in(each)


def is_list(hint: Any) -> bool:
    """Tell whether a key holds a list."""
    return get_origin(hint) is tuple


def _link(value: type) -> str:
    name = humanised(value.__name__)
    return f"[{name.lower()}](#{anchor(name)})"


def _needed(field: Field[Any]) -> str:
    if field.default is MISSING and field.default_factory is MISSING:
        return "yes"
    default = field.default if field.default is not MISSING else None
    if isinstance(default, bool):
        return f"no, else `{str(default).lower()}`"
    if isinstance(default, str | int):
        return f"no, else `{default}`"
    return "no"
