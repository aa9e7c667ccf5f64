"""Values that every part of the core shares: money, sources, messages, findings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Literal, TypeAlias

Rounding: TypeAlias = Literal["nearest-cent-halves-up", "whole-cents-down"]
Standing: TypeAlias = Literal["programme", "partner"]
Certainty: TypeAlias = Literal["verified", "provisional"]
FindingStatus: TypeAlias = Literal["pass", "fail", "warning", "not-applicable"]

_CENT = Decimal("0.01")
_DIRECTIONS: Mapping[Rounding, str] = {
    "nearest-cent-halves-up": ROUND_HALF_UP,
    "whole-cents-down": ROUND_DOWN,
}


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Money:
    """A sum in euros, exact; only `rounded` ever drops a fraction of a cent."""

    amount: Decimal

    def __add__(self, other: "Money") -> "Money":
        return Money(amount=self.amount + other.amount)

    def __sub__(self, other: "Money") -> "Money":
        return Money(amount=self.amount - other.amount)

    def __bool__(self) -> bool:
        return bool(self.amount)

    def __str__(self) -> str:
        return (
            f"{self.amount:.2f}" if self.amount == self.amount.quantize(_CENT) else format(self.amount.normalize(), "f")
        )

    def times(self, factor: int | Decimal) -> "Money":
        """This sum taken so many times."""
        return Money(amount=self.amount * factor)

    def rounded(self, rounding: Rounding) -> "Money":
        """The one place where money is rounded; the direction and its source stand in the call file under `money`."""
        return Money(amount=self.amount.quantize(_CENT, rounding=_DIRECTIONS[rounding]))


ZERO = Money(amount=Decimal("0.00"))


def euros(amount: int | str | Decimal) -> Money:
    """Money from a whole number of euros or from a decimal text."""
    return Money(amount=Decimal(amount))


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a rule or a number was read: one of the call's documents and the place in it."""

    document: str
    section: str

    def __str__(self) -> str:
        return f"{self.document}, {self.section}"


Parameter: TypeAlias = str | int | bool | Decimal | Money | date | datetime | tuple[str, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Something to say, as a code with its facts; the words belong to the rulebook's wording."""

    code: str
    parameters: Mapping[str, Parameter]


def message(code: str, **parameters: Parameter) -> Message:
    """A message with its facts given by name."""
    return Message(code=code, parameters=parameters)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What looking at one rule showed, with the places in the document that it speaks of."""

    rule: str
    status: FindingStatus
    message: Message
    where: tuple[str, ...]
    source: Source
