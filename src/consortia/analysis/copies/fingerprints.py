"""Fingerprints of texts by winnowing: few numbers a text, and yet no long run of shared words without a shared number.

Every five words in a row give a number; of each six such numbers in a row the smallest is kept. Two texts that share
ten words in a row (`SURE`) therefore share a fingerprint. Method: Schleimer, Wilkerson,
Aiken, "Winnowing", SIGMOD 2003.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from consortia.analysis.copies.words import Batch, Numbers, batches_of, stirred, words_in

RUN: Final = 5
WINDOW: Final = 6
SURE: Final = RUN + WINDOW - 1
_NOTHING: Final = np.zeros(0, dtype=np.uint64)
_NEVER: Final = np.uint64(0xFFFFFFFFFFFFFFFF)
_STEP: Final = np.uint64(0xD6E8FEB86659FD93)


def runs_of(numbers: Numbers) -> Numbers:
    """Return a number for each five words in a row, in order; a shorter text is one run."""
    if len(numbers) < RUN:
        return runs_of(np.append(numbers, np.zeros(RUN - len(numbers), dtype=np.uint64))) if len(numbers) else _NOTHING
    count = len(numbers) - RUN + 1
    found = numbers[:count].copy()
    for step in range(1, RUN):
        found *= _STEP
        found += numbers[step : step + count]
    return stirred(found)


def fingerprints_of(text: str, known: Numbers = _NOTHING) -> Numbers:
    """Return the fingerprints of one text, each once, in ascending order."""
    return np.unique(_winnowed(_without(runs_of(words_in(text).numbers), known)))


def every_run_of_each(texts: Sequence[str], known: Numbers = _NOTHING) -> Iterator[tuple[Numbers, Numbers]]:
    """Yield every run of texts in the place of fingerprints: exact, for texts that are few."""
    for place, text in enumerate(texts):
        runs = np.unique(runs_of(words_in(text).numbers))
        kept = runs[~is_known(runs, known)]
        yield kept, np.full(len(kept), place, dtype=np.uint64)


def fingerprints_of_each(texts: Sequence[str], known: Numbers = _NOTHING) -> Iterator[tuple[Numbers, Numbers]]:
    """Yield fingerprints of texts, some texts at a time, with the place of the text each belongs to."""
    first = 0
    for batch in batches_of(texts):
        numbers, owners = _of_batch(batch, known)
        yield numbers, owners + np.uint64(first)
        first += len(batch)


def known_runs(texts: Sequence[str]) -> Numbers:
    """Return every run of words in texts that everybody may quote, in ascending order."""
    return np.unique(np.concatenate([_NOTHING, *(runs_of(words_in(text).numbers) for text in texts)]))


def is_known(runs: Numbers, known: Numbers) -> npt.NDArray[np.bool_]:
    """Return for each run whether it stands in a known text."""
    if not len(known):
        return np.zeros(len(runs), dtype=np.bool_)
    places = np.minimum(np.searchsorted(known, runs), len(known) - 1)
    return np.asarray(known[places] == runs, dtype=np.bool_)


def _of_batch(batch: Batch, known: Numbers) -> tuple[Numbers, Numbers]:
    """Return fingerprints and owners; windows that reach into the next text are left out, short texts stand alone."""
    sizes = np.diff(batch.cuts)
    numbers = batch.words.numbers
    parts, owners = [], []
    if len(numbers) >= SURE:
        smallest = _smallest(_without(runs_of(numbers), known))
        owner = np.repeat(np.arange(len(batch), dtype=np.uint64), sizes)
        kept = (owner[: len(smallest)] == owner[SURE - 1 :]) & (smallest != _NEVER)
        kept[1:] &= (smallest[1:] != smallest[:-1]) | (owner[1 : len(smallest)] != owner[: len(smallest) - 1])
        parts.append(smallest[kept])
        owners.append(owner[: len(smallest)][kept])
    for place in np.flatnonzero((sizes > 0) & (sizes < SURE)):
        found = _winnowed(_without(runs_of(numbers[batch.cuts[place] : batch.cuts[place + 1]]), known))
        parts.append(found)
        owners.append(np.full(len(found), place, dtype=np.uint64))
    return np.concatenate([_NOTHING, *parts]), np.concatenate([_NOTHING, *owners])


def _without(runs: Numbers, known: Numbers) -> Numbers:
    """Return runs with those of known texts made the last to be chosen."""
    if len(known):
        runs[is_known(runs, known)] = _NEVER
    return runs


def _winnowed(runs: Numbers) -> Numbers:
    if not len(runs):
        return _NOTHING
    smallest = _smallest(runs) if len(runs) >= WINDOW else np.array([runs.min()], dtype=np.uint64)
    kept: Numbers = smallest[smallest != _NEVER]
    return kept


def _smallest(runs: Numbers) -> Numbers:
    """Return the smallest of each six runs in a row."""
    two = np.minimum(runs[:-1], runs[1:])
    four = np.minimum(two[:-2], two[2:])
    return np.minimum(four[: len(runs) - WINDOW + 1], two[4 : 4 + len(runs) - WINDOW + 1])
