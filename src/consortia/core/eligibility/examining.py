"""From an application to the verdict on it."""

from dataclasses import dataclass

from consortia.core.application import Application
from consortia.core.budget import Budget, calculate_budget
from consortia.core.call import CallDefinition, Rule
from consortia.core.eligibility.case import Case, case_of
from consortia.core.eligibility.checks import CHECKS
from consortia.core.values import Finding, message


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the rules and the money say about an application."""

    findings: tuple[Finding, ...]
    budget: Budget

    @property
    def eligible(self) -> bool:
        """Whether no eligibility rule is broken."""
        return not self.failed

    @property
    def failed(self) -> tuple[str, ...]:
        """The eligibility rules that are broken, in alphabetical order."""
        return tuple(sorted(each.rule for each in self.findings if each.status == "fail"))

    @property
    def warnings(self) -> tuple[str, ...]:
        """The money rules that took something away, in alphabetical order."""
        return self.budget.warnings


def check_application(call: CallDefinition, application: Application) -> Verdict:
    """Everything about an application: the findings of all its rules, those on money included, and its budget."""
    budget = calculate_budget(call, application)
    return Verdict(findings=(*_findings(call, application, budget), *budget.findings), budget=budget)


def examine_eligibility(call: CallDefinition, application: Application) -> tuple[Finding, ...]:
    """What each eligibility rule of the call says about an application, in the order of the call."""
    return _findings(call, application, calculate_budget(call, application))


def _findings(call: CallDefinition, application: Application, budget: Budget) -> tuple[Finding, ...]:
    case = case_of(call, application, lambda heading: budget.heading(heading).amount)
    return tuple(_finding(rule, case) for rule in call.rules)


def _finding(rule: Rule, case: Case) -> Finding:
    if not case.is_within(rule.when):
        told = message("rule.elsewhere", title=rule.title)
        return Finding(rule=rule.code, status="not-applicable", message=told, where=(), source=rule.source)
    outcome = CHECKS[rule.check].run(case, rule.parameters)
    return Finding(
        rule=rule.code, status=outcome.status, message=outcome.message, where=outcome.where, source=rule.source
    )
