"""From many texts to the pairs that share passages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

import numpy as np

from consortia.analysis.copies.aligning import Laid, Run, laid, shared_runs
from consortia.analysis.copies.candidates import MOST_TEXTS, Candidates, candidates, packed
from consortia.analysis.copies.fingerprints import every_run_of_each, fingerprints_of_each, known_runs
from consortia.analysis.copies.values import Coordinators, Found, Pair, Passage, Text
from consortia.analysis.copies.words import Numbers

# A pair is worth an officer's look from so many shared words, or from so great a part of the shorter text.
WORDS: Final = 15
PART: Final = 0.2
# So many characters in all are compared by every run of words, more by their fingerprints.
FEW: Final = 1_500_000
_KEPT: Final = 4_000


def find_copies(texts: Sequence[Text], known: Sequence[str] = ()) -> Found:
    """Return the pairs of texts that share passages, those of the `known` texts set aside.

    The order of the texts does not matter. Raises ValueError where two texts have one id, or there are too many.
    """
    ordered = sorted(texts, key=lambda text: text.id)
    _refuse(ordered)
    quoted = known_runs(known)
    found = find_candidates([each.text for each in ordered], quoted)

    @lru_cache(maxsize=_KEPT)
    def lay(place: int) -> Laid:
        return laid(ordered[place].text, quoted)

    pairs = []
    for one, other in found.pairs.tolist():
        a, b = lay(one), lay(other)
        runs = shared_runs(a, b)
        pair = pair_of((ordered[one], ordered[other]), (a, b), runs)
        if is_worth_a_look(pair):
            pairs.append(pair)
    pairs.sort(key=lambda pair: (-pair.shared_words, pair.a, pair.b))
    named = (tuple(ordered[place].id for place in group) for group in found.templates)
    return Found(
        texts=len(ordered),
        pairs=tuple(pairs),
        templates=tuple(named),
        without_words=tuple(ordered[place].id for place in found.without_words),
    )


def find_candidates(texts: Sequence[str], known: Numbers) -> Candidates:
    """Return the places of texts worth comparing."""
    marks_of = every_run_of_each if sum(map(len, texts)) <= FEW else fingerprints_of_each
    parts = [packed(numbers, owners) for numbers, owners in marks_of(texts, known)]
    entries = np.concatenate([*parts, np.zeros(0, dtype=np.uint64)])
    parts.clear()
    return candidates(entries, texts=len(texts))


def pair_of(texts: tuple[Text, Text], lays: tuple[Laid, Laid], runs: Sequence[Run]) -> Pair:
    """Return two texts with what they share."""
    shared = sum(run.words for run in runs)
    a, b = lays
    return Pair(
        a=texts[0].id,
        b=texts[1].id,
        shared_words=shared,
        of_a=shared / max(a.own, shared, 1),
        of_b=shared / max(b.own, shared, 1),
        passages=tuple(_passage(a, b, run) for run in runs),
        coordinators=_coordinators(*texts),
    )


def is_worth_a_look(pair: Pair) -> bool:
    """Whether a pair shares enough to be shown."""
    return bool(pair.passages) and (pair.shared_words >= WORDS or pair.containment >= PART)


def _passage(a: Laid, b: Laid, run: Run) -> Passage:
    return Passage(
        a_start=int(a.words.starts[run.a]),
        a_end=int(a.words.ends[run.a + run.words - 1]),
        b_start=int(b.words.starts[run.b]),
        b_end=int(b.words.ends[run.b + run.words - 1]),
        words=run.words,
    )


def _coordinators(one: Text, other: Text) -> Coordinators:
    if not one.coordinator or not other.coordinator:
        return "unknown"
    return "same" if one.coordinator == other.coordinator else "different"


def _refuse(ordered: Sequence[Text]) -> None:
    if len(ordered) > MOST_TEXTS:
        raise ValueError(f"at most {MOST_TEXTS} texts can be compared")
    for one, other in pairwise(ordered):
        if one.id == other.id:
            raise ValueError(f"two texts have the id {one.id}")
