"""What nearness in meaning is worth beside phrases, learned from labelled ideas; run by hand, with the extra."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from consortia.analysis.priorities.calibrating import (
    Points,
    best_first,
    best_threshold,
    first_points,
    line_through,
    look,
)
from consortia.analysis.priorities.labelled import Example
from consortia.analysis.priorities.learning import Profile, scores_left_out
from consortia.analysis.priorities.scoring import chance_of
from consortia.analysis.priorities.semantic import MODEL, Kind, LearnedMeaning, with_meaning
from consortia.core.call import CallDefinition

# What a spread of nearness may add to a score; nothing is among it, so what does not help is not used.
WEIGHTS: Final = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.3, 1.6, 2.0)
KINDS: Final[tuple[Kind, ...]] = ("field", "horizontal")
_Seen: TypeAlias = tuple[Mapping[str, float], Mapping[str, float], Example]


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """An example that was read, and its nearness to each priority (none for one that nobody labelled)."""

    profile: Profile
    nearness: Mapping[str, float] | None


def learn_meaning(call: CallDefinition, known: Sequence[Near], weights: Sequence[float] = WEIGHTS) -> LearnedMeaning:
    """Return which of the weights nearness is worth, told by scores of examples that they were not learned from."""
    scores = scores_left_out(call, [each.profile for each in known])
    seen = [
        (scores[place], each.nearness, each.profile.example)
        for place, each in enumerate(known)
        if place in scores and each.nearness is not None
    ]
    learned = LearnedMeaning(
        call=call.code,
        model=MODEL,
        standard=_standard([nearness for _, nearness, _ in seen]),
        weights=dict.fromkeys(KINDS, 0.0),
        calibration={},
        thresholds={},
    )
    told = {weight: _points(call, seen, replace(learned, weights=dict.fromkeys(KINDS, weight))) for weight in weights}
    best = {kind: _least_surprising({weight: told[weight][kind] for weight in weights}) for kind in KINDS}
    points = {kind: told[best[kind]][kind] for kind in KINDS}
    return replace(
        learned,
        weights=best,
        calibration={kind: line_through(points[kind]) for kind in KINDS},
        thresholds={
            "first": best_first(told[best["field"]]["first"]),
            **{kind: best_threshold(points[kind]) for kind in KINDS},
        },
    )


def _standard(near: Sequence[Mapping[str, float]]) -> Mapping[str, tuple[float, float]]:
    found = {}
    for code in near[0] if near else ():
        values = [each[code] for each in near]
        spread = round(statistics.pstdev(values), 4)
        if spread:
            found[code] = (round(statistics.fmean(values), 4), spread)
    return found


def _points(call: CallDefinition, seen: Sequence[_Seen], learned: LearnedMeaning) -> Mapping[str, Points]:
    points: dict[str, Points] = {kind: [] for kind in KINDS}
    firsts: Points = []
    for scores, nearness, example in seen:
        added = with_meaning(call, scores, nearness, learned)
        look(call, added, example, points)
        firsts += first_points(call, added, example)
    return {**points, "first": firsts}


def _least_surprising(told: Mapping[float, Points]) -> float:
    return min(told, key=lambda weight: _surprise(told[weight]))


def _surprise(points: Points) -> float:
    """How badly scores foretell what readers said (mean log loss), after the best line through them."""
    constant, slope = line_through(points)
    clear = [(chance_of(constant + slope * score), right) for score, right, open_ in points if not open_]
    return -statistics.fmean(math.log(chance if right else 1 - chance) for chance, right in clear) if clear else 0.0
