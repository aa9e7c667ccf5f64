"""What every way of reckoning is given."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias, TypeVar

from consortia.core.application import Application
from consortia.core.budget.values import Line
from consortia.core.call import CallDefinition, Heading
from consortia.core.call.tariffs import Tariff, Unit
from consortia.core.values import Money

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """A heading of a call, the application, and the money that earlier headings hold.

    `closed` is the rule that closes the heading to the type of the project, if one does; `unfunded` names the
    organisations that receive no money, each with the rule that says so.
    """

    call: CallDefinition
    heading: Heading
    application: Application
    held: Mapping[str, Money]
    closed: str | None
    unfunded: Mapping[str, str | None]

    def terms(self, kind: type[T]) -> T:
        """The terms of the heading, which its basis fixes the kind of."""
        if not isinstance(self.heading.terms, kind):
            raise TypeError(f"heading {self.heading.code} holds no {kind.__name__}")
        return self.heading.terms

    def unpaid_for(self, organisation: str) -> str | None:
        """The rule by which nothing is paid for this organisation here, if there is one."""
        return self.closed or self.unfunded.get(organisation)

    def tariff(self, rate: Money, unit: Unit, *, share: Decimal | None = None) -> Tariff:
        """A tariff read where the heading was read."""
        return Tariff(rate=rate, unit=unit, share=share, source=self.heading.source, status=self.heading.status)


Basis: TypeAlias = Callable[[Reckoning], Iterator[Line]]
