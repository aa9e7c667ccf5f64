"""What matching an idea to a call says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from consortia.analysis.texts import Span
from consortia.core.call.content import Choice, Field, Priority, SubTheme

# What the answer rests on: the call's own texts; these and a vocabulary; both and what past projects taught.
Basis: TypeAlias = Literal["call", "vocabulary", "past-projects"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A passage of the idea, and the words of the call it speaks for.

    `passage.text == text[passage.start:passage.end]` for the text that was given; `priority_passage` stands in the
    call's text of the priority, or is the text of its sub-theme `sub_theme`.
    """

    passage: Span
    priority_passage: str
    sub_theme: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityMatch:
    """A priority that the text speaks for; `confidence` is the chance, from 0 to 1, that a careful reader agrees."""

    priority: Priority
    confidence: float
    evidence: tuple[Evidence, ...]
    touched: tuple[SubTheme, ...]
    left_out: tuple[SubTheme, ...]

    @property
    def code(self) -> str:
        """The code of the priority."""
        return self.priority.code


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldMatch:
    """A field of the call and the chance, from 0 to 1, that the idea belongs to it."""

    field: Field
    confidence: float

    @property
    def code(self) -> str:
        """The code of the field."""
        return self.field.code


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A passage that speaks for a type of project, and the words in it that do."""

    passage: Span
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeMatch:
    """The type of project that the text sounds like, with the passages that say so."""

    type: Choice
    confidence: float
    reasons: tuple[Reason, ...]

    @property
    def code(self) -> str:
        """The code of the type."""
        return self.type.code


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What an idea fits; every list is best first, holds only what is suggested, and may be empty.

    `fields` is empty only where the text says nothing. `field` is the one whose priorities are suggested: the one
    given, or else the first of `fields`. `semantic` says whether a sentence model had its part in it.
    """

    language: str
    basis: Basis
    field: Field | None
    fields: tuple[FieldMatch, ...]
    priorities: tuple[PriorityMatch, ...]
    horizontal: tuple[PriorityMatch, ...]
    type: TypeMatch | None
    semantic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """How far a text supports a priority that somebody chose, and which of its sub-themes the text leaves out."""

    match: PriorityMatch
    supported: bool

    @property
    def code(self) -> str:
        """The code of the priority."""
        return self.match.code
