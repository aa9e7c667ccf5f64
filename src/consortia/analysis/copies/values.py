"""What is compared and what is found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Coordinators = Literal["same", "different", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text to compare with others; `id` is unlike every other, `coordinator` names whoever answers for it."""

    id: str
    text: str
    coordinator: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Words that stand in both texts; places in characters of each text as given, the end exclusive."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int
    words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two texts that share passages; `a` stands before `b` in the order of ids.

    `containment` is the share of the words of the shorter text that stand in passages, `of_a` and `of_b` that of each.
    """

    a: str
    b: str
    shared_words: int
    of_a: float
    of_b: float
    passages: tuple[Passage, ...]
    coordinators: Coordinators

    @property
    def containment(self) -> float:
        """The greater of the two shares."""
        return max(self.of_a, self.of_b)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What came of comparing so many texts; ids are in order, pairs from the most shared.

    `templates`: groups of many texts that share one text. `without_words`: texts that hold nothing to compare.
    """

    texts: int
    pairs: tuple[Pair, ...]
    templates: tuple[tuple[str, ...], ...]
    without_words: tuple[str, ...]
