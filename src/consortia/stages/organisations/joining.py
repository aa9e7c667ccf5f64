"""Pairs of records that may be one body: kept for people to decide, decided, and followed as far as they reach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils import timezone

from consortia.analysis.same_body import Pair
from consortia.stages.organisations.models import MaybeSame
from consortia.stages.people.models import Person

Kept = TypeVar("Kept", bound=MaybeSame)
Record = TypeVar("Record", bound=Hashable)
_AT_ONCE = 256


def keep_pairs(known: QuerySet[Kept], pairs: Sequence[Pair], key_of: Callable[[str], Any]) -> int:
    """Keep likely pairs beside those `known` among the same records; return how many are new.

    Decisions stand. What was only suggested and is no longer likely, for example after a correction, goes again.
    """
    there = {(each.one_id, each.other_id): each for each in known}  # type: ignore[attr-defined]  # each kind names both
    new, changed, likely = [], [], set()
    for pair in pairs:
        one, other = (key_of(each) for each in pair.ids)
        likely.add((one, other))
        told: dict[str, Any] = {
            "confidence": pair.confidence,
            "reasons": [_plain(each.code, each.facts) for each in pair.reasons],
        }
        kept = there.get((one, other))
        if kept is None:
            new.append(known.model(one_id=one, other_id=other, **told))
        elif any(getattr(kept, name) != value for name, value in told.items()):
            kept.confidence, kept.reasons = told["confidence"], told["reasons"]
            changed.append(kept)
    known.bulk_create(new, batch_size=_AT_ONCE, ignore_conflicts=True)
    known.bulk_update(changed, ["confidence", "reasons"], batch_size=_AT_ONCE)
    gone = [kept.pk for ids, kept in there.items() if ids not in likely and kept.state == MaybeSame.State.OPEN]
    for first in range(0, len(gone), _AT_ONCE):
        known.filter(pk__in=gone[first : first + _AT_ONCE], state=MaybeSame.State.OPEN).delete()
    return len(new)


def put_decision(pair: MaybeSame, state: MaybeSame.State, person: Person) -> str | None:
    """Write a decision down, or take it back; return what stood before, or nothing where it stood so already."""
    before = pair.state
    if before == state:
        return None
    decided = state != MaybeSame.State.OPEN
    pair.state = state
    pair.decided_by, pair.decided_at = (person, timezone.now()) if decided else (None, None)
    pair.save(update_fields=["state", "decided_by", "decided_at"])
    return str(before)


def verb_of(state: MaybeSame.State) -> str:
    """Return how the journal calls a decision."""
    return "undo-same-body" if state == MaybeSame.State.OPEN else f"say-{state}"


def groups_of(links: Iterable[tuple[Record, Record]]) -> Mapping[Record, frozenset[Record]]:
    """Return each record that is linked with all it is linked to over as many as there are, itself included."""
    linked: dict[Record, set[Record]] = defaultdict(set)
    for one, other in links:
        linked[one].add(other)
        linked[other].add(one)
    groups: dict[Record, frozenset[Record]] = {}
    for record in linked:
        if record not in groups:
            group = _reached(record, linked)
            groups |= dict.fromkeys(group, group)
    return groups


def _reached(record: Record, linked: Mapping[Record, set[Record]]) -> frozenset[Record]:
    found, waiting = {record}, [record]
    while waiting:
        new = linked[waiting.pop()] - found
        found |= new
        waiting.extend(new)
    return frozenset(found)


def _plain(code: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return a reason as it stands in the database, where a tuple is a list."""
    listed = {name: list(fact) if isinstance(fact, tuple) else fact for name, fact in facts.items()}
    return {"code": code, "facts": listed}
