"""Texts as rows of weighed words: rare words weigh more, each row has the length one."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from scipy import sparse

from consortia.analysis.texts import common_words, guess_language, words_of

# Shorter words hardly ever name a subject.
SHORTEST: Final = 3
# So much of a text is read: what an application is about is said by then.
READ: Final = 40_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weighed:
    """Texts by words: a row for each text, a column for each word, and how each word was written."""

    rows: Any
    words: tuple[str, ...]


def weigh(texts: Sequence[str]) -> Weighed:
    """Return texts as rows of weighed words (TF-IDF); a word that every text has still weighs a little."""
    counted = [_counted(text) for text in texts]
    seen = Counter(stem for words, _written in counted for stem in words)
    columns = {stem: at for at, stem in enumerate(sorted(seen))}
    written: dict[str, str] = {}
    for _words, forms in counted:
        for stem, form in forms.items():
            written.setdefault(stem, form)
    rows, at, weights = [], [], []
    for row, (words, _forms) in enumerate(counted):
        for stem, times in words.items():
            rows.append(row)
            at.append(columns[stem])
            weights.append((1 + math.log(times)) * (1 + math.log((1 + len(texts)) / (1 + seen[stem]))))
    matrix = sparse.csr_array((weights, (rows, at)), shape=(len(texts), max(1, len(columns))), dtype=np.float64)
    lengths = np.sqrt(np.maximum(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel(), 1e-12))
    return Weighed(
        rows=sparse.csr_array(sparse.diags_array(1 / lengths) @ matrix),
        words=tuple(written[stem] for stem in columns),
    )


def _counted(text: str) -> tuple[Counter[str], dict[str, str]]:
    text = text[:READ]
    found: Counter[str] = Counter()
    written: dict[str, str] = {}
    for word in words_of(text, guess_language(text)):
        if len(word.folded) >= SHORTEST and not word.folded.isdigit() and word.folded not in common_words():
            found[word.stem] += 1
            written.setdefault(word.stem, text[word.start : word.end].casefold())
    return found, written
