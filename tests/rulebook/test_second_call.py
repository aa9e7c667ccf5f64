"""A call of another funding model, added by data alone."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from consortia.core.application import document_keys, read_application
from consortia.core.call import CallDefinition
from consortia.core.eligibility import Verdict, check_application
from consortia.core.errors import DocumentError
from consortia.rulebook import load_calls
from consortia.rulebook.wording import say

CALLS = Path(__file__).parent / "calls"
SMALL = "erasmus-2024-ka210-small-scale-partnerships"


@cache
def small_call() -> CallDefinition:
    return load_calls([CALLS])[SMALL]


def a_small_document(**changes: object) -> dict[str, Any]:
    document: dict[str, Any] = {
        "call": SMALL,
        "field": "SCH",
        "title": "Two gardens",
        "summary": "Two schools plant gardens together.",
        "priorities": ["SCH-1"],
        "start": "2024-09-01",
        "months": 12,
        "round": 1,
        "submitted_at": "2024-03-05T12:00:00+01:00",
        "organisations": [
            {"id": "o1", "name": "School", "country": "ES", "city": "Lugo", "kind": "school", "role": "coordinator"},
            {"id": "o2", "name": "School", "country": "RS", "city": "Niš", "kind": "school", "role": "partner"},
        ],
        "lump_sum": {
            "chosen": "30000.00",
            "activities": [
                {"id": "a1", "title": "Planting", "organisation": "o1", "country": "ES", "amount": "18000.00"},
                {"id": "a2", "title": "Harvest", "organisation": "o2", "country": "RS", "amount": "12000.00"},
            ],
        },
    }
    return deepcopy(document | changes)


def small_verdict(**changes: object) -> Verdict:
    return check_application(small_call(), read_application(a_small_document(**changes), small_call()))


def test_the_second_call_stands_beside_the_built_in_one() -> None:
    assert sorted(load_calls([CALLS])) == ["erasmus-2016-ka2-strategic-partnerships", SMALL]


def test_the_document_has_the_keys_that_the_call_asks_for() -> None:
    keys = document_keys(small_call())

    assert keys == set(a_small_document())


def test_a_fitting_document_is_eligible_and_gets_the_lump_sum() -> None:
    verdict = small_verdict()

    assert verdict.failed == ()
    assert verdict.budget.totals == {
        "headings": {"lump_sum": "30000.00"},
        "requested_total": "30000.00",
        "maximum_grant": "60000.00",
        "grant": "30000.00",
    }


def test_the_activities_have_to_share_the_lump_sum_to_the_cent() -> None:
    plan = a_small_document()["lump_sum"]
    plan["activities"][0]["amount"] = "17999.99"

    verdict = small_verdict(lump_sum=plan)

    assert verdict.failed == ("lump-sum.shared",)
    assert verdict.budget.grant.amount == 30000


def test_a_draft_may_leave_the_lump_sum_open() -> None:
    verdict = small_verdict(lump_sum={"chosen": None, "activities": []}, submitted_at=None)

    assert verdict.failed == ("lump-sum.chosen",)
    assert verdict.budget.grant.amount == 0


def test_another_sum_than_the_two_offered_is_refused() -> None:
    with pytest.raises(DocumentError) as refused:
        small_verdict(lump_sum={"chosen": "45000.00", "activities": []})

    assert (refused.value.where, refused.value.expected) == ("lump_sum.chosen", "30000.00 or 60000.00, or null")


def test_one_country_is_not_enough() -> None:
    told = a_small_document()["organisations"]
    told[1]["country"] = "ES"

    verdict = small_verdict(organisations=told)

    assert verdict.failed == ("consortium.minimum-countries", "venue.participating-country")


def test_a_country_that_is_not_associated_cannot_take_part() -> None:
    told = a_small_document()["organisations"]
    told.append({"id": "o3", "name": "Club", "country": "CH", "city": "Bern", "kind": "ngo", "role": "partner"})

    verdict = small_verdict(organisations=told)

    assert verdict.failed == ("consortium.associated-countries",)


def test_every_finding_of_the_second_call_has_words() -> None:
    verdict = small_verdict()

    assert all(say(finding.message) for finding in verdict.findings)
