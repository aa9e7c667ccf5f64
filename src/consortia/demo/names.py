"""Invented words for bodies and people, in the sound of a tongue."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """How words sound, what people are called first, and what kinds of bodies are called."""

    stems: Sequence[str]
    ends: Sequence[str]
    first_names: Sequence[str]
    kinds: Mapping[str, Sequence[str]]


@cache
def material(name: str) -> Mapping[str, Any]:
    """Return a file of the demo's material."""
    return tomllib.loads(files("consortia.demo").joinpath(f"material/{name}.toml").read_text("utf-8"))


@cache
def tongues() -> Mapping[str, Tongue]:
    """Return every tongue; one that names no kinds of its own borrows the English ones."""
    told = material("tongues")
    plain = told["english"]["kinds"]
    return {name: Tongue(**{**each, "kinds": {**plain, **each.get("kinds", {})}}) for name, each in told.items()}


class Namer:
    """Gives out words and people's names, none of them twice."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._given: set[str] = set()

    def word(self, tongue: Tongue) -> str:
        """Return a word nobody has yet."""
        return self._new(lambda: self._chance.choice(tongue.stems) + self._chance.choice(tongue.ends))

    def person(self, tongue: Tongue) -> str:
        """Return the name of somebody: a common first name and an invented surname."""
        return self._new(
            lambda: " ".join(
                (
                    self._chance.choice(tongue.first_names),
                    self._chance.choice(tongue.stems) + self._chance.choice(tongue.ends),
                )
            )
        )

    def body(self, tongue: Tongue, kind: str, town: str) -> tuple[str, str]:
        """Return the name of a body of a kind, and the word in it."""
        word = self.word(tongue)
        return self._chance.choice(tongue.kinds[kind]).format(word=word, town=town), word

    def _new(self, invent: Any) -> str:
        for _attempt in range(500):
            found: str = invent()
            if found not in self._given:
                self._given.add(found)
                return found
        raise ValueError("a tongue of the demo world has too few stems and ends")
