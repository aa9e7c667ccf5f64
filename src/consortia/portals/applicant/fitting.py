"""What an idea fits, as its page shows it: chances as whole percentages, passages beside the call's words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from consortia.analysis.priorities import FieldMatch, Match, PriorityMatch, Support, match_idea, unsupported_priorities
from consortia.core.call import CallDefinition
from consortia.core.call.content import Field
from consortia.stages.applications.snapshots import View

# More fields than these only blur the picture.
MOST_FIELDS = 3
# A field that is this unlikely is not worth a line.
LEAST_LIKELY = 5
# More passages for one priority wait behind a disclosure.
PASSAGES_SHOWN = 2
# Fewer characters than these say too little to hold anything against a choice.
ENOUGH_TO_READ = 800


@dataclass(frozen=True, slots=True, kw_only=True)
class LikelyField:
    """A field with its chance in per cent."""

    field: Field
    percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FittingPriority:
    """A priority with its chance in per cent and everything that the text says for it."""

    match: PriorityMatch
    percent: int

    @property
    def more(self) -> int:
        """How many passages speak for it beside the best ones."""
        return max(len(self.match.evidence) - PASSAGES_SHOWN, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitting:
    """What an idea fits; `chosen` says whether its author chose the field."""

    match: Match
    chosen: bool
    fields: tuple[LikelyField, ...]
    priorities: tuple[FittingPriority, ...]
    horizontal: tuple[FittingPriority, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all priorities that the text speaks for."""
        return tuple(each.match.code for each in (*self.priorities, *self.horizontal))


def fitting_of(call: CallDefinition, text: str, *, field: str = "") -> Fitting | None:
    """Return what a text fits in a call; None while there is no text."""
    if not text.strip():
        return None
    match = match_idea(call, text, field=field or None)
    return Fitting(
        match=match,
        chosen=bool(field),
        fields=_likely(match.fields),
        priorities=_fitting(match.priorities),
        horizontal=_fitting(match.horizontal),
    )


def doubtful_priorities(view: View) -> tuple[Support, ...]:
    """Return the chosen priorities that nothing in the answers speaks for; none while hardly anything is written."""
    text = "\n\n".join(answer.text for answer in view.rows.answers if answer.text)
    if len(text) < ENOUGH_TO_READ:
        return ()
    found = unsupported_priorities(view.rows.call, text, view.rows.application.priorities)
    return tuple(each for each in found if not each.supported)


def _likely(fields: Iterable[FieldMatch]) -> tuple[LikelyField, ...]:
    shown = [LikelyField(field=each.field, percent=_percent(each.confidence)) for each in fields]
    return tuple(each for each in shown if each.percent >= LEAST_LIKELY)[:MOST_FIELDS]


def _fitting(priorities: Iterable[PriorityMatch]) -> tuple[FittingPriority, ...]:
    return tuple(FittingPriority(match=each, percent=_percent(each.confidence)) for each in priorities)


def _percent(confidence: float) -> int:
    # Nothing that is read from a text is certain, and what is shown is not impossible.
    return min(max(round(confidence * 100), 1), 99)
