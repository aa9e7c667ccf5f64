"""From the plan of an application to its grant."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from consortia.core.application import Application
from consortia.core.budget.bases import BASES, Reckoning
from consortia.core.budget.reporting import money_findings
from consortia.core.budget.values import Budget, Cut, HeadingBudget, Line
from consortia.core.call import CallDefinition, MoneyRule
from consortia.core.values import Money

_MONTHS_A_YEAR = 12


def calculate_budget(call: CallDefinition, application: Application) -> Budget:
    """The budget of an application: its headings, what ceilings cut, and the grant."""
    held: dict[str, Money] = {}
    headings: list[HeadingBudget] = []
    unfunded = _unfunded(call, application)
    for heading in call.headings:
        reckoned = _reckon_heading(
            Reckoning(
                call=call,
                heading=heading,
                application=application,
                held=held,
                closed=None if heading.is_open_to(application.type) else call.look.closing_rule,
                unfunded=unfunded,
            )
        )
        held[heading.code] = reckoned.amount
        headings.append(reckoned)
    requested = _sum(each.amount for each in headings)
    maximum = _ceiling(call, call.look.grant_ceiling, application)
    cut = _cut(call.look.grant_ceiling, ceiling=maximum, before=requested)
    return Budget(
        headings=tuple(headings),
        requested_total=requested,
        maximum_grant=maximum,
        cut=cut,
        grant=maximum if cut else requested,
        findings=money_findings(call, headings, cut),
    )


def amount_under(call: CallDefinition, application: Application, code: str) -> Money:
    """What one heading holds, reckoned without the others; not for a heading that depends on another one's money."""
    reckoning = Reckoning(
        call=call,
        heading=call.heading(code),
        application=application,
        held={},
        closed=None if call.heading(code).is_open_to(application.type) else call.look.closing_rule,
        unfunded=_unfunded(call, application),
    )
    return _reckon_heading(reckoning).amount


def _unfunded(call: CallDefinition, application: Application) -> Mapping[str, str | None]:
    roles = call.look.roles
    return {each.id: call.look.unfunded_rule for each in application.organisations if not roles[each.role].funded}


def _reckon_heading(reckoning: Reckoning) -> HeadingBudget:
    call, heading, application = reckoning.call, reckoning.heading, reckoning.application
    lines = tuple(BASES[heading.basis](reckoning))
    under_ceiling = _paid(line for line in lines if line.what != "outside-cost")
    outside = _paid(line for line in lines if line.what == "outside-cost")
    rule = call.look.ceilings.get(heading.code)
    ceiling = _ceiling(call, rule, application) if rule else None
    cut = _cut(rule, ceiling=ceiling, before=under_ceiling)
    kept = cut.ceiling if cut else under_ceiling
    return HeadingBudget(
        code=heading.code,
        key=heading.key,
        title=heading.title,
        lines=lines,
        subtotal=under_ceiling + outside,
        ceiling=ceiling,
        cut=cut,
        amount=(kept + outside).rounded(call.money.sums),
    )


def _ceiling(call: CallDefinition, rule: MoneyRule, application: Application) -> Money:
    """A ceiling for the length of this project; a part of a year counts in proportion."""
    amount = rule.amount
    if amount is None:
        raise TypeError(f"{rule.code} is a ceiling without an amount")
    if rule.per == "month":
        return amount.times(application.months)
    if rule.per == "year":
        return Money(amount=amount.amount * application.months / _MONTHS_A_YEAR).rounded(call.money.ceilings)
    return amount


def _cut(rule: MoneyRule | None, *, ceiling: Money | None, before: Money) -> Cut | None:
    if rule is None or ceiling is None or before.amount <= ceiling.amount:
        return None
    return Cut(rule=rule.code, ceiling=ceiling, before=before)


def _paid(lines: Iterable[Line]) -> Money:
    return _sum(line.asked for line in lines if line.unpaid is None)


def _sum(amounts: Iterable[Money]) -> Money:
    return Money(amount=sum((each.amount for each in amounts), start=Decimal("0.00")))
