"""What goes into a ranking list and what comes out of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from consortia.core.values import Message, Money

Outcome: TypeAlias = Literal["awarded", "reserve", "below-threshold", "declined"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """An application with its consolidated points by criterion, the grant it asks for, and a lower one if proposed."""

    application: str
    envelope: str
    requested: Money
    points: Mapping[str, Decimal]
    proposed: Money | None = None

    @property
    def grant(self) -> Money:
        """The grant that it gets when it is awarded: the proposed one where experts or the committee proposed less."""
        return self.requested if self.proposed is None else self.proposed

    @property
    def total(self) -> Decimal:
        """The points of all criteria together."""
        return sum(self.points.values(), start=Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """The money for one ranking list."""

    code: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined:
    """An applicant does not take the grant, or leaves the reserve list."""

    application: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grown:
    """An envelope gets more money than it had when the list was made."""

    envelope: str
    by: Money


Event: TypeAlias = Declined | Grown


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """Where an application stands in its ranking list, what it gets, and the one sentence that says why."""

    application: str
    envelope: str
    position: int
    total: Decimal
    outcome: Outcome
    grant: Money
    reason: Message
