"""From a text that was read to chances: of each field, and of each priority; learned, or from phrases alone."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from consortia.analysis.priorities.ground import Ground, Reading
from consortia.analysis.priorities.learned import Learned, field_shares, priority_scores
from consortia.analysis.priorities.scoring import (
    Counts,
    by_length,
    chance_of,
    closeness,
    counts_of,
    shares_of,
    strengths,
)
from consortia.analysis.priorities.semantic import LearnedMeaning, Semantic, with_meaning
from consortia.analysis.priorities.values import Basis

# From phrases alone: half sure at this strength, suggested from there on where it is not far behind the strongest.
# Set by judgement, with the labelled projects at hand (docs/explanation/how-priorities-are-matched.md).
_HALF_SURE: Final = 9.0
_NOT_FAR_BEHIND: Final = 0.62
_HALF_SURE_HORIZONTAL: Final = 9.0
# From the call's words alone: half sure at this likeness.
_HALF_ALIKE: Final = 0.22
_STEEP: Final = 30.0
_MORE_LIKELY_THAN_NOT: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The chance of each field and priority, and which priorities of each field (None: horizontal) are suggested."""

    basis: Basis
    fields: Mapping[str, float]
    chances: Mapping[str, float]
    suggested: Mapping[str | None, tuple[str, ...]]
    semantic: bool = False


def judge(ground: Ground, reading: Reading, learned: Learned | None, semantic: Semantic | None = None) -> Judgement:
    """Return what the text speaks for, by the best means there are for its call and language.

    `semantic` adds nearness in meaning to what was learned; where nothing was, it changes nothing.
    """
    if not any(word.stem for word in reading.words):
        return Judgement(basis=_basis(ground), fields={}, chances={}, suggested={})
    counts = counts_of(reading)
    if learned is not None and ground.has_vocabulary and reading.language == learned.language:
        return _by_learning(ground, reading, counts, learned, semantic)
    return _by_phrases(ground, counts) if ground.has_vocabulary else _by_words(ground, reading)


def _basis(ground: Ground) -> Basis:
    return "vocabulary" if ground.has_vocabulary else "call"


def _by_learning(
    ground: Ground, reading: Reading, counts: Counts, learned: Learned, semantic: Semantic | None
) -> Judgement:
    scores = priority_scores(ground, counts, learned)
    sure: Learned | LearnedMeaning = learned
    if semantic is not None:
        sure = semantic.learned
        scores = with_meaning(ground.call, scores, semantic.meaning.nearness(reading.text), semantic.learned)
    kind = {each.code: "horizontal" if each.field is None else "field" for each in ground.call.priorities}
    chances = {
        code: chance_of(sure.calibration[kind[code]][0] + sure.calibration[kind[code]][1] * score)
        for code, score in scores.items()
    }
    # Without a passage that speaks for it nothing is suggested, however common it is among past projects; a sentence
    # model may find what no phrase says.
    spoken = {ground.owner.get(code, code) for code, _phrase in counts} if semantic is None else scores.keys()
    kept = {code: code in spoken and scores[code] >= sure.thresholds[kind[code]] for code in scores}
    for field in ground.call.fields:
        own = [each.code for each in ground.call.priorities if each.field == field.code and each.code in spoken]
        own = [code for code in own if code in scores]
        first = max(own, key=lambda code: (scores[code], code), default="")
        if first and scores[first] >= sure.thresholds["first"]:
            kept[first] = True
    # Too few fields among the past projects teach nothing about fields.
    stems = Counter(word.stem for word in reading.words)
    fields = field_shares(ground, stems, counts, learned) if learned.fields else {}
    if not counts and semantic is None and max(fields.values(), default=0.0) < _MORE_LIKELY_THAN_NOT:
        # A cake recipe has words in common with some past project too.
        fields = {}
    return Judgement(
        basis="past-projects",
        fields=fields or _shares_by_phrases(ground, strengths(ground, counts, by_length)),
        chances=chances,
        suggested=_best_first(ground, chances, kept),
        semantic=semantic is not None,
    )


def _by_phrases(ground: Ground, counts: Counts) -> Judgement:
    found = strengths(ground, counts, by_length)
    chances: dict[str, float] = {}
    kept: dict[str, bool] = {}
    for field in _fields_and_none(ground):
        half = _HALF_SURE if field else _HALF_SURE_HORIZONTAL
        these = {each.code: found.get(each.code, 0.0) for each in ground.call.priorities if each.field == field}
        best = max(these.values(), default=0.0)
        for code, strength in these.items():
            beside = strength / best if best else 0.0
            chances[code] = strength / (strength + half) * beside
            kept[code] = strength >= 2 and beside >= _NOT_FAR_BEHIND
    return Judgement(
        basis="vocabulary",
        fields=_shares_by_phrases(ground, found),
        chances=chances,
        suggested=_best_first(ground, chances, kept),
    )


def _shares_by_phrases(ground: Ground, found: Mapping[str, float]) -> Mapping[str, float]:
    if not any(found.get(field.code, 0.0) for field in ground.call.fields):
        return {}
    return shares_of({field.code: math.sqrt(found.get(field.code, 0.0)) for field in ground.call.fields})


def _by_words(ground: Ground, reading: Reading) -> Judgement:
    alike = closeness(ground, reading)
    chances = {code: chance_of(_STEEP * (each - _HALF_ALIKE)) for code, each in alike.items()}
    kept = {code: chances[code] >= _MORE_LIKELY_THAN_NOT for code in chances}
    best = {
        field.code: max(
            (alike.get(each.code, 0.0) for each in ground.call.priorities if each.field == field.code), default=0.0
        )
        for field in ground.call.fields
    }
    shares = shares_of({code: _STEEP * each / 2 for code, each in best.items()}) if any(best.values()) else {}
    return Judgement(basis="call", fields=shares, chances=chances, suggested=_best_first(ground, chances, kept))


def _fields_and_none(ground: Ground) -> tuple[str | None, ...]:
    return (None, *(field.code for field in ground.call.fields))


def _best_first(
    ground: Ground, chances: Mapping[str, float], kept: Mapping[str, bool]
) -> Mapping[str | None, tuple[str, ...]]:
    found: dict[str | None, tuple[str, ...]] = {}
    for field in _fields_and_none(ground):
        codes = [each.code for each in ground.call.priorities if each.field == field and kept.get(each.code)]
        found[field] = tuple(sorted(codes, key=lambda code: (-chances[code], code)))
    return found
