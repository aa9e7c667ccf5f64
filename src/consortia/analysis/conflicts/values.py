"""Experts, applications and what ties them, as values."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal[
    "declared",
    "tie",
    "same-organisation",
    "person-in-round",
    "same-name",
    "same-domain",
    "employer-in-round",
    "worked-together",
    "same-family",
    "same-country",
]
Severity: TypeAlias = Literal["bars", "decision"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """An organisation; records that are one body have one `id`, one that is only named has none."""

    id: str
    name: str
    country: str = ""
    town: str = ""
    domains: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An expert: where they work, what they belong to, and the organisations they named as ties."""

    id: str
    country: str = ""
    employer: Body | None = None
    memberships: tuple[Body, ...] = ()
    domain: str = ""
    ties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """A body in a consortium and what it is there."""

    body: Body
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An application: who applies, who takes part, and the domains of the people who write for them."""

    id: str
    country: str = ""
    partners: tuple[Partner, ...] = ()
    people_domains: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A body's part in an application of the round; `reference` is empty where another agency received it."""

    case: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """A funded project in which two bodies were partners."""

    project: str
    title: str
    year: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What is known of bodies beside the applications at hand.

    `parts`: the applications of the round that a body takes part in, at whichever agency. `together`: by an expert's
    id, the bodies that the employer was a partner of, with the latest project. `declared`: reasons by expert and
    application.
    """

    parts: Mapping[str, tuple[Part, ...]] = field(default_factory=dict)
    together: Mapping[str, Mapping[str, Together]] = field(default_factory=dict)
    declared: Mapping[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A tie between an expert and an application, and the path that shows it: names of what leads from one to other."""

    kind: Kind
    path: Mapping[str, object]

    @property
    def severity(self) -> Severity:
        """Whether it bars the expert or needs the decision of two officers."""
        return severity_of(self.kind)


def severity_of(kind: Kind) -> Severity:
    """Return how much a kind of tie weighs."""
    return _kinds()[kind]


@cache
def _kinds() -> Mapping[Kind, Severity]:
    told = tomllib.loads(files("consortia.analysis.conflicts").joinpath("data/kinds.toml").read_text("utf-8"))
    return {kind: facts["severity"] for kind, facts in told["kinds"].items()}
