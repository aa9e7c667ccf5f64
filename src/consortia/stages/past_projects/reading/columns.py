"""Which column says what: the headings of published lists, recognised in their many spellings."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_BRACKETS = re.compile(r"\([^()]*\)")
_SPACES = re.compile(r"[\s_]+")
_PLACE = re.compile(
    r"(?:(?P<lead>coordinator's|coordinating organisation|coordinator)|partner (?P<number>\d{1,4})) (?P<what>.+)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The headings of one file by what they say: of the project, and of each place in its consortium."""

    project: Mapping[str, str]
    places: Mapping[int, Mapping[str, str]]
    participation: Mapping[str, str]

    @property
    def has_projects(self) -> bool:
        """Whether each row describes a project."""
        return "identifier" in self.project and ("title" in self.project or "summary" in self.project)

    @property
    def has_participations(self) -> bool:
        """Whether each row tells of one organisation in a project."""
        return not self.has_projects and "identifier" in self.project and "name" in self.participation

    @property
    def is_understood(self) -> bool:
        """Whether a row of this file can be understood at all."""
        return self.has_projects or self.has_participations


@cache
def spellings() -> Mapping[str, Any]:
    """Return the table of headings and words."""
    return tomllib.loads(files(__package__).joinpath("columns.toml").read_text("utf-8"))


def plain_heading(heading: str) -> str:
    """Return a heading as it is compared: small letters, single blanks, nothing in brackets, one apostrophe."""
    plain = unicodedata.normalize("NFKC", heading).replace("\ufeff", "").replace("\u2019", "'").casefold()
    return _SPACES.sub(" ", _BRACKETS.sub(" ", plain)).strip()


def recognise(headings: Iterable[str]) -> Columns:
    """Return which heading says what; of two that say the same the first counts."""
    told = spellings()
    project: dict[str, str] = {}
    places: dict[int, dict[str, str]] = {}
    participation: dict[str, str] = {}
    for heading in headings:
        plain = plain_heading(heading)
        if what := _meaning(plain, told["project"]):
            project.setdefault(what, heading)
        elif found := _PLACE.fullmatch(plain):
            number = int(found["number"] or 0)
            if said := _meaning(found["what"], told["organisation"]):
                places.setdefault(number, {}).setdefault(said, heading)
            elif number == 0 and found["what"] == "number":
                participation.setdefault("number", heading)
        if what := _meaning(plain, told["participation"]) or _meaning(plain, told["organisation"]):
            participation.setdefault(what, heading)
    return Columns(project=project, places=dict(sorted(places.items())), participation=participation)


def _meaning(plain: str, meanings: Mapping[str, list[str]]) -> str:
    return next((what for what, names in meanings.items() if plain in names), "")
