from __future__ import annotations

from datetime import date

import pytest

from consortia.stages.applications.attention import attention_to
from consortia.stages.applications.models import Participation
from consortia.stages.applications.services.planning import PlanEntry, add_plan_row
from consortia.stages.applications.snapshots import view_of
from consortia.stages.applications.timing import month_begins, month_ends, project_ends
from tests.factories.applications import Consortium, a_draft


def a_meeting(consortium: Consortium, *, host: str = "o1", first: int | None = 1, last: int | None = None) -> None:
    values = {"host": host, "travellers": [{"from": "o2", "people": 2, "distance_km": 0}]}
    entry = PlanEntry(
        heading="transnational-meetings", values=values, title="Kick-off", first_month=first, last_month=last
    )
    add_plan_row(consortium.lead, consortium.application, entry)


def reasons(consortium: Consortium) -> list[str]:
    consortium.application.refresh_from_db()
    return [each.reason for each in attention_to(view_of(consortium.application))]


def test_a_row_in_order_needs_no_look() -> None:
    consortium = a_draft()
    a_meeting(consortium)

    assert reasons(consortium) == []


@pytest.mark.parametrize(("last", "expected"), [(24, []), (25, ["after-the-end"])])
def test_a_row_beyond_the_last_month_needs_a_look(last: int, expected: list[str]) -> None:
    consortium = a_draft()
    a_meeting(consortium, first=3, last=last)

    assert reasons(consortium) == expected


def test_shortening_the_project_pushes_rows_outside() -> None:
    consortium = a_draft()
    a_meeting(consortium, first=20, last=20)

    consortium.application.months = 12
    consortium.application.save()

    assert reasons(consortium) == ["after-the-end"]


def test_a_row_without_months_needs_a_look() -> None:
    consortium = a_draft()
    a_meeting(consortium, first=None)

    assert reasons(consortium) == ["no-months"]


def test_a_cost_needs_no_months() -> None:
    consortium = a_draft()
    cost = PlanEntry(heading="special-needs", values={"description": "Interpreter", "cost": "10.00"})
    add_plan_row(consortium.lead, consortium.application, cost)

    assert reasons(consortium) == []


def test_a_way_from_an_unknown_town_needs_a_look() -> None:
    consortium = a_draft()
    a_meeting(consortium)
    organisation = consortium.participations[1].organisation
    organisation.latitude = organisation.longitude = None
    organisation.save()

    assert reasons(consortium) == ["way-unknown"]


def test_a_row_whose_host_declined_needs_a_look() -> None:
    consortium = a_draft()
    a_meeting(consortium, host="o3")

    Participation.objects.filter(key="o3").update(state="declined")

    assert reasons(consortium) == ["carrier-left"]


def test_entries_of_somebody_who_declined_need_a_look() -> None:
    consortium = a_draft()
    a_meeting(consortium)

    Participation.objects.filter(key="o2").update(state="declined")

    assert reasons(consortium) == ["entries-left-out"]


@pytest.mark.parametrize(
    ("start", "month", "begins", "ends"),
    [
        (date(2016, 9, 1), 1, date(2016, 9, 1), date(2016, 9, 30)),
        (date(2016, 9, 1), 5, date(2017, 1, 1), date(2017, 1, 31)),
        (date(2016, 12, 31), 3, date(2017, 2, 28), date(2017, 3, 30)),
        (date(2015, 12, 31), 3, date(2016, 2, 29), date(2016, 3, 30)),
    ],
)
def test_months_begin_on_the_day_of_the_start(start: date, month: int, begins: date, ends: date) -> None:
    assert (month_begins(start, month), month_ends(start, month)) == (begins, ends)


def test_the_last_day_is_the_day_before_the_start_returns() -> None:
    assert project_ends(date(2016, 9, 1), 36) == date(2019, 8, 31)
