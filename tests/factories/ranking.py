"""Assessed applications and money told in a few words, ranked by the call of 2016 or a call that differs from it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

from consortia.core.call import CallDefinition
from consortia.core.call.award import Award, RankingRules
from consortia.core.ranking import Assessed, Declined, Envelope, Event, Grown, Ranked, rank_applications
from consortia.core.ranking.package import Selected, pack, package_bytes
from consortia.core.values import euros
from tests.factories.documents import call_2016


def the_award(**changes: Any) -> Award:
    award = call_2016().award
    assert award is not None
    return replace(award, **changes)


def the_rules(**changes: Any) -> RankingRules:
    selection = call_2016().selection
    assert selection is not None
    return replace(selection.ranking, **changes)


def assessed(told: str) -> Assessed:
    """An application told as `CODE ENVELOPE REQUESTED C1 C2 C3 C4`; `60000/50000` proposes less than is requested."""
    code, envelope, money, *points = told.split()
    requested, _, proposed = money.partition("/")
    criteria = [each.code for each in the_award().criteria]
    return Assessed(
        application=code,
        envelope=envelope,
        requested=euros(requested),
        proposed=euros(proposed) if proposed else None,
        points=dict(zip(criteria, map(Decimal, points), strict=True)),
    )


def envelopes(**amounts: str | int) -> tuple[Envelope, ...]:
    return tuple(Envelope(code=code, amount=euros(amount)) for code, amount in amounts.items())


def event(told: str) -> Event:
    """What happened, told as `decline CODE` or `grow ENVELOPE EUROS`."""
    what, *more = told.split()
    if what == "decline":
        return Declined(application=more[0])
    return Grown(envelope=more[0], by=euros(more[1]))


def ranked(
    applications: Sequence[str | Assessed],
    money: Sequence[Envelope],
    *,
    events: Sequence[str | Event] = (),
    seed: str | None = None,
    **rules: Any,
) -> tuple[Ranked, ...]:
    return rank_applications(
        the_award(),
        the_rules(**rules),
        [assessed(each) if isinstance(each, str) else each for each in applications],
        envelopes=money,
        events=[event(each) if isinstance(each, str) else each for each in events],
        seed=seed,
    )


def told(rows: Sequence[Ranked]) -> list[str]:
    """Each row as `POSITION CODE OUTCOME`, with the grant where there is one."""
    return [
        f"{each.position} {each.application} {each.outcome}{f' {each.grant}' if each.grant else ''}" for each in rows
    ]


def a_selection(
    applications: Sequence[str], money: Sequence[Envelope], *, events: Sequence[str] = (), seed: str | None = None
) -> Selected:
    return Selected(
        applications=tuple(map(assessed, applications)),
        envelopes=tuple(money),
        events=tuple(map(event, events)),
        seed=seed,
        about={"round": "School year 2016"},
    )


def a_package(call: CallDefinition | None = None, *, seed: str | None = None) -> dict[str, Any]:
    """A package as its file has it: two envelopes, a lower grant, a tie, somebody below, a decline and a growth."""
    package: dict[str, Any] = json.loads(_usual() if call is None else _packed(call, seed))
    return package


@cache
def _usual() -> bytes:
    return _packed(call_2016(), None)


def _packed(call: CallDefinition, seed: str | None) -> bytes:
    selected = a_selection(
        [
            "A VET 60000/55000 25 15 15 25",
            "B VET 40000 24 15 15 25",
            "C VET 50000 23 15 15 25",
            "D VET 1000 23 15 15 25",
            "E VET 1000 9 15 15 25",
            "F SCH 1000.50 20 15 15 20",
        ],
        envelopes(VET=100_000, SCH="1000.50"),
        events=["decline B", "grow VET 6000"],
        seed=seed,
    )
    return package_bytes(pack(call, selected))
