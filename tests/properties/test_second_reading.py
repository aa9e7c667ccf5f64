"""The core and a second, independent reading of the rules agree on whatever document one makes up."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from consortia.core.application import read_application
from consortia.core.eligibility import check_application
from tests.factories.documents import call_2016
from tests.properties.second_reading import PROGRAMME, asks_in_vain, groups_of, second_reading

KINDS = tuple(kind.code for kind in call_2016().organisation_kinds)
PRIORITIES = tuple(priority.code for priority in call_2016().priorities)
GROUPS = {
    "blended-mobility": ("learner", "accompanying"),
    "pupils-exchange": ("learner", "accompanying"),
    "intensive-study-programme": ("learner", "staff", "accompanying"),
    "long-term-pupils-mobility": ("pupil-long-term",),
    "long-term-staff-assignment": ("staff-long-term",),
    "long-term-youth-workers-mobility": ("staff-long-term",),
    "joint-staff-training": ("staff", "accompanying"),
}
LENGTHS = {"pupil-long-term": (0, 1, 2, 3, 12, 13), "staff-long-term": (59, 60, 61, 90, 365, 366)}
SHORT_LENGTHS = (0, 1, 4, 5, 14, 15, 60, 61, 100)
DISTANCES = (0, 50, 99, 100, 101, 500, 1999, 2000, 2001, 9000)
MOMENTS = (
    None,
    "2016-03-31T12:00:00+02:00",
    "2016-03-31T10:00:00Z",
    "2016-03-31T12:00:01+02:00",
    "2016-02-02T12:00:00+01:00",
    "2016-02-02T11:00:01Z",
    "2016-04-26T10:00:00Z",
    "2016-10-04T12:00:00+02:00",
    "2016-10-04T12:00:01+02:00",
)
STARTS = ("2016-08-31", "2016-09-01", "2016-12-31", "2017-01-01", "2016-10-31", "2016-11-30", "2018-03-31")


@pytest.mark.parametrize("block", range(10))
def test_both_readings_agree_on_made_up_documents(block: int) -> None:
    for seed in range(block * 60, block * 60 + 60):
        document = made_up(random.Random(seed))  # noqa: S311  # the same documents every time
        if two_rules_take_the_same(document):
            continue

        assert first_reading(document) == second_reading(document), f"seed {seed}"


def test_the_second_reading_gives_the_worked_examples(shared: Path) -> None:
    for path in sorted((shared / "examples/applications").glob("*.json")):
        expected = json.loads((shared / "examples/expected" / path.name).read_text(encoding="utf-8"))

        assert second_reading(json.loads(path.read_text(encoding="utf-8"))) == expected


def two_rules_take_the_same(document: dict[str, Any]) -> bool:
    """Whether an associated partner asks in vain for language support: either rule may have taken it."""
    unfunded = {each["id"] for each in document["organisations"] if each["role"] == "associated"}
    return any(group["from"] in unfunded and asks_in_vain(group) for group in groups_of(document))


def first_reading(document: dict[str, Any]) -> dict[str, Any]:
    call = call_2016()
    verdict = check_application(call, read_application(document, call))
    budget = verdict.budget
    return {
        "eligible": verdict.eligible,
        "failed": list(verdict.failed),
        "warnings": list(verdict.warnings),
        "budget": {
            "headings": {heading.key: str(heading.amount) for heading in budget.headings},
            "requested_total": str(budget.requested_total),
            "maximum_grant": str(budget.maximum_grant),
            "grant": str(budget.grant),
        },
    }


def made_up(chance: random.Random) -> dict[str, Any]:
    """A readable document that breaks rules as often as it keeps them."""
    field = chance.choice(("HE", "SCH", "VET", "AE", "YOUTH"))
    countries = [*chance.sample(sorted(PROGRAMME), 4), *chance.sample(sorted(call_2016().countries), 2), "CH", "RS"]
    organisations = [an_organisation(chance, number, countries) for number in range(chance.choice((1, 2, 3, 4, 6, 12)))]
    ids = [each["id"] for each in organisations]
    outputs = [an_output(chance, number, ids) for number in range(chance.choice((0, 0, 1, 3)))]
    events = [an_event(chance, number, outputs, countries) for number in range(chance.choice((0, 0, 1, 2)))]
    activities = [an_activity(chance, number, ids, countries) for number in range(chance.choice((0, 0, 1, 2)))]
    return {
        "call": call_2016().code,
        "field": field,
        "type": chance.choice(("INNOVATION", "GOOD_PRACTICE")),
        "format": chance.choice(("general", "general", *(each.code for each in call_2016().formats))),
        "title": "",
        "summary": "",
        "priorities": chance.sample(PRIORITIES, chance.choice((0, 1, 1, 2))),
        "start": chance.choice(STARTS),
        "months": chance.choice((1, 5, 6, 11, 12, 13, 23, 24, 25, 30, 35, 36, 37)),
        "round": chance.choice((1, 2, 3)) if field == "YOUTH" else 1,
        "submitted_at": chance.choice(MOMENTS),
        "organisations": organisations,
        "transnational_meetings": [a_meeting(chance, number, ids) for number in range(chance.choice((0, 1, 2)))],
        "intellectual_outputs": outputs,
        "multiplier_events": events,
        "learning_activities": activities,
        "special_needs": [a_cost(chance) for _ in range(chance.randrange(3))],
        "exceptional_costs": [a_cost(chance) for _ in range(chance.randrange(3))],
        "bank_guarantee_cost": chance.choice(("0.00", "0.01", "10.01", "1000.00")),
    }


def an_organisation(chance: random.Random, number: int, countries: list[str]) -> dict[str, Any]:
    leads = number == 0 and chance.random() < 0.9
    return {
        "id": f"o{number}",
        "name": "n",
        "country": chance.choice(countries),
        "city": "c",
        "kind": chance.choice((*KINDS, "school", "school-authority", "informal-youth-group")),
        "role": "coordinator" if leads else chance.choice(("partner",) * 6 + ("associated",) * 2 + ("coordinator",)),
        "charter": chance.random() < 0.6,
        "added_value": chance.choice((None, "", " ", "x")),
    }


def a_meeting(chance: random.Random, number: int, ids: list[str]) -> dict[str, Any]:
    travellers = [
        {"from": chance.choice(ids), "people": chance.choice((0, 1, 3, 40)), "distance_km": chance.choice(DISTANCES)}
        for _ in range(chance.randrange(4))
    ]
    return {"id": f"m{number}", "host": chance.choice(ids), "travellers": travellers}


def an_output(chance: random.Random, number: int, ids: list[str]) -> dict[str, Any]:
    categories = ("manager", "teacher", "technician", "administrative")
    work = [
        {"organisation": chance.choice(ids), "category": chance.choice(categories), "days": chance.choice((0, 1, 300))}
        for _ in range(chance.randrange(4))
    ]
    return {"id": f"io{number}", "title": "t", "work": work}


def an_event(chance: random.Random, number: int, outputs: list[dict[str, Any]], countries: list[str]) -> dict[str, Any]:
    return {
        "id": f"e{number}",
        "output": chance.choice((None, *(each["id"] for each in outputs))),
        "country": chance.choice(countries),
        "local_participants": chance.choice((0, 10, 200, 300)),
        "international_participants": chance.choice((0, 5, 50)),
    }


def an_activity(chance: random.Random, number: int, ids: list[str], countries: list[str]) -> dict[str, Any]:
    format_ = chance.choice(tuple(GROUPS))
    groups = [a_group(chance, chance.choice(GROUPS[format_]), ids) for _ in range(chance.randrange(3))]
    return {"id": f"a{number}", "format": format_, "host_country": chance.choice(countries), "groups": groups}


def a_group(chance: random.Random, kind: str, ids: list[str]) -> dict[str, Any]:
    unit = "months" if kind == "pupil-long-term" else "days"
    return {
        "from": chance.choice(ids),
        "kind": kind,
        "people": chance.choice((0, 1, 5, 30)),
        unit: chance.choice(LENGTHS.get(kind, SHORT_LENGTHS)),
        "distance_km": chance.choice(DISTANCES),
        "linguistic_support": chance.random() < 0.4,
    }


def a_cost(chance: random.Random) -> dict[str, Any]:
    whole = chance.choice((0, 1, 99, 1000, 20000, 33333, 66666, 66667))
    return {"description": "d", "cost": f"{whole}.{chance.randrange(100):02}"}
