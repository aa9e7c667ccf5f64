"""Finding the phrases of a vocabulary in a text, whatever the endings of its words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from consortia.analysis.texts import Word, fold, stem

# Parts of a phrase with ~ stand at most so many words apart.
NEAR: Final = 5
_SHORTEST_BEGINNING: Final = 3
_PIECE: Final = re.compile(r"\*?[^\W_]+(?:['\u2019][^\W_]+)*\*?")

_Unit: TypeAlias = str
_Part: TypeAlias = tuple[_Unit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A phrase found: what it speaks for, and its first and last word."""

    code: str
    phrase: str
    first: int
    last: int


@dataclass(slots=True)
class PhraseBook:
    """The phrases of one language, ready to be looked for."""

    language: str
    _by_first: dict[_Unit, set[_Part]] = field(default_factory=lambda: defaultdict(set))
    _owners: list[tuple[str, str, tuple[_Part, ...]]] = field(default_factory=list)
    _open: set[_Unit] = field(default_factory=set)
    _seen: dict[str, frozenset[_Unit]] = field(default_factory=dict)

    @classmethod
    def of(cls, language: str, phrases: Mapping[str, Iterable[str]]) -> PhraseBook:
        """Return the book of phrases by code."""
        book = cls(language)
        for code in sorted(phrases):
            for phrase in phrases[code]:
                book._add(code, phrase)
        return book

    def hits(self, words: Sequence[Word]) -> Iterator[Hit]:
        """Yield every phrase wherever it stands, in the order of the phrases."""
        places = self._places(words)
        for code, phrase, parts in self._owners:
            if any(part not in places for part in parts):
                continue
            spans = places[parts[0]]
            for part in parts[1:]:
                spans = _near(spans, places[part])
            for first, last in spans:
                yield Hit(code=code, phrase=phrase, first=first, last=last)

    def _add(self, code: str, phrase: str) -> None:
        parts = tuple(self._part(each) for each in phrase.split("~"))
        for part in parts:
            self._by_first[part[0]].add(part)
            self._open |= {unit for unit in part if "*" in unit}
        self._owners.append((code, phrase, parts))

    def _part(self, text: str) -> _Part:
        return tuple(fold(piece) if "*" in piece else stem(piece, self.language) for piece in _PIECE.findall(text))

    def _places(self, words: Sequence[Word]) -> dict[_Part, list[tuple[int, int]]]:
        units = [self._units_of(word) for word in words]
        found: dict[_Part, list[tuple[int, int]]] = defaultdict(list)
        for at, here in enumerate(units):
            for unit in here:
                for part in self._by_first.get(unit, ()):
                    if _stands(part, units, at):
                        found[part].append((at, at + len(part) - 1))
        return found

    def _units_of(self, word: Word) -> frozenset[_Unit]:
        known = self._seen.get(word.folded)
        if known is None:
            letters = word.folded
            ends = range(_SHORTEST_BEGINNING, len(letters) + 1)
            open_ = {f"{letters[:end]}*" for end in ends} | {f"*{letters[-end:]}" for end in ends}
            inner = {unit for unit in self._open if unit[0] == unit[-1] == "*" and unit[1:-1] in letters}
            known = self._seen[word.folded] = frozenset(open_ & self._open | inner | {word.stem})
        return known


def _stands(part: _Part, units: Sequence[frozenset[_Unit]], at: int) -> bool:
    return at + len(part) <= len(units) and all(unit in units[at + step] for step, unit in enumerate(part))


def _near(ones: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans that hold one of each, at most NEAR words apart; each of the first counts once."""
    found = []
    for first, last in ones:
        beside = [each for each in others if 0 < each[0] - last <= NEAR or 0 < first - each[1] <= NEAR]
        if beside:
            closest = min(beside, key=lambda each: (abs(each[0] - first), each))
            found.append((min(first, closest[0]), max(last, closest[1])))
    return found
