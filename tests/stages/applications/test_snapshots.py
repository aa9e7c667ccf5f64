from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consortia.core.application import document_keys
from consortia.stages.applications.models import Application, Participation, PlanRow
from consortia.stages.applications.services.planning import PlanEntry, add_plan_row, entry_of, tried_out
from consortia.stages.applications.snapshots import document_of, row_place, rows_of, view_from, view_of
from tests.factories.applications import Consortium, a_draft, a_ready_application

MEETING = "transnational-meetings"


def a_meeting(consortium: Consortium, host: str = "o1", **extras: object) -> PlanRow:
    travellers = [{"from": "o2", "people": 2, "distance_km": 0}, {"from": "o3", "people": 1, "distance_km": 0}]
    values = {"host": host, "travellers": travellers}
    entry = PlanEntry(heading=MEETING, values=values, title="Kick-off", first_month=1, extras=dict(extras))
    return add_plan_row(consortium.lead, consortium.application, entry)


def test_document_has_the_keys_of_its_call() -> None:
    consortium = a_ready_application()

    document = document_of(consortium.application)

    assert document.keys() == document_keys(rows_of(consortium.application).call)


def test_distances_follow_the_towns() -> None:
    consortium = a_draft()
    a_meeting(consortium)

    travellers = document_of(consortium.application)["transnational_meetings"][0]["travellers"]

    assert [each["distance_km"] for each in travellers] == [1477, 335]


def test_a_distance_set_by_hand_stands_before_the_map() -> None:
    consortium = a_draft()
    a_meeting(consortium, distances={"o2": {"km": 2000, "reason": "They start in Tenerife."}})

    travellers = document_of(consortium.application)["transnational_meetings"][0]["travellers"]

    assert [each["distance_km"] for each in travellers] == [2000, 335]


def test_a_venue_of_its_own_stands_before_the_town_of_the_host() -> None:
    consortium = a_draft()
    zaragoza = {"name": "Zaragoza", "country": "ES", "near": "", "latitude": 41.65, "longitude": -0.88}
    a_meeting(consortium, venue=zaragoza)

    travellers = document_of(consortium.application)["transnational_meetings"][0]["travellers"]

    assert travellers[0]["distance_km"] == 0


def test_a_town_nobody_has_found_counts_as_no_distance() -> None:
    consortium = a_draft()
    row = a_meeting(consortium)
    organisation = consortium.participations[1].organisation
    organisation.latitude = organisation.longitude = None
    organisation.save()

    rows = rows_of(consortium.application)

    assert rows.kilometres(row, "o2") is None
    assert document_of(consortium.application)["transnational_meetings"][0]["travellers"][0]["distance_km"] == 0


@pytest.mark.parametrize("state", [Participation.State.DECLINED, Participation.State.WITHDRAWN])
def test_entries_of_an_organisation_that_is_gone_are_left_out_and_kept(state: str) -> None:
    consortium = a_draft()
    row = a_meeting(consortium)

    Participation.objects.filter(application=consortium.application, key="o3").update(state=state)

    assert [t["from"] for t in document_of(consortium.application)["transnational_meetings"][0]["travellers"]] == ["o2"]
    assert len(PlanRow.objects.get(pk=row.pk).values["travellers"]) == 2


def test_a_row_whose_host_is_gone_waits_beside_the_document() -> None:
    consortium = a_draft()
    first, second = a_meeting(consortium, host="o3"), a_meeting(consortium)

    Participation.objects.filter(application=consortium.application, key="o3").update(state="declined")
    view = view_of(consortium.application)

    assert [each["id"] for each in view.document["transnational_meetings"]] == [second.key]
    assert view.row_at("transnational_meetings[0].travellers[0]") == second
    assert view.place_of(first) == ""
    assert view.lines_of(first) == ()


def test_an_event_forgets_an_output_that_was_taken_out() -> None:
    consortium = a_draft()
    add_plan_row(
        consortium.lead,
        consortium.application,
        PlanEntry(heading="intellectual-outputs", values={"title": "Handbook", "work": []}, title="Handbook"),
    )
    event = {"output": "io1", "country": "DE", "local_participants": 1, "international_participants": 0}
    add_plan_row(consortium.lead, consortium.application, PlanEntry(heading="multiplier-events", values=event))

    PlanRow.objects.filter(key="io1").delete()

    assert document_of(consortium.application)["multiplier_events"][0]["output"] is None


def test_rows_know_what_they_bring() -> None:
    consortium = a_draft()
    row = a_meeting(consortium)

    view = view_of(consortium.application)

    assert [line.quantity for line in view.lines_of(row)] == [2, 1]
    assert view.amount_of(row) == Decimal("1725.00")


def test_trying_a_row_out_stores_nothing() -> None:
    consortium = a_draft()
    row = a_meeting(consortium)
    rows = rows_of(consortium.application)
    entry = entry_of(row)
    more = PlanEntry(heading=MEETING, values={**entry.values, "travellers": entry.values["travellers"] * 2})

    tried, tried_row = tried_out(rows, more, key=row.key)

    assert view_from(tried).amount_of(tried_row) == Decimal("3450.00")
    assert view_of(consortium.application).amount_of(row) == Decimal("1725.00")


@pytest.mark.parametrize(
    ("where", "row"),
    [
        ("transnational_meetings[2].travellers[0].people", "transnational_meetings[2]"),
        ("transnational_meetings[2]", "transnational_meetings[2]"),
        ("lump_sum.activities[3].amount", "lump_sum.activities[3]"),
        ("bank_guarantee_cost", "bank_guarantee_cost"),
        ("organisations", "organisations"),
    ],
)
def test_a_place_lies_in_its_row(where: str, row: str) -> None:
    assert row_place(where) == row


@pytest.mark.parametrize("rows", [1, 3])
def test_a_view_takes_the_same_queries_for_one_row_and_for_three(rows: int) -> None:
    consortium = a_draft()
    for _number in range(rows):
        a_meeting(consortium)
    application = Application.objects.select_related("round__edition").get(pk=consortium.application.pk)
    view_of(application)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        view_of(application)

    assert len(queries) == 4
