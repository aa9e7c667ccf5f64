"""A rate with everything that explains it, worked out once for a call."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from consortia.core.values import Certainty, Money, Source

Unit: TypeAlias = Literal[
    "month",
    "organisation-month",
    "person",
    "day",
    "participant",
    "person-day",
    "person-month",
    "cost",
    "project",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff:
    """What one unit costs, by which group and band of which table, and where that was read."""

    rate: Money
    unit: Unit
    source: Source
    status: Certainty
    group: str | None = None
    band: str | None = None
    share: Decimal | None = None
