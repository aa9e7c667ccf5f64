"""How much each signal counts: weights learnt from consortia in which one member was hidden."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import minimize

from consortia.analysis.partners.history import History, Numbers, history_of
from consortia.analysis.partners.signals import NEVER_AGAINST, SIGNALS, signals_for
from consortia.analysis.partners.values import Body, Consortium

# Weights as `benchmarks/partners.py` learns them from its larger collection with kinds; for sites with little history.
USUAL_WEIGHTS: Final[Mapping[str, float]] = {
    "met": 0.2,
    "closeness": 1.73,
    "circle": 0.33,
    "experience": 1.08,
    "country-beside": 1.19,
    "same-country": 0.5,
    "kind-beside": 2.86,
    "kind-common": 0.64,
    "words-experienced": 2.64,
    "words-newcomer": 6.54,
    "newcomer": 2.37,
}
# Pulls weights towards nought, as so many hidden members would.
CAUTION: Final = 3.0
# The past that weights are learnt on ends after each of these shares; what follows is the future to be found.
ENDS: Final = (0.4, 0.6, 0.8)
MOST_EXAMPLES: Final = 900
# A signal that hardly differs between bodies gets no say by being blown up.
LEAST_SPREAD: Final = 1e-2


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """One member hidden from a consortium: the signals of all candidates for its place, and which one it was."""

    project: str
    signals: Numbers
    present: tuple[int, ...]
    place: int


def hide_each_member(history: History, consortia: Sequence[Consortium]) -> Iterator[Hidden]:
    """Hide every member of every consortium in turn; consortia of one have nobody to find it by."""
    for each in consortia:
        places = history.place_of(dict.fromkeys(each.members))
        for hidden in places if len(places) > 1 else ():
            present = places[places != hidden]
            yield Hidden(
                project=each.project,
                signals=signals_for(history, present),
                present=tuple(int(place) for place in present),
                place=int(hidden),
            )


def learn_weights(bodies: Sequence[Body], consortia: Sequence[Consortium]) -> Mapping[str, float]:
    """Learn from consortia in the order of time: the first ones are the past, the later ones have to be found."""
    questions: list[tuple[Numbers, int]] = []
    for number, end in enumerate(ENDS):
        cut = int(len(consortia) * end)
        until = int(len(consortia) * ENDS[number + 1]) if number + 1 < len(ENDS) else len(consortia)
        history = history_of(bodies, consortia[:cut])
        for hidden in hide_each_member(history, consortia[cut:until]):
            questions.extend(_questions(history, hidden))
    return _fitted(questions[:: max(len(questions) // MOST_EXAMPLES, 1)])


def score(signals: Numbers, weights: Mapping[str, float]) -> Numbers:
    """Return how well each body fits; only the order means something."""
    return np.asarray(signals @ np.array([weights[name] for name in SIGNALS]), dtype=np.float64)


def _questions(history: History, hidden: Hidden) -> Iterator[tuple[Numbers, int]]:
    """Ask for the hidden one among all bodies, and where it has a past also among those that have one."""
    free = np.ones(len(history.bodies), dtype=bool)
    free[list(hidden.present)] = False
    yield _question(hidden, free)
    if history.projects[hidden.place]:
        yield _question(hidden, free & (history.projects > 0))


def _question(hidden: Hidden, free: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> tuple[Numbers, int]:
    candidates = np.flatnonzero(free)
    return hidden.signals[candidates].astype(np.float32), int(np.searchsorted(candidates, hidden.place))


def _fitted(questions: Sequence[tuple[Numbers, int]]) -> Mapping[str, float]:
    if not questions:
        return dict(USUAL_WEIGHTS)
    spread = np.maximum(np.mean([signals.std(axis=0) for signals, _ in questions], axis=0), LEAST_SPREAD)

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        total, slope = 0.5 * CAUTION * float(weights @ weights), CAUTION * weights
        for signals, right in questions:
            fit = signals @ (weights / spread)
            fit -= fit.max()
            share = np.exp(fit)
            share /= share.sum()
            total -= float(np.log(share[right] + 1e-300))
            slope = slope + (share @ signals - signals[right]) / spread
        return total, slope

    least = [(0.0 if name in NEVER_AGAINST else None, None) for name in SIGNALS]
    found = minimize(loss, np.zeros(len(SIGNALS)), jac=True, method="L-BFGS-B", bounds=least, options={"maxiter": 80})
    return {name: float(weight) for name, weight in zip(SIGNALS, found.x / spread, strict=True)}
