"""Which field and which priorities of a call the text of an idea speaks for."""

from __future__ import annotations

from consortia.analysis.priorities.evidence import evidence_for, touched_themes
from consortia.analysis.priorities.ground import Ground, Reading, read_idea
from consortia.analysis.priorities.judging import Judgement, judge
from consortia.analysis.priorities.learned import Learned, learned_for
from consortia.analysis.priorities.semantic import Semantic
from consortia.analysis.priorities.types import type_match
from consortia.analysis.priorities.values import FieldMatch, Match, PriorityMatch
from consortia.core.call import CallDefinition
from consortia.core.call.content import Field, Priority
from consortia.core.errors import NoValueError
from consortia.rulebook.vocabulary import Vocabulary


def match_idea(
    call: CallDefinition,
    text: str,
    *,
    field: str | None = None,
    vocabulary: Vocabulary | None = None,
    untrained: bool = False,
    semantic: Semantic | None = None,
) -> Match:
    """Return what the text of an idea fits; with the field given, the priorities are of that field.

    With a vocabulary of one's own, or untrained, nothing learned from past projects is used. A sentence model
    (`semantic`) adds to what was learned, in the language of the call. Raises NoValueError where the call has no such
    field.
    """
    learned = None if untrained or vocabulary is not None else learned_for(call.code)
    return match_by(call, text, field=field, vocabulary=vocabulary, learned=learned, semantic=semantic)


def match_by(
    call: CallDefinition,
    text: str,
    *,
    field: str | None,
    vocabulary: Vocabulary | None,
    learned: Learned | None,
    semantic: Semantic | None = None,
) -> Match:
    """Return what the text of an idea fits, judged by what was learned, or by phrases and words where nothing was."""
    given = field_of(call, field) if field is not None else None
    ground, reading = read_idea(call, text, vocabulary)
    judgement = judge(ground, reading, learned, semantic)
    fields = _fields(call, judgement)
    chosen = given or (fields[0].field if fields else None)
    return Match(
        language=reading.language,
        basis=judgement.basis,
        semantic=judgement.semantic,
        field=chosen,
        fields=fields,
        priorities=_suggested(ground, reading, judgement, chosen.code) if chosen else (),
        horizontal=_suggested(ground, reading, judgement, None),
        type=type_match(ground, reading),
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


def _fields(call: CallDefinition, judgement: Judgement) -> tuple[FieldMatch, ...]:
    known = [each for each in call.fields if each.code in judgement.fields]
    found = (FieldMatch(field=each, confidence=judgement.fields[each.code]) for each in known)
    return tuple(sorted(found, key=lambda each: (-each.confidence, each.code)))


def _suggested(ground: Ground, reading: Reading, judgement: Judgement, field: str | None) -> tuple[PriorityMatch, ...]:
    known = {each.code: each for each in ground.call.priorities}
    return tuple(
        priority_match(ground, reading, known[code], judgement.chances[code])
        for code in judgement.suggested.get(field, ())
    )
