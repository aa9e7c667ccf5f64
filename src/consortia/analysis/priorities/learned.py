"""What past projects taught about a call: how common each phrase is, what it is worth, and how sure one may be."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from consortia.analysis.priorities.ground import Ground
from consortia.analysis.priorities.scoring import Counts, shares_of, strengths

FORMAT: Final = "consortia-priorities-2"
FILE: Final = "data/priorities.gz"
# A priority's own phrases count for it by hand, before anything is learned.
OWN_WEIGHT: Final = 1.0
# A phrase that no past project holds is taken for a rare one.
RARE: Final = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """Statistics of past projects for one call and one language; no sentence of them.

    `phrases`: rarity by code and phrase. `standard`: mean and spread of each code's strength (square root).
    `priorities`: what is added for each priority by the standardised strength of codes (`""`: the constant).
    `calibration` and `thresholds`: by kind of priority (field, horizontal). `stems`: rarity and weight by field.
    `field_sharpness` is how far a whole text may be believed about its field, `field_half` the number of different
    known stems with which a text is believed half as far.
    """

    call: str
    language: str
    phrases: Mapping[str, Mapping[str, float]]
    standard: Mapping[str, tuple[float, float]]
    priorities: Mapping[str, Mapping[str, float]]
    calibration: Mapping[str, tuple[float, float]]
    thresholds: Mapping[str, float]
    fields: tuple[str, ...]
    field_constants: tuple[float, ...]
    field_codes: Mapping[str, tuple[float, ...]]
    field_sharpness: float
    field_half: float
    stems: Mapping[str, tuple[float, tuple[float, ...]]]


def standardised(ground: Ground, counts: Counts, learned: Learned) -> Mapping[str, float]:
    """Return how far the strength of each code lies above what past projects have, in spreads."""

    def rarity(code: str, phrase: str) -> float:
        return learned.phrases.get(code, {}).get(phrase, RARE)

    found = strengths(ground, counts, rarity)
    return {
        code: (math.sqrt(found.get(code, 0.0)) - mean) / spread for code, (mean, spread) in learned.standard.items()
    }


def priority_scores(ground: Ground, counts: Counts, learned: Learned) -> Mapping[str, float]:
    """Return the score, in log odds, of each priority that was learned."""
    above = standardised(ground, counts, learned)
    return {
        code: weights[""]
        + OWN_WEIGHT * above[code]
        + sum(weight * above[other] for other, weight in weights.items() if other)
        for code, weights in learned.priorities.items()
    }


def field_shares(ground: Ground, counted: Mapping[str, int], counts: Counts, learned: Learned) -> Mapping[str, float]:
    """Return the chance of each field, adding up to 1, from the stems of the text and the phrases of the fields.

    The fewer stems are known, the less sure it is; a text of which nothing is known has none.
    """
    text = {
        stem: (1 + math.log(times)) * learned.stems[stem][0] for stem, times in counted.items() if stem in learned.stems
    }
    if not text:
        return {}
    length = math.sqrt(sum(weight**2 for weight in text.values()))
    believed = learned.field_sharpness * len(text) / (len(text) + learned.field_half)
    above = standardised(ground, counts, learned)
    scores = {}
    for place, field in enumerate(learned.fields):
        score = learned.field_constants[place]
        score += sum(weight / length * learned.stems[stem][1][place] for stem, weight in text.items())
        score += sum(weights[place] * above[code] for code, weights in learned.field_codes.items())
        scores[field] = believed * score
    return shares_of(scores)


def learned_for(call: str) -> Learned | None:
    """Return what was learned for a call and ships with the product, if anything was."""
    learned = _shipped()
    return learned if learned is not None and learned.call == call else None


def pack(learned: Learned) -> bytes:
    """Return what was learned as the bytes of its file, the same each time."""
    content = {name: getattr(learned, name) for name in Learned.__slots__}
    text = json.dumps({"format": FORMAT, **content}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return gzip.compress(text.encode(), 9, mtime=0)


def unpack(packed: bytes) -> Learned:
    """Return what the bytes of a file hold; raises ValueError where they are of another form."""
    content: dict[str, Any] = json.loads(gzip.decompress(packed))
    found = content.pop("format", None)
    if found != FORMAT:
        raise ValueError(f"{FILE}: found {found!r}, expected {FORMAT}; build it anew with tools/priorities.py")
    content["stems"] = {stem: (rarity, tuple(weights)) for stem, (rarity, weights) in content["stems"].items()}
    return Learned(**content)


@cache
def _shipped() -> Learned | None:
    file = files("consortia.analysis").joinpath(FILE)
    return unpack(file.read_bytes()) if file.is_file() else None
