"""A selection made again from its package, and everything in which the package says otherwise."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, cast

from consortia.core.call import CallDefinition
from consortia.core.ranking.opening import selected_in
from consortia.core.ranking.package import canonical, digest_of, hashes_of, pack
from consortia.core.ranking.tracing import values_before

Part: TypeAlias = Literal["about", "rule", "envelope", "score", "seed", "event", "row", "order", "hash", "package"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A place in which a package is not what it was, or not what follows from it.

    `name` is the code of what differs: a rule, an envelope, an application, the number of an event. Where only a hash
    tells, `key` is `sha256`, and `found` and `expected` are hashes, or `nothing` for what was added or removed. For an
    order `key` is the first place, from 1, in which another record stands, and `found` and `expected` are codes.
    """

    part: Part
    name: str
    key: str
    found: str
    expected: str


_PARTS: Final[Mapping[str, Part]] = {
    "about": "about",
    "rules": "rule",
    "envelopes": "envelope",
    "scores": "score",
    "seed": "seed",
    "events": "event",
}
# What stands in an order of its own, by what its records are called.
_ORDERED: Final[Mapping[str, str]] = {"envelopes": "envelope", "scores": "application", "ranking": "application"}


def altered_parts(package: Mapping[str, object]) -> tuple[Difference, ...]:
    """Everything that went into the list and is not what its hash says, each named."""
    kept = cast("Mapping[str, object]", package["sha256"])
    differences: list[Difference] = []
    for key, hashes in hashes_of(package).items():
        if key in _PARTS:
            differences.extend(_by_hash(_PARTS[key], hashes, kept.get(key)))
    return tuple(exact for each in differences for exact in _exactly(each, package))


def replay(package: Mapping[str, object], call: CallDefinition) -> tuple[Difference, ...]:
    """Make the list again from the scores in a package and name every rule and row that differs, or nothing.

    `call` is the call that the rules in the package describe. Raises DocumentError or NoValueError where the package
    says what no selection can be made from.
    """
    again = pack(call, selected_in(package, call))
    differences = (*altered_parts(package), *_rules(package, again), *_rows(package, again))
    return differences or tuple(_as_a_whole(package, again))


def _by_hash(part: Part, hashes: object, kept: object) -> Iterator[Difference]:
    """The parts whose hash is another one, that came to the package or left it."""
    now = hashes if isinstance(hashes, dict) else {"": hashes}
    then = kept if isinstance(kept, dict) else {"": kept}
    for name in sorted(now.keys() | then.keys()):
        if now.get(name) != then.get(name):
            yield Difference(part=part, name=name, key="sha256", found=_shown(now, name), expected=_shown(then, name))


def _exactly(difference: Difference, package: Mapping[str, object]) -> Iterator[Difference]:
    """An altered score value by value, where it can be found what stood there; anything else as it is."""
    name = difference.name
    record, row = _named(package["scores"], name), _named(package["ranking"], name)
    if difference.part != "score" or not record or not row:
        yield difference
        return
    traced = values_before(record, row, kept=difference.expected)
    for key, (found, expected) in traced.items():
        # A number that became text looks the same unless both are shown as JSON.
        shown = canonical if _plain(found) == _plain(expected) else _plain
        yield Difference(part="score", name=name, key=key, found=shown(found), expected=shown(expected))
    if not traced:
        yield difference


def _named(records: object, application: str) -> Mapping[str, object]:
    """The record of an application; nothing where there is none."""
    found = records if isinstance(records, list) else []
    return next((each for each in found if isinstance(each, dict) and each.get("application") == application), {})


def _rules(package: Mapping[str, object], again: Mapping[str, object]) -> Iterator[Difference]:
    """The rules that were said to count, beside those of the call in the package."""
    said, true = (cast("Mapping[str, Mapping[str, object]]", each["rules"]) for each in (package, again))
    yield from _keys("rule", "", said["applied"], true["applied"])
    if said["edition"] != true["edition"]:
        found, expected = _plain(said["edition"]), _plain(true["edition"])
        yield Difference(part="rule", name="edition", key="edition", found=found, expected=expected)


def _rows(package: Mapping[str, object], again: Mapping[str, object]) -> Iterator[Difference]:
    said, true = (
        {str(row["application"]): row for row in cast("list[Mapping[str, object]]", each["ranking"])}
        for each in (package, again)
    )
    for application in sorted(said.keys() | true.keys()):
        yield from _keys("row", application, said.get(application, {}), true.get(application, {}))


def _keys(part: Part, name: str, said: Mapping[str, object], true: Mapping[str, object]) -> Iterator[Difference]:
    for key in dict.fromkeys((*true, *said)):
        if canonical(said.get(key)) != canonical(true.get(key)):
            found, expected = _shown(said, key), _shown(true, key)
            yield Difference(part=part, name=name or key, key=key, found=found, expected=expected)


def _as_a_whole(package: Mapping[str, object], again: Mapping[str, object]) -> Iterator[Difference]:
    """What no single record tells: another order, or a hash that is not the one of this package."""
    for name in again:
        said, true = package[name], again[name]
        if canonical(said) == canonical(true):
            continue
        if name == "sha256":
            yield from _keys("hash", "", cast("Mapping[str, object]", said), cast("Mapping[str, object]", true))
        elif name == "fingerprint":
            yield Difference(part="hash", name=name, key=name, found=_plain(said), expected=_plain(true))
        else:
            yield _moved(name, said, true) or Difference(
                part="package", name=name, key="sha256", found=digest_of(said), expected=digest_of(true)
            )


def _moved(name: str, said: object, true: object) -> Difference | None:
    """The first record that stands where another belongs, or nothing where the order is as it should be."""
    if name not in _ORDERED:
        return None
    found, expected = (
        [str(each[_ORDERED[name]]) for each in cast("list[Mapping[str, object]]", records)] for records in (said, true)
    )
    for place, (one, other) in enumerate(zip(found, expected, strict=True), 1):
        if one != other:
            return Difference(part="order", name=name, key=str(place), found=one, expected=other)
    return None


def _shown(values: Mapping[str, object], key: str) -> str:
    if key not in values:
        return "nothing"
    return _plain(values[key])


def _plain(value: object) -> str:
    return value if isinstance(value, str) else canonical(value)
