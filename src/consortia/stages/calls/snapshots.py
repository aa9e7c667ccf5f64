"""Call editions and rounds as core values."""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache

from consortia.core.call import CallDefinition
from consortia.rulebook import call_from_content
from consortia.stages.calls.models import Edition, Round


def call_of_edition(edition_hash: str, *, years_later: int = 0) -> CallDefinition:
    """Return the call as it was loaded under this hash, for a training round with its dates moved."""
    return _call_moved(edition_hash, years_later) if years_later else _call(edition_hash)


def newest_calls() -> tuple[CallDefinition, ...]:
    """Return every call, in the edition that was loaded last."""
    kept = dict(Edition.objects.order_by("loaded_at", "id").values_list("code", "edition_hash"))
    return tuple(call_of_edition(edition_hash) for edition_hash in kept.values())


def call_of_round(round_: Round, *, deadline: datetime | None = None) -> CallDefinition:
    """Return the call as this round runs it: dates moved by its years, its deadline where it now stands.

    `deadline` is another one than the round's, for an application to which the agency granted more time.
    """
    return _call_in_round(
        round_.edition.edition_hash,
        round_.years_later,
        round_.number,
        tuple(round_.fields),
        deadline or round_.deadline,
    )


@lru_cache(maxsize=64)
def _call(edition_hash: str) -> CallDefinition:
    content = Edition.objects.values_list("content", flat=True).get(edition_hash=edition_hash)
    return call_from_content(json.loads(content))


@lru_cache(maxsize=64)
def _call_moved(edition_hash: str, years_later: int) -> CallDefinition:
    return _call(edition_hash).years_later(years_later)


@lru_cache(maxsize=256)
def _call_in_round(
    edition_hash: str, years_later: int, number: int, fields: tuple[str, ...], deadline: datetime
) -> CallDefinition:
    call = call_of_edition(edition_hash, years_later=years_later)
    return call.with_deadline(number, fields=fields, deadline=deadline)
