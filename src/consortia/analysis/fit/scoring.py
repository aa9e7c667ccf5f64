"""How well experts fit applications: their texts against the application's, and priorities that both name.

The likeness of texts is the mean of the three texts of the expert that lie closest: the greatest one favours long
profiles, the mean of all of them short ones. `docs/explanation/how-a-round-is-planned.md` says what was measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from consortia.analysis.fit.wording import Weighed, weigh

CLOSEST: Final = 3
# Of a score of one thousand, texts give up to so many and shared priorities the rest.
OF_TEXTS: Final = 800
OF_PRIORITIES: Final = 200
WORDS_SHOWN: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Expertise:
    """What an expert has written and works on."""

    id: str
    texts: tuple[str, ...]
    fields: frozenset[str] = frozenset()
    priorities: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What an application is about."""

    id: str
    text: str
    field: str = ""
    priorities: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A score from 0 to 1000 and what it rests on: words that both use, priorities and field that both name."""

    score: int
    words: tuple[str, ...]
    priorities: tuple[str, ...]
    field: str


class Fits:
    """The scores of all applications (rows) and experts (columns), each of which can say why."""

    def __init__(self, experts: Sequence[Expertise], briefs: Sequence[Brief], weighed: Weighed) -> None:
        self._experts, self._briefs, self._weighed = experts, briefs, weighed
        self._first = [len(briefs)]
        for expert in experts:
            self._first.append(self._first[-1] + len(expert.texts))
        self.likeness = self._likeness()
        self.score: npt.NDArray[np.int64] = np.rint(
            OF_TEXTS * self.likeness + OF_PRIORITIES * self._shared_priorities()
        ).astype(np.int64)

    def why(self, brief: int, expert: int) -> Fit:
        """Return the score of a pair, given by the places of both, with what it rests on."""
        about, known = self._briefs[brief], self._experts[expert]
        return Fit(
            score=int(self.score[brief, expert]),
            words=self._shared_words(brief, expert),
            priorities=tuple(sorted(about.priorities & known.priorities)),
            field=about.field if about.field in known.fields else "",
        )

    def _texts_of(self, expert: int) -> Any:
        return self._weighed.rows[self._first[expert] : self._first[expert + 1]]

    def _likeness(self) -> npt.NDArray[np.float64]:
        about = self._weighed.rows[: len(self._briefs)]
        found = np.zeros((len(self._briefs), len(self._experts)))
        for expert, known in enumerate(self._experts):
            if known.texts and self._briefs:
                alike = (about @ self._texts_of(expert).T).toarray()
                # Summed in the order of size, so that the order of texts changes no digit.
                found[:, expert] = np.sort(alike, axis=1)[:, -CLOSEST:].mean(axis=1)
        return found

    def _shared_priorities(self) -> npt.NDArray[np.float64]:
        """The share of an application's priorities that an expert names too."""
        codes = sorted({code for brief in self._briefs for code in brief.priorities})
        asked = np.array([[code in brief.priorities for code in codes] for brief in self._briefs], dtype=np.float64)
        known = np.array([[code in expert.priorities for code in codes] for expert in self._experts], dtype=np.float64)
        asked, known = asked.reshape(len(self._briefs), len(codes)), known.reshape(len(self._experts), len(codes))
        return np.asarray((asked @ known.T) / np.maximum(asked.sum(axis=1, keepdims=True), 1))

    def _shared_words(self, brief: int, expert: int) -> tuple[str, ...]:
        if not self._experts[expert].texts:
            return ()
        about, texts = self._weighed.rows[[brief]], self._texts_of(expert)
        alike = (about @ texts.T).toarray().ravel()
        closest = np.argsort(-alike, kind="stable")[:CLOSEST]
        both = about.multiply(texts[closest].sum(axis=0)).tocsr()
        order = sorted(zip(-both.data, both.indices.tolist(), strict=True))
        return tuple(self._weighed.words[at] for weight, at in order[:WORDS_SHOWN] if weight < 0)


def fits_of(experts: Sequence[Expertise], briefs: Sequence[Brief]) -> Fits:
    """Return how well every expert fits every application."""
    texts = [brief.text for brief in briefs] + [text for expert in experts for text in expert.texts]
    return Fits(experts, briefs, weigh(texts))
