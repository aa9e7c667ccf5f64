"""What every way of reckoning is given."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from consortia.core.application import Application
from consortia.core.budget.values import Line
from consortia.core.call import CallDefinition, Heading
from consortia.core.values import Money

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """A heading of a call, the application, and the money that earlier headings hold."""

    call: CallDefinition
    heading: Heading
    application: Application
    held: Mapping[str, Money]

    def terms(self, kind: type[T]) -> T:
        """The terms of the heading, which its basis fixes the kind of."""
        if not isinstance(self.heading.terms, kind):
            raise TypeError(f"heading {self.heading.code} holds no {kind.__name__}")
        return self.heading.terms

    def closed_by(self) -> str | None:
        """The rule that closes the heading to the type of this project, if one does."""
        if self.heading.is_open_to(self.application.type):
            return None
        return self.call.look.closing_rule

    def unpaid_for(self, organisation: str) -> str | None:
        """The rule by which nothing is paid for this organisation here, if there is one."""
        closed = self.closed_by()
        if closed:
            return closed
        role = self.application.by_id[organisation].role
        return None if self.call.look.roles[role].funded else self.call.look.unfunded_rule


Basis: TypeAlias = Callable[[Reckoning], Iterator[Line]]
