"""Rules that the core could not follow."""

from collections.abc import Iterator, Mapping

from consortia.core.call import CallDefinition, MoneyRule
from consortia.core.call.headings import BasisCode
from consortia.core.call.rules import MoneyRuleKind
from consortia.core.eligibility.checks.plan import (
    VENUE_BASES,
    Activities,
    LumpSum,
    Presenting,
    Venues,
    VenueStanding,
)
from consortia.rulebook.consistency.finding import Contradiction, repeated

_STATED: Mapping[MoneyRuleKind, tuple[bool, bool]] = {
    "ceiling": (True, True),
    "grant-ceiling": (False, True),
    "unfunded-role": (False, False),
    "long-stay-only": (True, False),
}


def rule_contradictions(call: CallDefinition) -> Iterator[Contradiction]:
    """Money rules state what their kind needs, and rules speak of headings that can answer them."""
    for index, rule in enumerate(call.money_rules):
        yield from _incomplete(f"money_rules[{index}]", rule)
    twice = repeated([*(each.code for each in call.rules), *(each.code for each in call.money_rules)])
    if twice is not None:
        yield Contradiction(key="money_rules", found=f'the code "{twice}" twice', expected="each code once")
    yield from _ceilings(call)
    yield from _missing_rules(call)
    for index, each in enumerate(call.rules):
        yield from _wrong_bases(call, f"rules[{index}].parameters", each.parameters)


def _incomplete(key: str, rule: MoneyRule) -> Iterator[Contradiction]:
    heading, amount = _STATED[rule.kind]
    stated = {"heading": (rule.heading, heading), "amount": (rule.amount, amount), "per": (rule.per, amount)}
    for name, (value, wanted) in stated.items():
        if wanted and value is None:
            yield Contradiction(
                key=f"{key}.{name}", found="nothing", expected=f"a value, since the kind is {rule.kind}"
            )
        if value is not None and not wanted:
            yield Contradiction(
                key=f"{key}.{name}", found=str(value), expected=f"nothing, since the kind is {rule.kind}"
            )


def _ceilings(call: CallDefinition) -> Iterator[Contradiction]:
    capped = repeated([each.heading for each in call.money_rules if each.kind == "ceiling" and each.heading])
    if capped is not None:
        yield Contradiction(key="money_rules", found=f"two ceilings for {capped}", expected="one ceiling a heading")


def _missing_rules(call: CallDefinition) -> Iterator[Contradiction]:
    """What pays nothing has to name a rule, so that no sum vanishes without a reason."""
    if any(not role.funded for role in call.roles) and call.look.unfunded_rule is None:
        yield Contradiction(
            key="money_rules", found="none of kind unfunded-role", expected="one, since a role receives no money"
        )
    if any(heading.types for heading in call.headings) and call.look.closing_rule is None:
        yield Contradiction(
            key="rules", found="none with the check headings-for-type", expected="one, since a heading names types"
        )
    if sum(role.coordinates for role in call.roles) != 1:
        yield Contradiction(key="roles", found="none or several that coordinate", expected="one role that coordinates")


def _wrong_bases(call: CallDefinition, key: str, stated: object) -> Iterator[Contradiction]:
    for name, heading, bases in _headings_of(stated):
        basis = next((each.basis for each in call.headings if each.code == heading), None)
        if basis is not None and basis not in bases:
            expected = f"a heading with the basis {' or '.join(sorted(bases))}"
            yield Contradiction(key=f"{key}.{name}", found=f"{heading}, with the basis {basis}", expected=expected)


def _headings_of(stated: object) -> Iterator[tuple[str, str, frozenset[BasisCode]]]:
    """The headings that a rule speaks of, with the bases that can answer it."""
    if isinstance(stated, Activities | VenueStanding):
        yield "heading", stated.heading, frozenset({"stays"})
    elif isinstance(stated, LumpSum):
        yield "heading", stated.heading, frozenset({"lump-sum"})
    elif isinstance(stated, Presenting):
        yield "events", stated.events, frozenset({"per-participant"})
    elif isinstance(stated, Venues):
        for index, venue in enumerate(stated.venues):
            yield f"venues[{index}].heading", venue.heading, VENUE_BASES
