"""Past consortia as matrices: who was in which project, which countries and kinds were found side by side."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from consortia.analysis.partners.values import Body, Consortium
from consortia.analysis.places import fold_name

Numbers = npt.NDArray[np.float64]

# Pairs of countries or kinds are believed only as far as they were seen: so many sightings weigh as much as none.
PRIOR_SIGHTINGS = 5.0
SHORTEST_WORD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorts:
    """The countries (or kinds) of all bodies, and how much more often than by chance two stand side by side."""

    codes: tuple[str, ...]
    of_body: npt.NDArray[np.intp]
    beside: Numbers
    common: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Everything that is known of the past, ready to be asked about any consortium."""

    bodies: tuple[Body, ...]
    places: Mapping[str, int]
    years: npt.NDArray[np.int64]
    sizes: Numbers
    projects: Numbers
    took_part: Any
    countries: Sorts
    kinds: Sorts
    words: Any
    vocabulary: tuple[str, ...]

    def place_of(self, ids: Iterable[str]) -> npt.NDArray[np.intp]:
        """Return where the bodies stand that are known; others have no past to ask."""
        return np.array([self.places[each] for each in ids if each in self.places], dtype=np.intp)


def history_of(bodies: Sequence[Body], consortia: Sequence[Consortium]) -> History:
    """Return the history of these bodies; members that are not among them are left out."""
    places = {body.id: place for place, body in enumerate(bodies)}
    took_part = _incidence(places, consortia)
    words, vocabulary = _word_matrix(bodies)
    return History(
        bodies=tuple(bodies),
        places=places,
        years=np.array([each.year for each in consortia] or [0]),
        sizes=_sums(took_part, 0),
        projects=_sums(took_part, 1),
        took_part=took_part,
        countries=_sorts([body.country for body in bodies], took_part),
        kinds=_sorts([body.kind for body in bodies], took_part),
        words=words,
        vocabulary=vocabulary,
    )


def words_of(text: str) -> frozenset[str]:
    """Return the plain words of a text that can tell something."""
    return frozenset(word for word in fold_name(text).split() if len(word) >= SHORTEST_WORD)


def _incidence(places: Mapping[str, int], consortia: Sequence[Consortium]) -> Any:
    pairs = sorted({(places[each], at) for at, one in enumerate(consortia) for each in one.members if each in places})
    rows, columns = [row for row, _ in pairs], [column for _, column in pairs]
    shape = (len(places), max(len(consortia), 1))
    return sparse.csr_array((np.ones(len(pairs)), (rows, columns)), shape=shape)


def _sorts(codes: Sequence[str], took_part: Any) -> Sorts:
    """Compare how often two countries stood side by side with how often they would if partners met by chance."""
    known, of_body = np.unique(np.array(codes or [""]), return_inverse=True)
    of_body = of_body[: len(codes)]
    belongs = sparse.csr_array((np.ones(len(codes)), (np.arange(len(codes)), of_body)), shape=(len(codes), len(known)))
    counts = sparse.csr_array(belongs.T @ took_part)
    beside = (counts @ counts.T).toarray() - np.diag(_sums(counts, 1))
    seen = _sums(counts, 1)
    by_chance = np.outer(seen, seen)
    by_chance *= beside.sum() / max(by_chance.sum(), 1.0)
    return Sorts(
        codes=tuple(str(code) for code in known),
        of_body=of_body.astype(np.intp),
        beside=np.log((beside + PRIOR_SIGHTINGS) / (by_chance + PRIOR_SIGHTINGS)),
        common=np.log((seen + 1) / (seen.sum() + len(known))),
    )


def _word_matrix(bodies: Sequence[Body]) -> tuple[Any, tuple[str, ...]]:
    """Return a row of unit length a body: rare words weigh more."""
    said = [sorted(words_of(body.words or body.name)) for body in bodies]
    shared = Counter(word for words in said for word in words)
    columns = {word: column for column, word in enumerate(sorted(shared))}
    rows = [row for row, words in enumerate(said) for _ in words]
    at = [columns[word] for words in said for word in words]
    weights = [np.log(len(bodies) / shared[word]) + 1e-3 for words in said for word in words]
    matrix = sparse.csr_array((weights, (rows, at)), shape=(len(bodies), max(len(columns), 1)))
    lengths = np.sqrt(np.maximum(_sums(matrix.multiply(matrix), 1), 1e-12))
    return sparse.csr_array(sparse.diags_array(1 / lengths) @ matrix), tuple(sorted(shared))


def _sums(matrix: Any, axis: int) -> Numbers:
    return np.asarray(matrix.sum(axis=axis), dtype=np.float64).ravel()
