"""Which field and which priorities of a call the text of an idea speaks for."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from consortia.analysis.priorities.evidence import evidence_for, touched_themes
from consortia.analysis.priorities.ground import Ground, Reading, read_idea
from consortia.analysis.priorities.scoring import closeness, strengths
from consortia.analysis.priorities.values import Basis, FieldMatch, Match, PriorityMatch
from consortia.core.call import CallDefinition
from consortia.core.call.content import Field, Priority
from consortia.core.errors import NoValueError
from consortia.rulebook.vocabulary import Vocabulary

_SUGGESTED_FROM: Final = 0.5


def match_idea(
    call: CallDefinition, text: str, *, field: str | None = None, vocabulary: Vocabulary | None = None
) -> Match:
    """Return what the text of an idea fits; with the field given, the priorities are of that field.

    Raises NoValueError where the call has no such field.
    """
    given = field_of(call, field) if field is not None else None
    ground, reading = read_idea(call, text, vocabulary)
    scores = _scores(ground, reading)
    fields = _fields(call, scores)
    chosen = given or (fields[0].field if fields else None)
    return Match(
        language=reading.language,
        basis=_basis(ground),
        field=chosen,
        fields=fields,
        priorities=_suggested(ground, reading, scores, field=chosen.code) if chosen else (),
        horizontal=_suggested(ground, reading, scores, field=None),
        type=None,
    )


def field_of(call: CallDefinition, code: str) -> Field:
    """Return the field of a call with this code; raises NoValueError."""
    for each in call.fields:
        if each.code == code:
            return each
    raise NoValueError(f"the call has no field {code}; it has {', '.join(each.code for each in call.fields)}")


def priority_match(ground: Ground, reading: Reading, priority: Priority, confidence: float) -> PriorityMatch:
    """Return a priority with what the text has to say for it."""
    touched = touched_themes(reading, priority)
    return PriorityMatch(
        priority=priority,
        confidence=confidence,
        evidence=evidence_for(ground, reading, priority),
        touched=tuple(theme for theme in priority.sub_themes if theme.code in touched),
        left_out=tuple(theme for theme in priority.sub_themes if theme.code not in touched),
    )


def _basis(ground: Ground) -> Basis:
    return "vocabulary" if ground.has_vocabulary else "call"


def _scores(ground: Ground, reading: Reading) -> Mapping[str, float]:
    spoken, close = strengths(ground, reading), closeness(ground, reading)
    return {
        each.code: 0.5 * spoken.get(each.code, 0.0) + 8 * close.get(each.code, 0.0) - 2
        for each in ground.call.priorities
    }


def _fields(call: CallDefinition, scores: Mapping[str, float]) -> tuple[FieldMatch, ...]:
    best = {
        field: max((scores[each.code] for each in call.priorities if each.field == field.code), default=-9.0)
        for field in call.fields
    }
    total = sum(math.exp(score) for score in best.values())
    found = (FieldMatch(field=field, confidence=math.exp(score) / total) for field, score in best.items())
    return tuple(sorted(found, key=lambda each: (-each.confidence, each.code)))


def _suggested(
    ground: Ground, reading: Reading, scores: Mapping[str, float], *, field: str | None
) -> tuple[PriorityMatch, ...]:
    chances = {each: 1 / (1 + math.exp(-scores[each.code])) for each in ground.call.priorities if each.field == field}
    found = [each for each in chances if chances[each] >= _SUGGESTED_FROM]
    found.sort(key=lambda each: (-chances[each], each.code))
    return tuple(priority_match(ground, reading, each, chances[each]) for each in found)
