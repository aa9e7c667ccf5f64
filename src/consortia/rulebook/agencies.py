"""Which national agency receives an application."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from consortia.core.values import Certainty

FOLDER = Path(__file__).parent / "agencies"


class Agency(BaseModel):
    """One national agency: its country and the fields it serves."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    country: str
    title: str
    town: str
    fields: tuple[str, ...]


class _Origin(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    document: str
    section: str


class _Agencies(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    year: int
    text: str
    source: _Origin
    status: Certainty
    agency: tuple[Agency, ...]


@cache
def agencies_of(year: int) -> tuple[Agency, ...]:
    """Return the agencies of a call year."""
    path = FOLDER / f"erasmus-{year}.toml"
    if not path.is_file():
        return ()
    with path.open("rb") as file:
        return _Agencies.model_validate(tomllib.load(file)["agencies"]).agency


def agencies_for(year: int, country: str, field: str) -> tuple[Agency, ...]:
    """Return the agencies that take an application of a coordinator from this country in this field.

    Mostly one; several where a country has communities with an agency each: then the coordinator chooses.
    """
    return tuple(each for each in agencies_of(year) if each.country == country and field in each.fields)


@cache
def known_agencies() -> dict[str, Agency]:
    """Return every agency that any year knows by its code, in the newest year's words."""
    years = sorted(int(path.stem.rpartition("-")[2]) for path in FOLDER.glob("erasmus-*.toml"))
    return {each.code: each for year in years for each in agencies_of(year)}
