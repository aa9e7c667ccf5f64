"""The strict form in which call files are read, drawn from the core's own values.

A table of a call file has the keys of the value it becomes: one description serves the core, the reader and the
JSON Schema for editors, so they cannot drift apart. A field named `from_` is the key `from`.
"""

import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from inspect import cleandoc
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
    create_model,
)
from pydantic_core import PydanticCustomError

from consortia.core.values import Money

_CENTS = 2


@cache
def shape_of(value: type) -> type[BaseModel]:
    """The strict form of a table that becomes this value."""
    hints = get_type_hints(value)
    parts: dict[str, Any] = {}
    for each in fields(value):
        if each.init and each.name not in _NOT_IN_FILES:
            parts[each.name] = (_form_of(hints[each.name]), _key(each))
    return create_model(
        value.__name__,
        __config__=ConfigDict(extra="forbid", strict=True, populate_by_name=False),
        __doc__=cleandoc(value.__doc__ or ""),
        **parts,
    )


def value_from(value: type, shape: BaseModel) -> Any:
    """The value that a table in its strict form becomes."""
    return value(**{name: getattr(shape, name) for name in type(shape).model_fields})


_NOT_IN_FILES = frozenset({"years_moved"})


def _key(each: Any) -> Any:
    alias = each.name.rstrip("_")
    if each.default is not MISSING:
        return Field(alias=alias, default=each.default)
    if each.default_factory is not MISSING:
        return Field(alias=alias, default_factory=each.default_factory)
    return Field(alias=alias)


def _form_of(hint: Any) -> Any:
    simple = _SIMPLE_FORMS.get(hint)
    if simple is not None:
        return simple
    if is_dataclass(hint) and isinstance(hint, type):
        return _table(hint)
    origin = get_origin(hint)
    if origin is tuple:
        return Annotated[list[_form_of(get_args(hint)[0])], AfterValidator(tuple)]  # type: ignore[misc]  # built at run time
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return dict[str, _form_of(get_args(hint)[1])]  # type: ignore[misc]  # built at run time
    if origin in {Union, types.UnionType}:
        return _either(get_args(hint))
    return hint


def _either(options: tuple[Any, ...]) -> Any:
    """A value that may be absent; a choice of several tables is read later, when its kind is known."""
    named = [option for option in options if option is not type(None)]
    if len(named) > 1:
        return dict[str, Any]
    return _form_of(named[0]) | None if not _is_annotated(_form_of(named[0])) else typing.Optional[_form_of(named[0])]  # noqa: UP045  # `|` is not defined for annotated forms


def _is_annotated(form: Any) -> bool:
    return get_origin(form) is Annotated


def _table(value: type) -> Any:
    return Annotated[shape_of(value), AfterValidator(lambda shape: value_from(value, shape))]


def _number(found: object) -> Decimal:
    if isinstance(found, bool) or not isinstance(found, int | str | Decimal):
        raise PydanticCustomError("number", "a plain number", {})
    try:
        number = Decimal(found)
    except InvalidOperation as error:
        raise PydanticCustomError("number", "a number such as 0.75", {}) from error
    if not number.is_finite() or number < 0:
        raise PydanticCustomError("number", "a number from 0 up", {})
    return number


def _euros(found: object, reading: ValidationInfo) -> Money:
    """In files euros are plain numbers; JSON, where a number may lose its cents, holds them as text."""
    if isinstance(found, str) and reading.mode != "json":
        raise PydanticCustomError("euros", "euros as a plain number, such as 575 or 1250.50", {})
    amount = _number(found)
    if amount != round(amount, _CENTS):
        raise PydanticCustomError("euros", "euros with at most two decimals", {})
    return Money(amount=amount)


def _local(found: datetime) -> datetime:
    """In call files the clock is that of the call's own zone; another one beside it would be dropped unseen."""
    if found.tzinfo is not None:
        raise PydanticCustomError(
            "local_time", "local time without a zone, such as 2016-03-31T12:00:00; the zone of the call counts", {}
        )
    return found


_SIMPLE_FORMS: Mapping[Any, Any] = {
    str: Annotated[str, Field(min_length=1)],
    int: Annotated[int, Field(ge=0)],
    Money: Annotated[
        Money, PlainValidator(_euros), WithJsonSchema({"type": "number", "minimum": 0, "multipleOf": 0.01})
    ],
    Decimal: Annotated[Decimal, PlainValidator(_number), WithJsonSchema({"type": ["number", "string"], "minimum": 0})],
    datetime: Annotated[datetime, AfterValidator(_local)],
    object: dict[str, Any],
}
