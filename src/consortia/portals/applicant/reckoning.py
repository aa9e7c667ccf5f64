"""The lines of a budget in words: what, how much of it, at which rate, where the number comes from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from consortia.core.budget import HeadingBudget, Line
from consortia.core.call import CallDefinition, Heading, MoneyRule, Rule
from consortia.portals.shared.reckoned import quantity_words, rate_words, terms_words, what_words
from consortia.stages.applications.models import PlanRow
from consortia.stages.applications.snapshots import View


@dataclass(frozen=True, slots=True, kw_only=True)
class ReckonedLine:
    """One line of the budget as a page shows it."""

    line: Line
    what: str
    organisation: str
    quantity: str
    rate: str
    terms: str
    unpaid: str
    source: str
    rule: str

    @property
    def amount(self) -> Decimal:
        """What the line brings."""
        return self.line.amount.amount

    @property
    def asked(self) -> Decimal:
        """What the line would bring if nothing stood against it."""
        return self.line.asked.amount


@dataclass(frozen=True, slots=True, kw_only=True)
class ReckonedRow:
    """The lines that one planned row brings to a heading; without a row they follow from other facts."""

    row: PlanRow | None
    name: str
    lines: tuple[ReckonedLine, ...]
    amount: Decimal


def reckoned_rows(view: View, budget: HeadingBudget) -> tuple[ReckonedRow, ...]:
    """Return the lines of a heading, row by row."""
    heading = view.rows.call.heading(budget.code)
    grouped: dict[str, tuple[PlanRow | None, list[Line]]] = {}
    for line in budget.lines:
        row = view.row_at(line.where)
        grouped.setdefault(row.key if row else line.where, (row, []))[1].append(line)
    return tuple(
        ReckonedRow(
            row=row,
            name=row_name(row) if row else "",
            lines=tuple(reckoned_line(view, heading, line) for line in lines),
            amount=sum((line.amount.amount for line in lines), start=Decimal("0.00")),
        )
        for row, lines in grouped.values()
    )


def row_name(row: PlanRow) -> str:
    """Return what a row is called."""
    return row.title or row.values.get("description") or row.values.get("title") or row.key


def reckoned_line(view: View, heading: Heading, line: Line) -> ReckonedLine:
    """Return a line of the budget in words."""
    participation = view.rows.by_key.get(line.organisation or "")
    return ReckonedLine(
        line=line,
        what=what_words(heading, line),
        organisation=participation.organisation.name if participation else "",
        quantity=quantity_words(line),
        rate=rate_words(line),
        terms=terms_words(heading, line),
        unpaid=_unpaid_words(view.rows.call, line),
        source=source_words(view.rows.call, line),
        rule=rule_text(view.rows.call, line.unpaid) if line.unpaid else heading.text,
    )


def rule_text(call: CallDefinition, code: str) -> str:
    """Return what a rule of the call says."""
    return _rules(call)[code].text if code in _rules(call) else code


def rule_title(call: CallDefinition, code: str) -> str:
    """Return what a rule of the call is called."""
    return _rules(call)[code].title if code in _rules(call) else code


def source_words(call: CallDefinition, line: Line) -> str:
    """Return where the rate was read: the title of the document and the place in it."""
    return document_words(call, line.source.document, line.source.section)


def document_words(call: CallDefinition, code: str, section: str) -> str:
    """Return a source with the title of its document."""
    title = next((each.title for each in call.documents if each.code == code), code)
    return f"{title}: {section}"


def _rules(call: CallDefinition) -> dict[str, Rule | MoneyRule]:
    return {rule.code: rule for rule in call.rules} | {rule.code: rule for rule in call.money_rules}


def _unpaid_words(call: CallDefinition, line: Line) -> str:
    return rule_title(call, line.unpaid) if line.unpaid else ""
