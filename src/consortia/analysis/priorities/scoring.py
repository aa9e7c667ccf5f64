"""How strongly a text speaks for what a call offers: phrases of its vocabulary, and the words of its own texts."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from consortia.analysis.priorities.ground import Ground, Reading

Counts: TypeAlias = Mapping[tuple[str, str], float]
Weighing: TypeAlias = Callable[[str, str], float]

# What stands in the title, or in the first words where there is none, says what the idea is about.
_BEGINNING: Final = 80
_AT_THE_BEGINNING: Final = 2.0
# A phrase of a sub-theme speaks for its priority too, a little less than one of the priority itself.
_OF_A_SUB_THEME: Final = 0.7


def counts_of(reading: Reading) -> Counts:
    """Return how often each phrase of each code stands in the text; at its beginning it counts twice."""
    counted: Counter[tuple[str, str]] = Counter()
    for hit in reading.hits:
        at_beginning = reading.words[hit.first].start < _BEGINNING
        counted[hit.code, hit.phrase] += int(_AT_THE_BEGINNING) if at_beginning else 1
    return counted


def by_length(code: str, phrase: str) -> float:
    """Return the weight of a phrase where nothing is known of how common it is: more words, more weight."""
    del code
    return 0.5 + 0.5 * len(phrase.replace("~", " ").split())


def strengths(ground: Ground, counts: Counts, weight: Weighing) -> Mapping[str, float]:
    """Return how strongly the phrases of each code are in the text; repeating one adds little."""
    found: Counter[str] = Counter()
    for (code, phrase), times in sorted(counts.items()):
        strength = weight(code, phrase) * (1 + math.log(times))
        found[code] += strength  # type: ignore[assignment]  # a counter adds any numbers
        if code in ground.owner:
            found[ground.owner[code]] += _OF_A_SUB_THEME * strength  # type: ignore[assignment]  # as above
    return found


def closeness(ground: Ground, reading: Reading) -> Mapping[str, float]:
    """Return the likeness (cosine, 0 to 1) of the text to the call's own words for each priority."""
    counted = Counter(word.stem for word in reading.words)
    rare: dict[str, float] = {}
    for own in ground.own.values():
        rare.update(own)
    text = {word: (1 + math.log(n)) * rare[word] for word, n in counted.items() if word in rare}
    length = math.sqrt(sum(weight**2 for weight in text.values()))
    return {code: _cosine(text, own, length) for code, own in ground.own.items()} if length else {}


def chance_of(score: float) -> float:
    """Return a score in log odds as a chance from 0 to 1."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def shares_of(scores: Mapping[str, float]) -> Mapping[str, float]:
    """Return scores in log odds as shares that add up to 1."""
    highest = max(scores.values(), default=0.0)
    raised = {code: math.exp(score - highest) for code, score in scores.items()}
    total = sum(raised.values())
    return {code: each / total for code, each in raised.items()}


def _cosine(text: Mapping[str, float], own: Mapping[str, float], length: float) -> float:
    shared = sum(weight * own[word] for word, weight in text.items() if word in own)
    return shared / (length * math.sqrt(sum(weight**2 for weight in own.values())))
