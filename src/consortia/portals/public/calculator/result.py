"""What the core makes of a sheet, in the words of the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from consortia.core.application import Application, read_application
from consortia.core.budget import Budget, Cut, HeadingBudget, Line, calculate_budget
from consortia.core.call import CallDefinition, Heading, MoneyRule, Rule
from consortia.core.errors import DocumentError
from consortia.portals.public.calculator.document import write_document
from consortia.portals.public.calculator.sheet_forms import SheetForms
from consortia.portals.shared.reckoned import quantity_words, rate_words, rule_named, terms_words, what_words
from consortia.rulebook.wording import say


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLine:
    """One line of the reckoning."""

    line: Line
    what: str
    about: str
    quantity: str
    rate: str
    terms: str
    unpaid: Rule | MoneyRule | None

    @property
    def amount(self) -> Decimal:
        """What the line brings."""
        return self.line.amount.amount


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownHeading:
    """One heading with its lines and what its ceiling cuts."""

    heading: Heading
    budget: HeadingBudget
    lines: tuple[ShownLine, ...]
    rule: Rule | MoneyRule | None

    @property
    def cut(self) -> Cut | None:
        """What the ceiling took away."""
        return self.budget.cut


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The whole reckoning."""

    call: CallDefinition
    application: Application
    budget: Budget
    headings: tuple[ShownHeading, ...]
    warnings: tuple[str, ...]

    @property
    def share_of_ceiling(self) -> int:
        """How much of the ceiling is asked for, in hundredths and at most all of it."""
        ceiling = self.budget.maximum_grant.amount
        return min(100, int(self.budget.requested_total.amount * 100 / ceiling)) if ceiling else 0


def reckon(forms: SheetForms) -> Result | None:
    """Return the reckoning of a sheet; nothing while something on it cannot be reckoned with."""
    if not forms.is_valid:
        return None
    written = write_document(forms)
    try:
        application = read_application(written.document, forms.call)
    except DocumentError as trouble:
        # Only an address that somebody wrote by hand gets here: forms leave nothing unreadable.
        forms.problems.append({"text": str(trouble), "href": ""})
        return None
    budget = calculate_budget(forms.call, application)
    return Result(
        call=forms.call,
        application=application,
        budget=budget,
        headings=tuple(_shown_heading(forms.call, each, application, written.names) for each in budget.headings),
        warnings=tuple(say(each.message) for each in budget.findings if each.status == "warning"),
    )


def _shown_heading(
    call: CallDefinition, budget: HeadingBudget, application: Application, names: Mapping[str, str]
) -> ShownHeading:
    heading = call.heading(budget.code)
    return ShownHeading(
        heading=heading,
        budget=budget,
        lines=tuple(_shown_line(call, heading, line, application, names) for line in budget.lines if line.quantity),
        rule=rule_named(call, budget.cut.rule) if budget.cut else None,
    )


def _shown_line(
    call: CallDefinition, heading: Heading, line: Line, application: Application, names: Mapping[str, str]
) -> ShownLine:
    organisation = application.by_id.get(line.organisation or "")
    who = (organisation.name or organisation.country) if organisation else ""
    return ShownLine(
        line=line,
        what=what_words(heading, line),
        about=", ".join(part for part in (who, names.get(line.where, "")) if part),
        quantity=quantity_words(line),
        rate=rate_words(line),
        terms=terms_words(heading, line),
        unpaid=rule_named(call, line.unpaid) if line.unpaid else None,
    )
