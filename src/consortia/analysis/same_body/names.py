"""Names of organisations taken apart into what tells one body from another and what does not."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from consortia.analysis.places import fold_name

# Typing without umlauts: Münster, Muenster and Munster meet.
_DIGRAPHS = re.compile("ae|oe|ue")
_TO_VOWEL = {"ae": "a", "oe": "o", "ue": "u"}
# UTF-8 that was read as another code page, as spreadsheets do: "√©" for "é", "Ã©" for "é".
_MISREAD = (("√", "mac_roman"), ("Ã", "cp1252"))
# What stands in brackets or behind a comma at the end: "College of the River (Tampere)".
_AT_THE_END = re.compile(r"^(.+?)\s*[(,\u2013-]\s*([^(),\u2013]+?)\s*\)?\s*$")
_SHORT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A body as somebody wrote it down; town and country may be unknown."""

    id: str
    name: str
    country: str = ""
    town: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name taken apart: the words that count, the form in law, numbers, parts of larger bodies, initials."""

    words: frozenset[str]
    joined: str
    numbers: frozenset[str]
    parts: frozenset[str]
    initials: frozenset[str]
    short: frozenset[str]
    town: frozenset[str]


def name_of(written: Written) -> Name:
    """Take a name apart."""
    said = [_plain(word) for word in _joined_letters(fold_name(_without_town(written)).split())]
    forms, parts, ordinals = _vocabulary()
    numbers = frozenset(filter(None, (_number(word, ordinals) for word in said)))
    telling = [word for word in said if word not in forms and not _number(word, ordinals)] or said
    return Name(
        words=frozenset(telling),
        joined="".join(telling),
        numbers=numbers,
        parts=frozenset(word for word in said if word in parts),
        initials=_initials(telling),
        short=frozenset(word for word in telling if _SHORT <= len(word) <= 2 * _SHORT),
        town=frozenset(word for word in folded(written.town).split() if len(word) >= _SHORT),
    )


def _without_town(written: Written) -> str:
    """Return the name without the town that somebody put behind it; a town within the name stays."""
    name = _read_again(written.name)
    found = _AT_THE_END.match(name)
    return found[1] if found and written.town and folded(found[2]) == folded(written.town) else name


def folded(text: str) -> str:
    """Return plain small letters in which umlauts, digraphs and misread accents meet."""
    return _plain(fold_name(_read_again(text)))


def _plain(text: str) -> str:
    return _DIGRAPHS.sub(lambda found: _TO_VOWEL[found.group()], text)


def _read_again(text: str) -> str:
    for sign, page in _MISREAD:
        if sign in text:
            try:
                return text.encode(page).decode("utf-8")
            except UnicodeError:
                continue
    return text


def _joined_letters(words: Sequence[str]) -> list[str]:
    """Write letters that stand alone together: "s r l" is one word."""
    found: list[str] = []
    alone = ""
    for word in [*words, ""]:
        if len(word) == 1 and word.isalpha():
            alone += word
            continue
        found.extend(filter(None, (alone, word)))
        alone = ""
    return found


def _number(word: str, ordinals: Mapping[str, str]) -> str:
    return word.lstrip("0") or "0" if word.isdecimal() else ordinals.get(word, "")


def _initials(words: Sequence[str]) -> frozenset[str]:
    """Return what the name may be called for short: the first letters of all words, and of the longer ones."""
    ways = ("".join(word[0] for word in words), "".join(word[0] for word in words if len(word) > _SHORT))
    return frozenset(way for way in ways if len(way) >= _SHORT)


@cache
def _vocabulary() -> tuple[frozenset[str], frozenset[str], Mapping[str, str]]:
    told = tomllib.loads(files("consortia.analysis.same_body").joinpath("data/words.toml").read_text(encoding="utf-8"))
    forms = frozenset(folded(form) for country in told["forms"].values() for form in country)
    parts = frozenset(folded(part) for part in told["parts"]["words"])
    return forms, parts, dict(_ordinals(told["ordinals"]))


def _ordinals(told: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    for number, words in told.items():
        for word in words:
            yield folded(word), number
