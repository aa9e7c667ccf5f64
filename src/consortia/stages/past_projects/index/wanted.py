"""What a person typed into the search, taken apart. Whatever was typed means something; nothing is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final

# Far beyond any search; a whole text is compared, not searched (see `similar_projects`).
LONGEST_TYPED: Final = 1_000
MOST_WORDS: Final = 40
_PARTS = re.compile(
    r"(?P<minus>(?<!\S)[-\u2212])?(?:[\"\u201c\u201d\u201e\u00ab\u00bb](?P<phrase>[^\"\u201c\u201d\u201e\u00ab\u00bb]*)[\"\u201c\u201d\u00ab\u00bb]?|(?P<word>[^\s\"\u201c\u201d\u201e\u00ab\u00bb]+))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """Words, phrases in quotation marks, and what must not be there."""

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return not (self.words or self.phrases)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is searched for: text and limits. Of one kind of limit any may hold, all kinds must."""

    typed: Typed = field(default_factory=Typed)
    fields: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    programmes: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    least_grant: Decimal | None = None
    most_grant: Decimal | None = None

    def without(self, limit: str) -> Wanted:
        """Return the same without one kind of limit."""
        free: dict[str, Any] = {limit: ()}
        return replace(self, **free)


def taken_apart(text: str) -> Typed:
    """Return what a typed text asks for: `"two words"` stand together, `-word` must not be there."""
    words: list[str] = []
    phrases: list[str] = []
    unwanted: list[str] = []
    for found in _PARTS.finditer(text[:LONGEST_TYPED]):
        said = (found["phrase"] if found["phrase"] is not None else found["word"]).strip()
        if not any(letter.isalnum() for letter in said):
            continue
        if found["minus"]:
            unwanted.append(said)
        elif found["phrase"] is not None:
            phrases.append(said)
        else:
            words.append(said)
    return Typed(
        words=tuple(words[:MOST_WORDS]), phrases=tuple(phrases[:MOST_WORDS]), unwanted=tuple(unwanted[:MOST_WORDS])
    )
