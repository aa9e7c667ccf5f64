"""One new text against many: an index that is kept and grows.

A stage keeps the fingerprints of each text (`fingerprints_of`, an array of numbers) beside it, builds the index from
them and asks it for each text that comes in; the texts found are then compared word for word (`compare`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from consortia.analysis.copies.aligning import laid, shared_runs
from consortia.analysis.copies.candidates import COMMON, ENOUGH, PLACE_BITS, SHARE, each_once, packed
from consortia.analysis.copies.finding import pair_of
from consortia.analysis.copies.values import Pair, Text
from consortia.analysis.copies.words import Numbers

_PLACE: Final = np.uint64((1 << int(PLACE_BITS)) - 1)
# What came in lately is kept apart up to this size or this part of the whole, so that adding one text stays quick.
_LATELY: Final = 500_000
_PART: Final = 8
_NOTHING: Final = np.zeros(0, dtype=np.uint64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """A text of the index that shares `shared` fingerprints, which is `share` of those of the shorter text."""

    key: str
    shared: int
    share: float


class Index:
    """Fingerprints of many texts by their keys."""

    def __init__(self, fingerprints: Mapping[str, Numbers] | None = None) -> None:
        self._keys: list[str] = []
        self._places: dict[str, int] = {}
        self._sizes = np.zeros(0, dtype=np.int64)
        self._entries = self._lately = _NOTHING
        given = fingerprints or {}
        parts = [self._entered(key, each) for key, each in given.items()]
        self._entries = np.concatenate([_NOTHING, *parts])
        self._entries.sort()

    def __len__(self) -> int:
        """Return how many texts the index holds."""
        return len(self._places)

    def add(self, key: str, fingerprints: Numbers) -> None:
        """Add a text; one that is there already under this key gives way."""
        self.remove(key)
        entries = self._entered(key, fingerprints)
        entries.sort()
        self._lately = np.insert(self._lately, np.searchsorted(self._lately, entries), entries)
        if len(self._lately) > max(_LATELY, len(self._entries) // _PART):
            self._entries = np.concatenate([self._entries, self._lately])
            self._entries.sort()
            self._lately = _NOTHING

    def remove(self, key: str) -> None:
        """Forget a text; nothing happens where there is none."""
        place = self._places.pop(key, None)
        if place is not None:
            self._sizes[place] = 0

    def ask(self, fingerprints: Numbers) -> tuple[Met, ...]:
        """Return the texts worth comparing with one of these fingerprints, those that share most first."""
        wanted = each_once(np.sort(packed(fingerprints, np.zeros(1, dtype=np.uint64))))
        places, listed = self._found(wanted)
        if not len(places):
            return ()
        shared = np.bincount(places, minlength=len(self._keys))
        rare = np.bincount(places[listed <= COMMON], minlength=len(self._keys))
        sizes = self._sizes[: len(self._keys)]
        share = shared / np.maximum(np.minimum(sizes, len(wanted)), 1)
        worth = (sizes > 0) & ((rare >= ENOUGH) | (share >= SHARE))
        found = [
            Met(key=self._keys[place], shared=int(shared[place]), share=float(share[place]))
            for place in np.flatnonzero(worth)
        ]
        return tuple(sorted(found, key=lambda met: (-met.shared, met.key)))

    def _entered(self, key: str, fingerprints: Numbers) -> Numbers:
        place = len(self._keys)
        self._keys.append(key)
        self._places[key] = place
        entries = packed(fingerprints, np.full(1, place, dtype=np.uint64))
        if place >= len(self._sizes):
            self._sizes = np.concatenate([self._sizes, np.zeros(place + 1, dtype=np.int64)])
        self._sizes[place] = len(entries)
        return entries

    def _found(self, wanted: Numbers) -> tuple[np.ndarray, np.ndarray]:
        """Return the place of each text at each fingerprint, and how many texts share that fingerprint."""
        parts = []
        for entries in (self._entries, self._lately):
            low = np.searchsorted(entries, wanted, side="left")
            times = np.searchsorted(entries, wanted | _PLACE, side="right") - low
            within = np.arange(int(times.sum())) - np.repeat(np.cumsum(times) - times, times)
            parts.append((entries[np.repeat(low, times) + within] & _PLACE, np.repeat(np.arange(len(wanted)), times)))
        places = np.concatenate([part[0] for part in parts]).astype(np.int64)
        which = np.concatenate([part[1] for part in parts])
        return places, np.bincount(which, minlength=len(wanted))[which]


def compare(one: Text, other: Text, known: Numbers = _NOTHING) -> Pair:
    """Compare two texts word for word; `known` from `known_runs` is set aside."""
    ordered = (one, other) if one.id <= other.id else (other, one)
    lays = laid(ordered[0].text, known), laid(ordered[1].text, known)
    return pair_of(ordered, lays, shared_runs(*lays))
