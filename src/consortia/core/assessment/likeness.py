"""How alike two comments are: the share of their sequences of words that stand in both."""

import re
from dataclasses import dataclass
from decimal import Decimal

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """The words of a comment without case, and each run of so many words in a row; a shorter comment is one run."""

    words: tuple[str, ...]
    runs: frozenset[tuple[str, ...]]

    @classmethod
    def of(cls, comment: str, length: int) -> "Passage":
        """Take a comment apart."""
        words = words_of(comment)
        last = max(0, len(words) - length)
        return cls(
            words=words, runs=frozenset(words[at : at + length] for at in range(last + 1)) if words else frozenset()
        )


def likeness(one: Passage, other: Passage) -> Decimal:
    """The share, 0 to 1, of the runs of the shorter comment that the longer one holds too."""
    shorter, longer = sorted((one.runs, other.runs), key=len)
    return Decimal(len(shorter & longer)) / len(shorter) if shorter else Decimal(0)


def words_of(comment: str) -> tuple[str, ...]:
    """The words of a comment in their order, without case and punctuation."""
    return tuple(each.group().casefold() for each in _WORD.finditer(comment))
