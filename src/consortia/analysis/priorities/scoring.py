"""How strongly a text speaks for what a call offers: phrases of its vocabulary, and the words of its own texts."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Final

from consortia.analysis.priorities.ground import Ground, Reading

# A phrase said twice says more than once, but not twice as much.
_MOST_REPEATS: Final = 6


def strengths(ground: Ground, reading: Reading) -> Mapping[str, float]:
    """Return how strongly the phrases of each code are in the text; a sub-theme's count for its priority too."""
    said: Mapping[str, Counter[str]] = defaultdict(Counter)
    for hit in reading.hits:
        said[hit.code][hit.phrase] += 1
        if hit.code in ground.owner:
            said[ground.owner[hit.code]][hit.phrase] += 1
    return {code: sum(1 + math.log(min(n, _MOST_REPEATS)) for n in phrases.values()) for code, phrases in said.items()}


def closeness(ground: Ground, reading: Reading) -> Mapping[str, float]:
    """Return the likeness (cosine, 0 to 1) of the text to the call's own words for each priority."""
    counted = Counter(word.stem for word in reading.words)
    rare: dict[str, float] = {}
    for own in ground.own.values():
        rare.update(own)
    text = {word: (1 + math.log(n)) * rare[word] for word, n in counted.items() if word in rare}
    length = math.sqrt(sum(weight**2 for weight in text.values()))
    return {code: _cosine(text, own, length) for code, own in ground.own.items()} if length else {}


def _cosine(text: Mapping[str, float], own: Mapping[str, float], length: float) -> float:
    shared = sum(weight * own[word] for word, weight in text.items() if word in own)
    return shared / (length * math.sqrt(sum(weight**2 for weight in own.values())))
