"""Whose money is whose: the lines of a budget by organisation, before any ceiling of the whole project."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from consortia.core.application import Application as ApplicationValue
from consortia.core.budget import Budget, Line
from consortia.core.call import CallDefinition

# What is reckoned for all organisations of one standing together, not for each of them.
SHARED_BY_COORDINATION = {"coordinator-share": True, "partner-share": False}


def own_money(call: CallDefinition, value: ApplicationValue, budget: Budget, key: str) -> dict[str, Decimal]:
    """Return what each heading, by its code, reckons for one organisation; headings without any are left out."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for heading in budget.headings:
        for line in heading.lines:
            sums[heading.code] += _own_amount(call, value, line, key)
    return {code: amount for code, amount in sums.items() if amount}


def nobodys_money(budget: Budget) -> dict[str, Decimal]:
    """Return what is reckoned for the project as a whole, such as events and real costs, by heading."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for heading in budget.headings:
        for line in heading.lines:
            if line.organisation is None and line.what not in SHARED_BY_COORDINATION:
                sums[heading.code] += line.amount.amount
    return {code: amount for code, amount in sums.items() if amount}


def own_lines(budget: Budget, key: str) -> tuple[Line, ...]:
    """Return the lines of a budget that name one organisation."""
    return tuple(line for line in budget.lines if line.organisation == key)


def _own_amount(call: CallDefinition, value: ApplicationValue, line: Line, key: str) -> Decimal:
    """Return an organisation's part of a line: its own lines whole, of what is shared its share."""
    if line.organisation is not None:
        return line.amount.amount if line.organisation == key else Decimal(0)
    role = call.look.roles[value.by_id[key].role]
    if line.unpaid or not role.counted or SHARED_BY_COORDINATION.get(line.what) is not role.coordinates:
        return Decimal(0)
    return line.rate.times(value.months).amount
