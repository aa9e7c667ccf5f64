"""What a call marks as provisional: still to be compared with the document its source names."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from consortia.core.call.definition import CallDefinition
from consortia.core.values import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionalPart:
    """One entry of a call that is not sure yet: its place in the call, what it is called, where it was read.

    `code` says whether the name is a code of the call file; the source is that of the nearest table that names one.
    """

    place: str
    name: str
    title: str
    code: bool
    source: Source | None


def provisional_parts(call: CallDefinition) -> tuple[ProvisionalPart, ...]:
    """Every part of a call whose status is provisional, in the order of the call."""
    return tuple(_unsure("", call, None))


def _unsure(place: str, value: object, source: Source | None) -> Iterator[ProvisionalPart]:
    if isinstance(value, tuple):
        for index, each in enumerate(value):
            yield from _unsure(f"{place}[{index}]", each, source)
    elif is_dataclass(value):
        own = getattr(value, "source", None)
        source = own if isinstance(own, Source) else source
        if getattr(value, "status", None) == "provisional":
            yield _part(place, value, source)
        for each in fields(value):
            if each.init:
                yield from _unsure(f"{place}.{each.name.rstrip('_')}".lstrip("."), getattr(value, each.name), source)


def _part(place: str, value: object, source: Source | None) -> ProvisionalPart:
    for key in ("code", "title", "name", "label", "text", "number"):
        if found := getattr(value, key, None):
            is_code = key == "code"
            title = str(getattr(value, "title", "")) if is_code else ""
            return ProvisionalPart(place=place, name=str(found), title=title, code=is_code, source=source)
    return ProvisionalPart(place=place, name="", title="", code=False, source=source)
