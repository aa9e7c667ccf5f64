from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consortia.portals.applicant.panel import panel_of
from consortia.portals.applicant.repairing import joint_repair
from consortia.stages.applications.models import Application
from consortia.stages.applications.services.planning import PlanEntry, add_plan_row
from consortia.stages.applications.services.writing import Save, save_answer
from consortia.stages.applications.snapshots import view_of
from consortia.stages.calls.models import Round
from tests.factories.applications import Consortium, a_draft, a_ready_application
from tests.portals.applicant.planning import a_meeting, address, signed_in, words


def checked(consortium: Consortium, name: str = "check") -> Any:
    return signed_in(consortium).get(address(name, consortium))


def test_a_broken_rule_comes_with_the_smallest_repair() -> None:
    consortium = a_draft(countries=("DE", "ES"))

    text = words(checked(consortium))

    assert "2 rules of the call do not hold yet." in text
    assert "With this one change, every rule would hold: Add one organisation" in text


def test_a_repair_leads_to_the_page_where_it_is_made() -> None:
    a_draft()
    Application.objects.update(months=40)

    panel = panel_of(view_of(Application.objects.get()))

    assert [place.label for place in panel.repair.places] == ["Duration"]


def test_an_application_in_order_needs_no_repair() -> None:
    consortium = a_ready_application()

    repair = joint_repair(view_of(consortium.application))

    assert repair.steps == ()


def test_what_is_missing_is_listed_by_part_and_leads_there() -> None:
    consortium = a_draft()

    panel = panel_of(view_of(consortium.application))

    assert panel.missing_count == len(view_of(consortium.application).missing)
    assert all(item.places for part in panel.missing for item in part.items)


def test_nothing_stands_in_the_way_of_a_ready_application() -> None:
    text = words(checked(a_ready_application(), "panel"))

    assert "Nothing stands in the way" in text


def test_after_the_deadline_the_panel_says_that_writing_no_longer_counts() -> None:
    consortium = a_ready_application()
    Round.objects.update(deadline=timezone.now() - timedelta(minutes=1))

    text = words(checked(consortium, "panel"))

    assert "The deadline has passed. What you write is kept, but it no longer counts for this round." in text
    assert "Nothing stands in the way" not in text


SOUP = "The soup of our grandmother wants two onions, a carrot and much patience over a small fire. " * 12
ABROAD = "Students go abroad, periods of mobility are recognised, and universities become international. " * 12


@pytest.mark.parametrize(("text", "doubtful"), [(SOUP, ["HE-6"]), (ABROAD, []), ("Too short to tell.", [])])
def test_a_chosen_priority_that_no_answer_speaks_for_is_named(text: str, doubtful: list[str]) -> None:
    consortium = a_draft()
    Application.objects.update(priorities=["HE-6"])
    save_answer(consortium.lead, consortium.application, "description.needs", save=Save(text=text, save_id="one"))

    answer = checked(consortium)

    assert [each.code for each in answer.context["doubtful"]] == doubtful
    assert ("Priorities that your words do not show" in words(answer)) == bool(doubtful)


def test_every_finding_shows_its_source() -> None:
    answer = checked(a_draft())

    findings = [*answer.context["holds"], *answer.context["elsewhere"]]
    assert findings
    assert all(item.source for item in findings)


def test_money_that_is_cut_is_a_warning_with_its_row() -> None:
    consortium = a_draft()
    values = {"description": "Films", "cost": "80000.00"}
    add_plan_row(consortium.lead, consortium.application, PlanEntry(heading="exceptional-costs", values=values))

    panel = panel_of(view_of(consortium.application))

    assert [item.title for item in panel.warnings] == ["Ceiling of exceptional costs"]
    assert panel.warnings[0].places[0].href == address("plan", consortium, heading="exceptional-costs")


@pytest.mark.parametrize(
    ("cost", "over", "left"),
    [("275999.99", "0.00", "0.01"), ("276000.00", "0.00", "0.00"), ("276000.01", "0.01", "0.00")],
)
def test_the_grant_is_measured_against_its_ceiling(cost: str, over: str, left: str) -> None:
    consortium = a_draft()
    values = {"description": "Interpreters", "cost": cost}
    add_plan_row(consortium.lead, consortium.application, PlanEntry(heading="special-needs", values=values))

    panel = panel_of(view_of(consortium.application))

    assert (str(panel.over), str(panel.left)) == (over, left)


def test_the_panel_stands_alone_for_the_script() -> None:
    answer = checked(a_draft(), "panel")

    content = answer.content.decode()
    assert 'id="application-panel"' in content
    assert 'id="panel-words"' in content
    assert "<html" not in content
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_panel_takes_the_same_queries_for_one_row_and_for_three(rows: int) -> None:
    consortium = a_draft()
    for number in range(rows):
        a_meeting(consortium, title=f"Meeting {number}")
    client, there = signed_in(consortium), address("panel", consortium)
    client.get(there)

    with CaptureQueriesContext(connection) as queries:
        client.get(there)

    assert len(queries) == 8


def test_the_page_of_a_row_reads_the_application_once() -> None:
    consortium = a_draft()
    row = a_meeting(consortium)
    client, there = signed_in(consortium), address("plan_row", consortium, heading=row.heading, key=row.key)
    client.get(there)

    with CaptureQueriesContext(connection) as queries:
        client.get(there)

    assert sum("applications_answer" in query["sql"] for query in queries) == 1
