"""What exactly was altered in a score: found by trying what stood there until the hash from before fits.

A hash tells only that something differs. But points are whole numbers up to a hundred or so, and the row of the list
still has the total, the grant and the envelope from before: so few records are possible that all can be tried.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Final, cast

from consortia.core.ranking.package import digest_of

# No criterion has more points than this; what a call with more lets be altered is said without the value from before.
MOST: Final = 100
_SUMS: Final = ("grant", "requested", "needed")


def values_before(
    record: Mapping[str, object], row: Mapping[str, object], *, kept: object
) -> Mapping[str, tuple[object, object]]:
    """What stands in a score and what stood there when its hash was made, by key; empty where nothing tried fits."""
    for tried in _possible(record, row):
        if digest_of(tried) == kept:
            before, now = _flat(tried), _flat(record)
            return {key: (now.get(key), before[key]) for key in before if before[key] != now.get(key)}
    return {}


def _possible(record: Mapping[str, object], row: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    """Records with one other value each, then those with two other points that make the total of the row."""
    found = record.get("points")
    points = cast("Mapping[str, object]", found) if isinstance(found, dict) else {}
    for code in points:
        yield from ({**record, "points": {**points, code: number}} for number in range(MOST + 1))
    yield {**record, "envelope": row.get("envelope")}
    sums = _sums(row)
    yield from ({**record, "requested": each} for each in sums)
    yield from ({**record, "proposed": each} for each in (None, *sums))
    for one, other in combinations(points, 2):
        left = _left(points, row.get("total"), without=(one, other))
        for number in range(min(left, MOST) + 1):
            yield {**record, "points": {**points, one: number, other: left - number}}


def _left(points: Mapping[str, object], total: object, *, without: tuple[str, str]) -> int:
    """The points that remain for two criteria in the total of the row; -1 where that is no whole number."""
    others = [number for code, number in points.items() if code not in without]
    if not isinstance(total, int) or not all(isinstance(each, int) for each in others):
        return -1
    return total - sum(cast("list[int]", others))


def _sums(row: Mapping[str, object]) -> list[object]:
    """The amounts that the row of the list tells of."""
    reason = row.get("reason")
    facts = reason.get("facts") if isinstance(reason, dict) else None
    told = [row.get("grant"), *(facts.get(name) for name in _SUMS)] if isinstance(facts, dict) else [row.get("grant")]
    return [each for each in told if isinstance(each, str)]


def _flat(record: Mapping[str, object]) -> dict[str, object]:
    points = record.get("points")
    inner = {f"points.{code}": number for code, number in points.items()} if isinstance(points, dict) else {}
    return {**{key: value for key, value in record.items() if key != "points"}, **inner}
