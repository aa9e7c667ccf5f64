"""Names of bodies in one town: whether they may belong together."""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from consortia.analysis.same_body.names import Name, Written, folded, name_of

_LEAST_LETTERS = 3


def named(name: str) -> str:
    """Return a name as it is compared: without accents, case, spaces and the form in law; numbers count."""
    if not name.strip():
        return ""
    taken = _name(name)
    return " ".join([taken.joined, *sorted(taken.numbers)])


def alike(one: str, other: str) -> bool:
    """Whether two names differ in nothing but their writing."""
    return named(one) == named(other)


def town_of(town: str) -> str:
    """Return a town as it is compared."""
    return folded(town)


def family_word(one: str, other: str, town: str) -> str:
    """Return the word that makes two bodies of a town a family, the longest; empty where none does.

    A word counts that both names have and that says which body it is. Where one name is nothing but a kind of body and
    the town ("University of Leipzig"), the kind counts too. Two different numbers ("School 3", "School 4") are none.
    """
    ours, theirs = _name(one), _name(other)
    if ours.numbers and theirs.numbers and ours.numbers != theirs.numbers:
        return ""
    here = frozenset(folded(town).split())
    mine, yours = _telling(ours, here), _telling(theirs, here)
    shared = mine & yours
    if not mine - kinds_of_bodies() or not yours - kinds_of_bodies():
        return max(sorted(shared), key=len, default="")
    return max(sorted(shared - kinds_of_bodies()), key=len, default="")


@cache
def kinds_of_bodies() -> frozenset[str]:
    """Return the words that say what a body is and not which one."""
    told = tomllib.loads(files("consortia.analysis.conflicts").joinpath("data/body-words.toml").read_text("utf-8"))
    return frozenset(folded(word) for word in told["words"].split())


def _telling(name: Name, town: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in name.words - town if len(word) >= _LEAST_LETTERS)


@lru_cache(maxsize=65_536)
def _name(name: str) -> Name:
    return name_of(Written(id="", name=name))
