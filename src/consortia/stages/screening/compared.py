"""What of a version is compared with others, what everybody may quote, and which organisations two versions share."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from consortia.analysis.copies import known_runs
from consortia.stages.calls.models import Edition
from consortia.stages.screening.models import CopyPair
from consortia.stages.screening.points import Frozen

Numbers = npt.NDArray[np.uint64]

BETWEEN: Final = "\n\n"
# Kept in the same form wherever the database is moved to.
_KEPT_AS: Final = np.dtype("<u8")


def text_of(frozen: Frozen) -> str:
    """Return the long answers about the project, in the order of the snapshot: the same text each time.

    What organisations say of themselves is left out. A school that takes part in four applications describes itself
    four times alike, and would make a pair of each two of them.
    """
    long = {each.code for each in frozen.call.questions if each.kind == "long-text"}
    answers = frozen.content["answers"]
    return BETWEEN.join(str(each["text"]) for each in answers if not each["scope"] and each["question"] in long)


@lru_cache(maxsize=8)
def known_of(edition_hash: str) -> Numbers:
    """Return the runs of words in everything that a call says itself: its form, priorities, rules, criteria."""
    content = Edition.objects.values_list("content", flat=True).get(edition_hash=edition_hash)
    return known_runs(list(_texts_in(json.loads(content))))


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts_in(each)


def bodies_of(one: Frozen, other: Frozen) -> CopyPair.Bodies:
    """Return which organisations answer for both versions, as they were handed in."""
    ours, theirs = _numbers_in(one), _numbers_in(other)
    leads, leads_there = ours.get(one.coordinator.get("id", "")), theirs.get(other.coordinator.get("id", ""))
    if leads is not None and leads == leads_there:
        return CopyPair.Bodies.SAME_COORDINATOR
    if set(ours.values()) & set(theirs.values()):
        return CopyPair.Bodies.SAME_CONSORTIUM
    return CopyPair.Bodies.OTHER


def _numbers_in(frozen: Frozen) -> dict[str, str]:
    """Return the organisations' own numbers by their id in the document."""
    return {str(part["id"]): str(part["oid"]) for part in frozen.content["parts"] if part["oid"]}


def kept(numbers: Numbers) -> bytes:
    """Return fingerprints as they are stored."""
    return numbers.astype(_KEPT_AS).tobytes()


def read(stored: bytes | memoryview[int]) -> Numbers:
    """Return stored fingerprints."""
    return np.frombuffer(bytes(stored), dtype=_KEPT_AS).astype(np.uint64)
