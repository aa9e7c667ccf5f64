"""Countries and their dated standing towards the programme."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from unicodedata import combining, normalize

from consortia.core.values import Certainty, Source, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A country in a list, with the dates of its own where they differ from those of the list."""

    code: str
    name: str
    from_: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryList:
    """Countries of one standing: the Programme Countries, or one region of Partner Countries."""

    code: str
    title: str
    standing: Standing
    from_: date
    until: date
    members: tuple[Member, ...]
    source: Source
    status: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """A code that people write for a country which the programme spells otherwise."""

    written: str
    meant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A country as it stands on the day the call looks at."""

    code: str
    name: str
    standing: Standing
    region: str
    region_title: str

    @property
    def looked_up_as(self) -> str:
        """The name as people look for it in a list: capitals and accents do not count."""
        return "".join(letter for letter in normalize("NFD", self.name) if not combining(letter)).casefold()


def countries_on(day: date, lists: Iterable[CountryList]) -> Mapping[str, Country]:
    """All countries that have a standing on this day, by code."""
    found: dict[str, Country] = {}
    for group in lists:
        for member in group.members:
            if (member.from_ or group.from_) <= day <= (member.until or group.until):
                found[member.code] = Country(
                    code=member.code,
                    name=member.name,
                    standing=group.standing,
                    region=group.code,
                    region_title=group.title,
                )
    return found
