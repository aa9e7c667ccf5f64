"""Which field, format and type go together: the call's own rules are asked with a small application."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Final, Literal, TypeAlias

from consortia.core.call import CallDefinition
from consortia.core.call.content import Choice, Field
from consortia.core.errors import NoValueError
from consortia.core.values import Finding
from consortia.rulebook.wording import say
from consortia.stages.applications.models import Application
from consortia.stages.applications.snapshots import Rows, view_from
from consortia.stages.calls.models import Round
from consortia.stages.calls.snapshots import call_of_round

Part: TypeAlias = Literal["field", "format", "type"]
PARTS: Final[tuple[Part, ...]] = ("field", "format", "type")
COMBINING: Final = "allowed-combination"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Something the call offers to choose, and why it cannot be chosen beside the rest, where it cannot."""

    code: str
    title: str
    text: str
    refusals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """First day and length that fit the call; None where the call leaves the day open."""

    start: date | None
    months: int


def offers(round_: Round, part: Part, chosen: Mapping[Part, str]) -> tuple[Offer, ...]:
    """Return what there is to choose for one part of a project; `chosen` tells the parts that are decided."""
    return tuple(
        Offer(
            code=each.code,
            title=each.title,
            text=each.text,
            refusals=refusals(round_, {**{p: c for p, c in chosen.items() if c}, part: each.code}),
        )
        for each in options(round_, part)
    )


def refusals(round_: Round, chosen: Mapping[Part, str]) -> tuple[str, ...]:
    """Return the rules that no choice of the parts left open can keep, in their own words."""
    broken = [_broken_rules(round_, each) for each in _completions(round_, chosen)]
    if not broken or not all(broken):
        return ()
    always = frozenset.intersection(*broken) or frozenset.union(*broken)
    return tuple(rule.text for rule in call_of_round(round_).rules if rule.code in always)


def findings_about(application: Application) -> tuple[Finding, ...]:
    """Return the broken rules of an application that need not be stored, without consortium and plan."""
    rows = Rows(
        application=application,
        call=call_of_round(application.round),
        participations=(),
        plan_rows=(),
        answers=(),
        annexes=(),
    )
    return view_from(rows).failed


def clashes(round_: Round, chosen: Mapping[Part, str]) -> tuple[tuple[Part, str], ...]:
    """Return which parts of a whole choice do not go together, with what to do about it."""
    return tuple((part, words) for part, _rule, words in _clashes(round_, chosen))


def allowed_together(round_: Round) -> list[list[str]]:
    """Return every field, format and type that go together."""
    return [[each[part] for part in PARTS] for each in _completions(round_, {}) if not _broken_rules(round_, each)]


def rules_on(round_: Round) -> Mapping[Part, tuple[str, ...]]:
    """Return for each part the rules that may refuse a choice of it, in their own words."""
    call = call_of_round(round_)
    refusing: dict[Part, set[str]] = {part: set() for part in PARTS}
    for each in _completions(round_, {}):
        for part, rule, _words in _clashes(round_, each):
            refusing[part].add(rule)
    return {part: tuple(rule.text for rule in call.rules if rule.code in refusing[part]) for part in PARTS}


def suggested(call: CallDefinition, field: str) -> Suggested:
    """Return a first day and a length with which projects of a field may start."""
    window = call.start_window_for(field)
    try:
        months = call.duration_for(field).from_months
    except NoValueError:
        months = 1
    return Suggested(start=window.first if window else None, months=months)


def options(round_: Round, part: Part) -> tuple[Field | Choice, ...]:
    """Return what the call offers for one part; of the fields those of the round."""
    call = call_of_round(round_)
    if part == "field":
        return tuple(each for each in call.fields if each.code in round_.fields)
    return call.formats if part == "format" else call.types


def _completions(round_: Round, chosen: Mapping[Part, str]) -> Iterator[Mapping[Part, str]]:
    """Yield every whole choice that keeps what is decided; a part the call does not have stays empty."""
    codes = [
        [chosen[part]] if chosen.get(part) else [each.code for each in options(round_, part)] or [""] for part in PARTS
    ]
    for whole in product(*codes):
        yield dict(zip(PARTS, whole, strict=True))


def _broken_rules(round_: Round, chosen: Mapping[Part, str]) -> frozenset[str]:
    return frozenset(rule for _part, rule, _words in _clashes(round_, chosen))


def _clashes(round_: Round, chosen: Mapping[Part, str]) -> Iterator[tuple[Part, str, str]]:
    """Yield the part at fault, the rule and its words for every rule on what goes together that is broken."""
    combining = _combining(call_of_round(round_))
    for finding in findings_about(_tried(round_, chosen)):
        if finding.rule in combining:
            yield from ((part, finding.rule, say(finding.message)) for part in PARTS if part in finding.where)


def _combining(call: CallDefinition) -> frozenset[str]:
    return frozenset(rule.code for rule in call.rules if rule.check == COMBINING)


def _tried(round_: Round, chosen: Mapping[Part, str]) -> Application:
    # Any day and length do for asking what goes together.
    tried = Application(round=round_, title="", start=round_.deadline.date(), months=1)
    tried.field, tried.format, tried.type = (chosen[part] for part in PARTS)
    return tried
