"""What a shadow ranking is made from and what it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

# What happens where the next application does not fit the rest of its envelope: nothing more is funded, or the next
# that fits is.
NotFitting = Literal["stop", "go-on"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The points one expert gave one application."""

    application: str
    expert: str
    points: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Requested:
    """What an application asks for, in euros, and the envelope it would be paid from."""

    application: str
    envelope: str
    amount: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Standard deviations the model is asked to believe possible, all in points; each is uniform up to its bound.

    `severity_fixed` takes the place of the second where it is not to be learnt. `mean` fixes the mean of all points.
    `tastes_apart` counts an expert's own view of one application beside the slip of the pen; with one mark for each
    expert and application only their sum can be seen.
    """

    application: float
    severity: float
    residual: float
    severity_fixed: float | None = None
    mean: float | None = None
    tastes_apart: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Where a value lies with the probability asked for."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Severity:
    """How many points below other experts one marks (below zero: above them); compare within one `part` only."""

    expert: str
    assessments: int
    part: int
    severity: float
    interval: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where an application stands if severity and noise are taken into account; 1 is the best of its envelope.

    `quality` is in points. `chance` is how likely the money reaches it if quality alone decided, `chance_again` if
    experts drawn anew marked it once more, both with their numerical error. `grey`: within the band where order is
    noise; `unsettled`: the numerical error leaves open whether it is.
    """

    application: str
    envelope: str
    part: int
    quality: float
    expected_rank: float
    rank: Interval
    chance: float
    chance_again: float
    error: float
    grey: bool
    unsettled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shadow:
    """A shadow ranking: information beside the official order, which it never changes.

    `deviations` are the learnt standard deviations in points (application, severity, residual). `parts` counts the
    groups of applications and experts that no assessment connects; severity says nothing across them. `unassessed`
    asked for money and has no points.
    """

    standings: tuple[Standing, ...]
    severities: tuple[Severity, ...]
    deviations: Mapping[str, float]
    parts: int
    unassessed: tuple[str, ...]
    level: float
    draws: int
    seed: int
