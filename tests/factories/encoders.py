"""An encoder of sentences for tests, with the interface of the optional sentence model and none of its weight."""

from __future__ import annotations

from collections.abc import Mapping


class FakeEncoder:
    """Gives each known sentence the direction of its word, and each other one that of the known word in it."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = words
        self._order = sorted(set(words.values()))

    def encode(self, sentences: list[str], *, normalize_embeddings: bool) -> list[list[float]]:
        assert normalize_embeddings
        return [self._direction(self._words.get(each, each)) for each in sentences]

    def _direction(self, text: str) -> list[float]:
        """One place for each word, and a last one for whatever holds none of them."""
        found = [float(word in text) for word in self._order]
        return [*found, float(not any(found))]
