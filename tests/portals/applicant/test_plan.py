from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consortia.stages.applications.models import Application, PlanRow, PlanRowVersion
from consortia.stages.applications.services.planning import change_plan_row, entry_of, remove_plan_row
from consortia.stages.organisations.models import Membership
from tests.factories.applications import Consortium, a_draft, a_member, a_person
from tests.portals.applicant.planning import COST, EVENT, MEETING, a_meeting, address, signed_in, words


def seen(consortium: Consortium, name: str = "plan", heading: str = MEETING) -> Any:
    return signed_in(consortium).get(address(name, consortium, heading=heading))


def test_the_table_shows_each_row_with_its_sum() -> None:
    consortium = a_draft()
    a_meeting(consortium)

    text = words(seen(consortium))

    assert "Kick-off Leipzig, Germany Month 1, September 2028 2 people € 1 150.00" in text
    assert "This heading comes to € 1 150.00" in text


def test_an_empty_table_says_what_to_do() -> None:
    assert "Nothing is planned here yet" in words(seen(a_draft()))


def test_a_row_pushed_outside_the_project_says_so() -> None:
    consortium = a_draft()
    a_meeting(consortium, first_month=25, last_month=25)

    assert "It lies after the last month of the project." in words(seen(consortium))


def test_a_heading_closed_to_the_type_says_so() -> None:
    consortium = a_draft()
    Application.objects.update(type="GOOD_PRACTICE")

    assert "Projects of your type hold no money under this heading." in words(seen(consortium, heading=EVENT))


def test_what_a_heading_pays_is_shown_from_the_call() -> None:
    assert "Traveller, 100 to 1 999 km one way € 575 each" in words(seen(a_draft()))


def test_the_guarantee_is_kept_beside_the_table() -> None:
    consortium = a_draft()
    there = address("plan", consortium, heading=COST)

    answer = signed_in(consortium).post(there, {"seen": "0", "bank_guarantee_cost": "1 200,50"})

    assert answer.url == there
    assert Application.objects.get().bank_guarantee_cost == Decimal("1200.50")


def test_a_guarantee_changed_meanwhile_is_asked_again() -> None:
    consortium = a_draft()
    Application.objects.update(facts_version=1, bank_guarantee_cost=7)
    there = address("plan", consortium, heading=COST)

    answer = signed_in(consortium).post(there, {"seen": "0", "bank_guarantee_cost": "9"})

    assert "Somebody else changed this in the meantime." in words(answer)
    assert Application.objects.get().bank_guarantee_cost == 7


def test_a_reader_sees_the_table_and_changes_nothing() -> None:
    consortium = a_draft()
    row = a_meeting(consortium)
    client = Client()
    client.force_login(a_member(consortium.participations[0].organisation, Membership.Role.READER))

    shown = client.get(address("plan", consortium, heading=MEETING))
    refused = client.get(address("plan_row", consortium, heading=MEETING, key=row.key))
    client.post(address("plan", consortium, heading=COST), {"seen": "0", "bank_guarantee_cost": "9"})

    assert shown.status_code == 200
    assert "Add another" not in words(shown)
    assert refused.status_code == 403
    assert Application.objects.get().bank_guarantee_cost == 0


@pytest.mark.parametrize("name", ["plan", "plan_row_new", "plan_history"])
def test_a_stranger_finds_no_plan(name: str) -> None:
    consortium, client = a_draft(), Client()
    client.force_login(a_person())

    assert client.get(address(name, consortium, heading=MEETING)).status_code == 404


@pytest.mark.parametrize("name", ["budget", "check", "panel", "timetable", "map"])
def test_a_stranger_finds_no_application(name: str) -> None:
    consortium, client = a_draft(), Client()
    client.force_login(a_person())

    assert client.get(address(name, consortium)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_table_takes_the_same_queries_for_one_row_and_for_three(rows: int) -> None:
    consortium = a_draft()
    for number in range(rows):
        a_meeting(consortium, title=f"Meeting {number}")
    client, there = signed_in(consortium), address("plan", consortium, heading=MEETING)
    client.get(there)

    with CaptureQueriesContext(connection) as queries:
        client.get(there)

    assert len(queries) == 8


def test_the_history_shows_what_was_there_and_brings_it_back() -> None:
    consortium = a_draft()
    remove_plan_row(consortium.lead, a_meeting(consortium))
    there = address("plan_history", consortium, heading=MEETING)

    text = words(signed_in(consortium).get(there))
    signed_in(consortium).post(there, {"version": str(PlanRowVersion.objects.get().pk)})

    assert "taken out" in text
    assert "Travellers from" in text
    assert PlanRow.objects.get().title == "Kick-off"


def test_a_version_of_another_application_cannot_be_brought_here() -> None:
    consortium, other = a_draft(), a_draft()
    remove_plan_row(other.lead, a_meeting(other))

    answer = signed_in(consortium).post(
        address("plan_history", consortium, heading=MEETING), {"version": str(PlanRowVersion.objects.get().pk)}
    )

    assert answer.status_code == 404


@pytest.mark.parametrize("version", ["", "0", "abc", "-1", "9" * 40])
def test_a_version_that_never_was_is_not_found(version: str) -> None:
    consortium = a_draft()

    answer = signed_in(consortium).post(address("plan_history", consortium, heading=MEETING), {"version": version})

    assert answer.status_code == 404


def test_a_reader_cannot_bring_back() -> None:
    consortium = a_draft()
    row = a_meeting(consortium)
    change_plan_row(consortium.lead, row, entry_of(row), seen=1)
    client = Client()
    client.force_login(a_member(consortium.participations[0].organisation, Membership.Role.READER))

    answer = client.post(
        address("plan_history", consortium, heading=MEETING), {"version": str(PlanRowVersion.objects.get().pk)}
    )

    assert answer.status_code == 403
    assert PlanRow.objects.get().version == 2
