"""Application documents of the 2016 call, whole and fitting; a test changes what it speaks about."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from typing import Any

from consortia.core.application import Application, read_application
from consortia.core.call import CallDefinition
from consortia.core.eligibility import Verdict, check_application
from consortia.rulebook import load_calls

CALL_2016 = "erasmus-2016-ka2-strategic-partnerships"
_ROLES = frozenset({"coordinator", "partner", "associated"})


@cache
def call_2016() -> CallDefinition:
    return load_calls()[CALL_2016]


def an_organisation(identifier: str, country: str = "ES", **changes: object) -> dict[str, Any]:
    return {
        "id": identifier,
        "name": f"Organisation {identifier}",
        "country": country,
        "city": "Somewhere",
        "kind": "other",
        "role": "partner",
        "charter": False,
        "added_value": None,
    } | changes


def organisations(*told: str) -> list[dict[str, Any]]:
    """Organisations told in a few words each: `ES`, `CH associated`, `FR higher-education-institution charter`.

    The first one coordinates unless it says otherwise; the word `value` states an added value.
    """
    return [_told(f"o{number}", words.split()) for number, words in enumerate(told, start=1)]


def a_document(**changes: object) -> dict[str, Any]:
    """A document that keeps every rule, with some keys changed."""
    document: dict[str, Any] = {
        "call": CALL_2016,
        "field": "VET",
        "type": "INNOVATION",
        "format": "general",
        "title": "Wood without waste",
        "summary": "Three workshops share their trade.",
        "priorities": ["VET-1"],
        "start": "2016-09-01",
        "months": 24,
        "round": 1,
        "submitted_at": "2016-03-29T16:20:00+02:00",
        "organisations": organisations("ES", "DE", "PL"),
        "transnational_meetings": [],
        "intellectual_outputs": [],
        "multiplier_events": [],
        "learning_activities": [],
        "special_needs": [],
        "exceptional_costs": [],
        "bank_guarantee_cost": "0.00",
    }
    return deepcopy(document | changes)


def an_application(call: CallDefinition | None = None, /, **changes: object) -> Application:
    return read_application(a_document(**changes), call or call_2016())


def a_verdict(call: CallDefinition | None = None, /, **changes: object) -> Verdict:
    return check_application(call or call_2016(), an_application(call, **changes))


def a_meeting(*travellers: tuple[str, int, int], host: str = "o1", identifier: str = "m1") -> dict[str, Any]:
    return {
        "id": identifier,
        "host": host,
        "travellers": [{"from": each, "people": people, "distance_km": far} for each, people, far in travellers],
    }


def an_output(*work: tuple[str, str, int], identifier: str = "io1") -> dict[str, Any]:
    return {
        "id": identifier,
        "title": "Modules",
        "work": [{"organisation": each, "category": category, "days": days} for each, category, days in work],
    }


def an_event(**changes: object) -> dict[str, Any]:
    return {
        "id": "e1",
        "output": "io1",
        "country": "ES",
        "local_participants": 10,
        "international_participants": 5,
    } | changes


def an_activity(*groups: Mapping[str, object], **changes: object) -> dict[str, Any]:
    return {
        "id": "a1",
        "format": "joint-staff-training",
        "host_country": "ES",
        "groups": [dict(each) for each in groups],
    } | changes


def a_group(**changes: object) -> dict[str, Any]:
    group: dict[str, Any] = {
        "from": "o2",
        "kind": "staff",
        "people": 2,
        "days": 5,
        "distance_km": 1000,
        "linguistic_support": False,
    } | changes
    if "months" in changes:
        del group["days"]
    return group


def _told(identifier: str, words: list[str]) -> dict[str, Any]:
    country, *more = words
    told = an_organisation(identifier, country, role="coordinator" if identifier == "o1" else "partner")
    for word in more:
        if word in _ROLES:
            told["role"] = word
        elif word == "charter":
            told["charter"] = True
        elif word == "value":
            told["added_value"] = "Knows what nobody else knows."
        else:
            told["kind"] = word
    return told
