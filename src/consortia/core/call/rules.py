"""The rules of a call as it writes them down: what makes an application ineligible, and what cuts its money."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from consortia.core.call.scope import EVERYWHERE, Scope
from consortia.core.values import Certainty, Money, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule that makes an application ineligible when it is broken; `check` names the kind of look taken."""

    code: str
    title: str
    text: str
    check: str
    source: Source
    status: Certainty
    when: Scope = EVERYWHERE
    parameters: object = None


MoneyRuleKind: TypeAlias = Literal["ceiling", "grant-ceiling", "unfunded-role", "long-stay-only"]
Per: TypeAlias = Literal["month", "year", "project"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyRule:
    """A rule that takes money away and says so; it never makes an application ineligible."""

    code: str
    title: str
    text: str
    kind: MoneyRuleKind
    source: Source
    status: Certainty
    heading: str | None = None
    amount: Money | None = None
    per: Per | None = None
