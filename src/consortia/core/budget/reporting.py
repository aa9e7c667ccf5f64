"""What the money rules have to say about a budget."""

from collections.abc import Sequence

from consortia.core.budget.values import Cut, HeadingBudget, Line
from consortia.core.call import CallDefinition, MoneyRule
from consortia.core.values import ZERO, Finding, FindingStatus, Message, message


def money_findings(
    call: CallDefinition, headings: Sequence[HeadingBudget], grant_cut: Cut | None
) -> tuple[Finding, ...]:
    """One finding for each money rule of the call."""
    by_code = {each.code: each for each in headings}
    lines = [line for each in headings for line in each.lines]
    found: list[Finding] = []
    for rule in call.money_rules:
        if rule.kind == "ceiling" and rule.heading:
            found.append(_of_heading(rule, by_code[rule.heading]))
        elif rule.kind == "grant-ceiling":
            found.append(_of_cut(rule, grant_cut, title="", where=()))
        else:
            found.append(_of_lines(rule, _affected(rule, lines)))
    return tuple(found)


def _of_heading(rule: MoneyRule, heading: HeadingBudget) -> Finding:
    if not heading.lines:
        return _finding(rule, "not-applicable", message("ceiling.nothing-planned", heading=heading.title))
    return _of_cut(rule, heading.cut, title=heading.title, where=(heading.key,))


def _of_cut(rule: MoneyRule, cut: Cut | None, *, title: str, where: tuple[str, ...]) -> Finding:
    if cut is None:
        return _finding(rule, "pass", message(f"{rule.kind}.pass", heading=title))
    told = message(f"{rule.kind}.warning", heading=title, ceiling=cut.ceiling, before=cut.before, taken=cut.taken)
    return _finding(rule, "warning", told, where=where)


def _affected(rule: MoneyRule, lines: Sequence[Line]) -> list[Line]:
    if rule.kind == "long-stay-only":
        return [line for line in lines if line.what == "linguistic-support" and line.unpaid in {None, rule.code}]
    return [line for line in lines if line.unpaid == rule.code]


def _of_lines(rule: MoneyRule, affected: Sequence[Line]) -> Finding:
    lost = [line for line in affected if line.unpaid == rule.code and line.asked.amount]
    if lost:
        taken = sum((line.asked for line in lost), start=ZERO)
        where = tuple(dict.fromkeys(line.where for line in lost))
        told = message(f"{rule.kind}.warning", lines=len(where), taken=taken)
        return _finding(rule, "warning", told, where=where)
    if affected:
        return _finding(rule, "pass", message(f"{rule.kind}.pass"))
    return _finding(rule, "not-applicable", message(f"{rule.kind}.not-applicable"))


def _finding(rule: MoneyRule, status: FindingStatus, told: Message, where: tuple[str, ...] = ()) -> Finding:
    return Finding(rule=rule.code, status=status, message=told, where=where, source=rule.source)
