"""The budget: heading by heading and line by line, what ceilings cut, by organisation too, up to the grant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, gettext_lazy

from consortia.core.budget import Cut, HeadingBudget
from consortia.core.call.headings import MonthlyShareTerms
from consortia.portals.applicant.addresses import address_of, page_address, row_address
from consortia.portals.applicant.planned import page_context
from consortia.portals.applicant.reckoning import ReckonedRow, document_words, reckoned_rows, rule_text, rule_title
from consortia.portals.applicant.subjects import an_application
from consortia.portals.shared.page import page
from consortia.stages.applications.models import Application
from consortia.stages.applications.permissions import may_plan, may_read
from consortia.stages.applications.pictures import budget_picture
from consortia.stages.applications.shares import nobodys_money, own_money
from consortia.stages.applications.snapshots import View, view_of

NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class ShownCut:
    """What a ceiling took away, and what the rule says."""

    title: str
    text: str
    source: str
    cut: Cut


@dataclass(frozen=True, slots=True)
class ShownRow:
    """The lines of one row and the page that makes them."""

    reckoned: ReckonedRow
    href: str


@dataclass(frozen=True, slots=True)
class ShownHeading:
    """A heading of the budget as the page shows it."""

    budget: HeadingBudget
    text: str
    href: str
    action: str
    rows: tuple[ShownRow, ...]
    cut: ShownCut | None
    source: str


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    """What one organisation's lines bring, heading by heading, before any ceiling."""

    name: str
    amounts: tuple[Decimal, ...]
    total: Decimal


@page(
    "applications/<str:reference>/budget/",
    name="budget",
    title=gettext_lazy("Budget"),
    rights=may_read,
    of=an_application,
    sees=may_read,
)
def budget(request: HttpRequest, application: Application) -> HttpResponse:
    """Show where every euro comes from."""
    view = view_of(application)
    writes = may_plan(request.user, application)
    headings = tuple(_shown_heading(view, each, writes=writes) for each in view.budget.headings)
    context = page_context(
        view,
        headings=headings,
        paid_headings=tuple(each for each in view.budget.headings if each.lines),
        organisations=_by_organisation(view),
        planned_total=sum((each.subtotal.amount for each in view.budget.headings), start=NOTHING),
        grant_cut=_shown_cut(view, view.budget.cut),
        grant_rule=view.rows.call.look.grant_ceiling,
        wide=mark_safe(budget_picture(view)),  # noqa: S308  # the picture escapes what was typed
        narrow=mark_safe(budget_picture(view, size="narrow", identifier="budget-bars-narrow")),  # noqa: S308  # as above
        writes=writes,
    )
    return render(request, "applicant/budget.html", context)


def _shown_heading(view: View, budget: HeadingBudget, *, writes: bool) -> ShownHeading:
    application, call = view.rows.application, view.rows.call
    heading = call.heading(budget.code)
    rows = tuple(ShownRow(each, _row_href(view, each) if writes else "") for each in reckoned_rows(view, budget))
    follows = isinstance(heading.terms, MonthlyShareTerms)
    where = {"reference": application.reference, "heading": budget.code}
    action = gettext("Look") if follows or not writes else gettext("Change") if rows else gettext("Add")
    return ShownHeading(
        budget=budget,
        text=heading.text,
        href=reverse("applicant:plan", kwargs=where),
        action=action,
        rows=rows,
        cut=_shown_cut(view, budget.cut),
        source=document_words(call, heading.source.document, heading.source.section),
    )


def _row_href(view: View, reckoned: ReckonedRow) -> str:
    reference = view.rows.application.reference
    if reckoned.row is not None:
        return row_address(reckoned.row, reference)
    where = reckoned.lines[0].line.where
    return page_address("consortium", reference=reference) if where == "organisations" else address_of(where, view)


def _shown_cut(view: View, cut: Cut | None) -> ShownCut | None:
    if cut is None:
        return None
    call = view.rows.call
    rule = next(rule for rule in call.money_rules if rule.code == cut.rule)
    source = document_words(call, rule.source.document, rule.source.section)
    return ShownCut(rule_title(call, cut.rule), rule_text(call, cut.rule), source, cut)


def _by_organisation(view: View) -> tuple[OrganisationLine, ...]:
    """Return what is reckoned for each organisation; what belongs to all stands in a line of its own."""
    codes = [each.code for each in view.budget.headings if each.lines]
    call, value, budget = view.rows.call, view.value, view.budget
    lines = [_organisation_line(o.name, own_money(call, value, budget, o.id), codes) for o in value.organisations]
    common = nobodys_money(budget)
    return (
        (*lines, _organisation_line(gettext("For the project as a whole"), common, codes)) if common else tuple(lines)
    )


def _organisation_line(name: str, money: Mapping[str, Decimal], codes: Sequence[str]) -> OrganisationLine:
    amounts = tuple(money.get(code, NOTHING) for code in codes)
    return OrganisationLine(name=name, amounts=amounts, total=sum(amounts, start=NOTHING))
