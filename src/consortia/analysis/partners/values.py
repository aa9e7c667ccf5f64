"""What partner suggestions are made from, and what they say."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """An organisation as it can be compared; `words` are its name, its town and what it writes about itself."""

    id: str
    name: str
    country: str
    kind: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consortium:
    """Who carried out one past project together, by the ids of the bodies, and the year in which it began."""

    project: str
    year: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a body is suggested: a code with the facts that stand behind it, most telling first."""

    code: str
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A body that may fit, how strongly compared with the others, why, and whether it is new to the programme."""

    body: Body
    score: float
    reasons: tuple[Reason, ...]
    newcomer: bool
