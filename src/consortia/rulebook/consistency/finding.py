"""A contradiction, and the walk through a call that finds it."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache


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
    waiting = [(key, value)]
    while waiting:
        here, held = waiting.pop()
        if here:
            yield Entry(key=here, value=held)
        if isinstance(held, tuple):
            parts = [(f"{here}[{index}]", each) for index, each in enumerate(held)]
        else:
            before = f"{here}." if here else ""
            keys = _keys_of(type(held))  # type: ignore[arg-type]  # mypy takes the hash of values for that of their type
            parts = [(f"{before}{written}", getattr(held, name)) for name, written in keys]
        waiting.extend(reversed(parts))


@cache
def _keys_of(kind: type) -> tuple[tuple[str, str], ...]:
    """The attributes of a kind of value that stand in the file, each with its key there; none for a plain value."""
    if not is_dataclass(kind):
        return ()
    return tuple((each.name, each.name.rstrip("_")) for each in fields(kind) if each.init)


def repeated(codes: Iterator[str] | list[str]) -> str | None:
    """The first code that stands twice."""
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            return code
        seen.add(code)
    return None
