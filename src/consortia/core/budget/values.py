"""A budget as a value: headings, their lines, and what ceilings cut."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from consortia.core.call.tariffs import Tariff, Unit
from consortia.core.values import Certainty, Finding, Money, Source

Facts: TypeAlias = dict[str, object]

LineKind: TypeAlias = Literal[
    "coordinator-share",
    "partner-share",
    "travel",
    "work",
    "local-participants",
    "international-participants",
    "support",
    "linguistic-support",
    "cost",
    "outside-cost",
    "lump-sum",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One reckoning: so much of something at a tariff. `unpaid` names the rule by which it is paid nothing."""

    what: LineKind
    where: str
    quantity: int
    tariff: Tariff
    asked: Money
    organisation: str | None = None
    unpaid: str | None = None
    without_rate: bool = False

    @property
    def unit(self) -> Unit:
        """What is counted."""
        return self.tariff.unit

    @property
    def rate(self) -> Money:
        """What one unit costs."""
        return self.tariff.rate

    @property
    def share(self) -> Decimal | None:
        """The share of a real cost that is paid."""
        return self.tariff.share

    @property
    def group(self) -> str | None:
        """The group of countries in the table of the tariff."""
        return self.tariff.group

    @property
    def band(self) -> str | None:
        """The band of distance or length, or the category of staff."""
        return self.tariff.band

    @property
    def source(self) -> Source:
        """Where the tariff was read."""
        return self.tariff.source

    @property
    def status(self) -> Certainty:
        """How certain the tariff is."""
        return self.tariff.status

    @property
    def amount(self) -> Money:
        """What the line brings to its heading."""
        return NOTHING if self.unpaid else self.asked

    def as_facts(self) -> Facts:
        """The line as plain values that JSON can hold."""
        return {
            "what": self.what,
            "where": self.where,
            "quantity": self.quantity,
            "unit": self.unit,
            "rate": str(self.rate),
            "share": None if self.share is None else str(self.share),
            "amount": str(self.amount),
            "asked": str(self.asked),
            "group": self.group,
            "band": self.band,
            "organisation": self.organisation,
            "unpaid": self.unpaid,
            "source": str(self.source),
            "status": self.status,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What a ceiling took away."""

    rule: str
    ceiling: Money
    before: Money

    @property
    def taken(self) -> Money:
        """The difference."""
        return self.before - self.ceiling

    def as_facts(self) -> Facts:
        """The cut as plain values that JSON can hold."""
        sums = {"ceiling": str(self.ceiling), "before": str(self.before), "taken": str(self.taken)}
        return {"rule": self.rule, **sums}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingBudget:
    """A heading with its lines, their sum, its ceiling and what remains of the sum."""

    code: str
    key: str
    title: str
    lines: tuple[Line, ...]
    subtotal: Money
    ceiling: Money | None
    cut: Cut | None
    amount: Money

    def as_facts(self) -> Facts:
        """The heading as plain values that JSON can hold."""
        return {
            "code": self.code,
            "title": self.title,
            "lines": [line.as_facts() for line in self.lines],
            "subtotal": str(self.subtotal),
            "ceiling": None if self.ceiling is None else str(self.ceiling),
            "cut": self.cut.as_facts() if self.cut else None,
            "amount": str(self.amount),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The whole reckoning of an application."""

    headings: tuple[HeadingBudget, ...]
    requested_total: Money
    maximum_grant: Money
    cut: Cut | None
    grant: Money
    findings: tuple[Finding, ...]

    def heading(self, code: str) -> HeadingBudget:
        """The reckoning of one heading."""
        return next(each for each in self.headings if each.code == code)

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines of all headings."""
        return tuple(line for each in self.headings for line in each.lines)

    @property
    def totals(self) -> Facts:
        """The sums alone, as results are handed over: headings by key, total, ceiling, grant."""
        return {
            "headings": {each.key: str(each.amount) for each in self.headings},
            "requested_total": str(self.requested_total),
            "maximum_grant": str(self.maximum_grant),
            "grant": str(self.grant),
        }

    def as_facts(self) -> Facts:
        """The whole reckoning as plain values that JSON can hold."""
        return {
            **self.totals,
            "headings": [each.as_facts() for each in self.headings],
            "cut": self.cut.as_facts() if self.cut else None,
        }

    @property
    def warnings(self) -> tuple[str, ...]:
        """The money rules that took something away, in alphabetical order."""
        return tuple(sorted(each.rule for each in self.findings if each.status == "warning"))


NOTHING = Money(amount=Decimal("0.00"))
