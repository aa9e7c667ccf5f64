"""The lines of a budget in words: what, how much of it, at which rate, where the number comes from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext_lazy

from consortia.core.budget import HeadingBudget, Line
from consortia.core.budget.values import LineKind
from consortia.core.call import CallDefinition, Heading, MoneyRule, Rule
from consortia.core.call.headings import DailyRatesTerms, StaysTerms
from consortia.portals.applicant.entry.ways import band_words, bands_of
from consortia.portals.shared.money import euro_words, number_words, short_euro_words
from consortia.stages.applications.models import PlanRow
from consortia.stages.applications.snapshots import View

UNITS: Final[dict[str, Promise]] = {
    "month": ngettext_lazy("%(shown)s month", "%(shown)s months", "count"),
    "organisation-month": ngettext_lazy("%(shown)s organisation-month", "%(shown)s organisation-months", "count"),
    "person": ngettext_lazy("%(shown)s person", "%(shown)s people", "count"),
    "day": ngettext_lazy("%(shown)s day", "%(shown)s days", "count"),
    "participant": ngettext_lazy("%(shown)s participant", "%(shown)s participants", "count"),
    "person-day": ngettext_lazy("%(shown)s person-day", "%(shown)s person-days", "count"),
    "person-month": ngettext_lazy("%(shown)s person-month", "%(shown)s person-months", "count"),
}
KINDS: Final[dict[LineKind, Promise]] = {
    "coordinator-share": gettext_lazy("Coordinating organisation"),
    "partner-share": gettext_lazy("Each other organisation"),
    "travel": gettext_lazy("Travel"),
    "work": gettext_lazy("Work"),
    "local-participants": gettext_lazy("Participants from the country of the event"),
    "international-participants": gettext_lazy("Participants from other countries"),
    "support": gettext_lazy("Individual support"),
    "linguistic-support": gettext_lazy("Language support"),
    "cost": gettext_lazy("Real cost"),
    "outside-cost": gettext_lazy("Real cost outside the ceiling"),
    "lump-sum": gettext_lazy("Lump sum"),
}


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
        what=_what_words(heading, line),
        organisation=participation.organisation.name if participation else "",
        quantity=quantity_words(line),
        rate=rate_words(line),
        terms=_terms_words(heading, line),
        unpaid=_unpaid_words(view.rows.call, line),
        source=source_words(view.rows.call, line),
        rule=rule_text(view.rows.call, line.unpaid) if line.unpaid else heading.text,
    )


def quantity_words(line: Line) -> str:
    """Return how much of what is counted, "6 people"."""
    if line.unit not in UNITS:
        return ""
    return str(UNITS[line.unit] % {"count": line.quantity, "shown": number_words(line.quantity)})


def rate_words(line: Line) -> str:
    """Return the rate, or the share of a real cost that is paid."""
    if line.share is not None:
        return gettext("%(share)s of %(cost)s") % {
            "share": percent_words(line.share),
            "cost": euro_words(line.rate.amount),
        }
    return gettext("no rate for this country") if line.without_rate else short_euro_words(line.rate.amount)


def percent_words(share: Decimal) -> str:
    """Return a share as "75 %"."""
    return f"{number_words((share * 100).normalize())}\N{NO-BREAK SPACE}%"


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


def _what_words(heading: Heading, line: Line) -> str:
    if line.what == "work" and isinstance(heading.terms, DailyRatesTerms):
        titles = {category.code: category.title for category in heading.terms.categories}
        return titles.get(line.band or "", str(KINDS["work"]))
    return str(KINDS[line.what])


def _terms_words(heading: Heading, line: Line) -> str:
    """Return the group and the band that decided on the rate."""
    parts = [_group_words(heading, line), _band_words(heading, line)]
    return ", ".join(part for part in parts if part)


def _group_words(heading: Heading, line: Line) -> str:
    if line.group is None:
        return ""
    if isinstance(heading.terms, DailyRatesTerms):
        return next((group.title for group in heading.terms.groups if group.code == line.group), line.group)
    if isinstance(heading.terms, StaysTerms):
        groups = (group for kind in heading.terms.kinds for group in kind.receiving_groups)
        return next((group.title for group in groups if group.code == line.group), line.group)
    return line.group


def _band_words(heading: Heading, line: Line) -> str:
    if line.band is None or line.what == "work":
        return ""
    if line.what == "travel":
        return next((band_words(band) for band in bands_of(heading) if band.label == line.band), line.band)
    pattern = gettext("days %(band)s") if line.unit == "person-day" else gettext("months %(band)s")
    return pattern % {"band": line.band}


def _unpaid_words(call: CallDefinition, line: Line) -> str:
    return rule_title(call, line.unpaid) if line.unpaid else ""
