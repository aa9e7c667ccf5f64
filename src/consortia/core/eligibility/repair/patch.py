"""What changed between two documents, as a JSON Patch (RFC 6902) that turns the one into the other."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

Operation: TypeAlias = Mapping[str, object]


def patch_between(before: object, after: object, path: str = "") -> tuple[Operation, ...]:
    """The operations, in an order in which they can be carried out."""
    return tuple(_differences(before, after, path))


def _differences(before: object, after: object, path: str) -> Iterator[Operation]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _of_objects(before, after, path)
    elif isinstance(before, list) and isinstance(after, list):
        yield from _of_lists(before, after, path)
    else:
        yield {"op": "replace", "path": path, "value": after}


def _of_objects(before: dict[str, object], after: dict[str, object], path: str) -> Iterator[Operation]:
    for key, value in before.items():
        if key not in after:
            yield {"op": "remove", "path": f"{path}/{key}"}
        else:
            yield from _differences(value, after[key], f"{path}/{key}")
    for key, value in after.items():
        if key not in before:
            yield {"op": "add", "path": f"{path}/{key}", "value": value}


def _of_lists(before: Sequence[object], after: Sequence[object], path: str) -> Iterator[Operation]:
    """Take out what has gone (from the end, so that places stay true), change what stayed, add what is new."""
    kept = _pairs(before, after)
    gone = [index for index in range(len(before)) if index not in kept]
    for index in reversed(gone):
        yield {"op": "remove", "path": f"{path}/{index}"}
    for place, (old, new) in enumerate(sorted(kept.items())):
        yield from _differences(before[old], after[new], f"{path}/{place}")
    for index in range(len(kept), len(after)):
        yield {"op": "add", "path": f"{path}/-", "value": after[index]}


def _pairs(before: Sequence[object], after: Sequence[object]) -> dict[int, int]:
    """Which entry became which: by id where entries have one, else in order; what is new stands at the end."""
    named = {_name(entry): index for index, entry in enumerate(after) if _name(entry)}
    if named:
        return {index: named[_name(entry)] for index, entry in enumerate(before) if _name(entry) in named}
    equal: dict[int, int] = {}
    at = 0
    for index, entry in enumerate(before):
        if at < len(after) and (after[at] == entry or len(before) - index <= len(after) - at):
            equal[index] = at
            at += 1
    return equal


def _name(entry: object) -> object:
    return entry.get("id") if isinstance(entry, dict) else None
