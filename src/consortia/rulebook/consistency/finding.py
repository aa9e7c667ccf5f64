"""A contradiction, and the walk through a call that finds it."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A key of the call, what stands there, and what could stand there."""

    key: str
    found: str
    expected: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A value of the call and its key in the file."""

    key: str
    value: object

    @property
    def name(self) -> str:
        """The last part of the key, without its place in a list."""
        return self.key.rpartition(".")[2].partition("[")[0]


def entries(value: object, key: str = "") -> Iterator[Entry]:
    """Every value within a value, with its key; tables come before what they hold."""
    if key:
        yield Entry(key=key, value=value)
    if is_dataclass(value):
        for each in fields(value):
            if each.init:
                yield from entries(getattr(value, each.name), f"{key}.{each.name.rstrip('_')}".lstrip("."))
    elif isinstance(value, tuple):
        for index, each in enumerate(value):
            yield from entries(each, f"{key}[{index}]")


def repeated(codes: Iterator[str] | list[str]) -> str | None:
    """The first code that stands twice."""
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            return code
        seen.add(code)
    return None
