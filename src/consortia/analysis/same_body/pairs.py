"""Pairs of names that may mean one body, each with a confidence and its reasons.

Only names of one country that share a rare word, a beginning or an acronym are compared; the confidence is that of a
logistic model over a handful of plain measures. `benchmarks/same_body.py` learns the weights and prints how far they
can be believed.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy import sparse

from consortia.analysis.same_body.names import Name, Written, name_of

# A key that so many names of a country share tells nothing; they meet through rarer ones.
MOST_SHARING: Final = 60
BEGINNING: Final = 5
NOTHING: Final = 1e-9
LIKELY: Final = 0.5
# Among few names each word looks common; the weights were learnt among thousands, so fewer count as so many.
FEWEST_NAMES: Final = 1000
# Worth showing to a person who decides.
SUGGESTED: Final = 0.3
# Schools are numbered, and no register at hand has enough of them to learn it from: this rule is ours.
DOUBT_OF_OTHER_NUMBERS: Final = 0.1
MEASURES: Final = (
    "bias",
    "letters",  # runs of three letters that both have, from 0 to 1
    "letters-squared",
    "words",  # the weight of shared words beside that of the longer name
    "inside",  # the weight of shared and likewise beginning words beside that of the shorter name
    "apart",  # what each has that the other lacks, the lesser of the two
    "left-over",  # the greater of the two
    "same",  # nothing differs but the form in law
    "elsewhere",  # both towns are known and share no word
    "same-elsewhere",
    "acronym",  # one holds the initials of the other
    "number",  # one has a number that the other lacks
    "other-number",  # both have numbers, and not the same: "No 1" and "No 2"
    "part",  # one names a faculty or a branch
)
# As `benchmarks/same_body.py` learns them on one half of three registers; tried there on the other half.
WEIGHTS: Final[Mapping[str, float]] = {
    "bias": -3.0,
    "letters": 1.5,
    "letters-squared": 3.1,
    "words": 1.2,
    "inside": -0.8,
    "apart": -2.2,
    "left-over": -0.4,
    "same": 3.6,
    "elsewhere": -5.0,
    "same-elsewhere": 1.3,
    "acronym": 0.3,
    "number": -0.5,
    "other-number": 0.0,
    "part": -0.2,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Something that speaks for or against one body: a code and the facts behind it."""

    code: str
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two names and how sure it is that they mean one body, from 0 to 1; the ids stand in alphabetical order."""

    ids: tuple[str, str]
    confidence: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """All names taken apart, and how rare each word is."""

    written: tuple[Written, ...]
    names: tuple[Name, ...]
    rarity: Mapping[str, float]
    letters: Any


def likely_pairs(written: Sequence[Written], *, least: float = LIKELY) -> tuple[Pair, ...]:
    """Return the pairs that likely mean one body, the surest first."""
    compared = compare(written)
    places = sorted(candidates(compared))
    if not places:
        return ()
    measured = measures_of(compared, places)
    confidences = confidence_of(measured)
    found = [_pair(compared, places[at], float(confidences[at])) for at in np.flatnonzero(confidences >= least)]
    return tuple(sorted(found, key=lambda pair: (-pair.confidence, pair.ids)))


def compare(written: Sequence[Written]) -> Compared:
    """Take all names apart; equal order or not, the same names give the same measures."""
    names = tuple(name_of(each) for each in written)
    seen = Counter(word for name in names for word in name.words)
    number = max(len(names), FEWEST_NAMES)
    rarity = {word: log((number + 1) / times) for word, times in seen.items()}
    return Compared(written=tuple(written), names=names, rarity=rarity, letters=_letters(names))


def candidates(compared: Compared) -> set[tuple[int, int]]:
    """Return the places of all pairs worth a look."""
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, (written, name) in enumerate(zip(compared.written, compared.names, strict=True)):
        for key in set(_keys(compared, name)):
            blocks[written.country, key].append(place)
    found: set[tuple[int, int]] = set()
    for places in blocks.values():
        if len(places) <= MOST_SHARING:
            found.update(combinations(places, 2))
    return found


def measures_of(compared: Compared, pairs: Sequence[tuple[int, int]]) -> npt.NDArray[np.float64]:
    """Return a row of measures a pair; exchanging the two names changes nothing."""
    left, right = np.array(pairs).T
    letters = np.asarray(compared.letters[left].multiply(compared.letters[right]).sum(axis=1)).ravel()
    return np.array([_measures(compared, pair, float(alike)) for pair, alike in zip(pairs, letters, strict=True)])


def confidence_of(measured: npt.NDArray[np.float64], weights: Mapping[str, float] = WEIGHTS) -> npt.NDArray[np.float64]:
    """Return how sure each row of measures makes it."""
    total = measured @ np.array([weights[name] for name in MEASURES])
    doubt = np.where(measured[:, MEASURES.index("other-number")] > 0, DOUBT_OF_OTHER_NUMBERS, 1.0)
    return np.asarray(doubt / (1 + np.exp(-total)), dtype=np.float64)


def _keys(compared: Compared, name: Name) -> Iterator[str]:
    """Yield what the name is filed under: beginnings of its words, its two rarest words, itself, its short forms."""
    rarest = sorted(name.words, key=lambda word: (-compared.rarity[word], word))
    yield from {word[:BEGINNING] for word in name.words if len(word) >= BEGINNING - 1}
    for one, other in combinations(sorted(rarest[:4]), 2):
        yield f"{one[:BEGINNING]} {other[:BEGINNING]}"
    yield f"={name.joined[:12]}"
    yield from (f"short {each}" for each in {*name.short, *name.initials})


def _measures(compared: Compared, pair: tuple[int, int], letters: float) -> tuple[float, ...]:
    one, other = compared.names[pair[0]], compared.names[pair[1]]
    rarity = compared.rarity
    shared = _weight(one.words & other.words, rarity)
    whole = _weight(one.words, rarity), _weight(other.words, rarity)
    unlike = _weight(unlike_words(one, other), rarity), _weight(unlike_words(other, one), rarity)
    rarest = log(len(compared.names) + 1)
    same, elsewhere = float(one.joined == other.joined), float(are_elsewhere(one, other))
    return (
        1.0,
        letters,
        letters**2,
        shared / max(*whole, NOTHING),
        min(whole[0] - unlike[0], whole[1] - unlike[1]) / max(min(whole), NOTHING),
        min(unlike) / rarest,
        max(unlike) / rarest,
        same,
        elsewhere,
        same * elsewhere,
        float(is_acronym(one, other)),
        float(one.numbers != other.numbers),
        float(bool(one.numbers and other.numbers) and one.numbers != other.numbers),
        float(one.parts != other.parts),
    )


def is_acronym(one: Name, other: Name) -> bool:
    """Whether one name holds the initials of the other."""
    return bool(one.short & other.initials or other.short & one.initials)


def are_elsewhere(one: Name, other: Name) -> bool:
    """Whether both towns are known and have no word in common."""
    return bool(one.town and other.town) and not one.town & other.town


def unlike_words(one: Name, other: Name) -> list[str]:
    """Return the words of one name that the other has in no form; the towns of both say nothing."""
    beginnings = {word[:BEGINNING] for word in other.words}
    return [
        word
        for word in one.words - other.words - one.town - other.town
        if word[:BEGINNING] not in beginnings
        and not (len(word) > BEGINNING and (word in other.joined or any(is_slip(word, each) for each in other.words)))
    ]


def _slips(one: Name, other: Name) -> tuple[str, ...]:
    """Return the words that differ from one of the other name by one letter, each beside that."""
    pairs = ((a, b) for a in sorted(one.words - other.words) for b in sorted(other.words - one.words))
    return next(((a, b) for a, b in pairs if min(len(a), len(b)) >= BEGINNING and is_slip(a, b)), ())


def is_slip(one: str, other: str) -> bool:
    """Whether two words differ by one letter: left out, put in, mistyped, or exchanged with the next."""
    if abs(len(one) - len(other)) > 1:
        return False
    at = next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    rest = one[at:], other[at:]
    return (
        rest[0][1:] in {rest[1], rest[1][1:]}
        or rest[0] == rest[1][1:]
        or (rest[0][:2] == rest[1][1::-1] and rest[0][2:] == rest[1][2:])
    )


def _weight(words: Iterable[str], rarity: Mapping[str, float]) -> float:
    return sum(rarity[word] for word in words)


def _letters(names: Sequence[Name]) -> Any:
    """Return a row of unit length a name over its runs of three letters, rare runs weighing more."""
    runs = [Counter(_runs(name.joined)) for name in names]
    seen = Counter(run for found in runs for run in found)
    columns = {run: column for column, run in enumerate(seen)}
    rows = [row for row, found in enumerate(runs) for _ in found]
    at = [columns[run] for found in runs for run in found]
    number = max(len(names), FEWEST_NAMES)
    weights = [times * log((number + 1) / seen[run]) for found in runs for run, times in found.items()]
    matrix = sparse.csr_array((weights, (rows, at)), shape=(len(names), max(len(columns), 1)))
    lengths = np.sqrt(np.maximum(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel(), 1e-12))
    return sparse.csr_array(sparse.diags_array(1 / lengths) @ matrix)


def _runs(text: str) -> list[str]:
    framed = f"^{text}$"
    return [framed[at : at + 3] for at in range(len(framed) - 2)]


def _pair(compared: Compared, places: tuple[int, int], confidence: float) -> Pair:
    one, other = sorted(places, key=lambda place: compared.written[place].id)
    reasons = _reasons(compared.names[one], compared.names[other], compared.rarity)
    ids = compared.written[one].id, compared.written[other].id
    return Pair(ids=ids, confidence=confidence, reasons=tuple(reasons))


def _reasons(one: Name, other: Name, rarity: Mapping[str, float]) -> Iterator[Reason]:
    """Yield what speaks for one body, then what speaks against it."""
    shared = sorted(one.words & other.words, key=lambda word: (-rarity[word], word))
    if one.joined == other.joined:
        yield Reason(code="same-but-for-form", facts={})
    elif shared:
        telling = [word for word in shared if len(word) >= BEGINNING - 1] or shared
        yield Reason(code="shared-words", facts={"words": tuple(telling[:4])})
    if slips := _slips(one, other):
        yield Reason(code="slip", facts={"words": slips})
    if is_acronym(one, other):
        yield Reason(code="acronym", facts={})
    if not shared and one.joined != other.joined:
        yield Reason(code="close-spelling", facts={})
    if one.town and other.town:
        yield Reason(code="other-town" if are_elsewhere(one, other) else "same-town", facts={})
    own = sorted(unlike_words(one, other)), sorted(unlike_words(other, one))
    if all(own):
        yield Reason(code="words-apart", facts={"words": (*own[0][:2], *own[1][:2])})
    if one.numbers != other.numbers:
        yield Reason(code="other-number", facts={"numbers": (*sorted(one.numbers), *sorted(other.numbers))})
    if one.parts != other.parts:
        yield Reason(code="part-of-a-body", facts={"words": tuple(sorted(one.parts ^ other.parts))})
