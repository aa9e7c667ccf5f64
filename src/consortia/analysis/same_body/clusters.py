"""From likely pairs to clusters: names that all mean one body."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from consortia.analysis.same_body.pairs import Pair

# Two clusters are joined only where more than this share of the pairs between them is likely: chains make no body.
LEAST_LINKED: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Names that likely mean one body, in alphabetical order of their ids; as sure as the weakest pair it hangs on."""

    ids: tuple[str, ...]
    confidence: float
    pairs: tuple[Pair, ...]


def clusters_of(pairs: Sequence[Pair]) -> tuple[Cluster, ...]:
    """Join pairs, the surest first, into clusters of two or more."""
    likely = {pair.ids for pair in pairs}
    of: dict[str, frozenset[str]] = {}
    for pair in sorted(pairs, key=lambda each: (-each.confidence, each.ids)):
        one, other = (of.setdefault(each, frozenset({each})) for each in pair.ids)
        if one != other and _linked(one, other, likely):
            of.update(dict.fromkeys(one | other, one | other))
    inside: dict[frozenset[str], list[Pair]] = defaultdict(list)
    for pair in pairs:
        if of[pair.ids[0]] == of[pair.ids[1]]:
            inside[of[pair.ids[0]]].append(pair)
    found = [_cluster(names, held) for names, held in inside.items()]
    return tuple(sorted(found, key=lambda each: (-each.confidence, each.ids)))


def _linked(one: frozenset[str], other: frozenset[str], likely: set[tuple[str, str]]) -> bool:
    links = sum((min(a, b), max(a, b)) in likely for a in one for b in other)
    return links > LEAST_LINKED * len(one) * len(other)


def _cluster(names: frozenset[str], pairs: Sequence[Pair]) -> Cluster:
    return Cluster(ids=tuple(sorted(names)), confidence=min(pair.confidence for pair in pairs), pairs=tuple(pairs))
