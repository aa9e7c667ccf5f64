from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consortia.stages.applications.models import Application
from consortia.stages.applications.services.planning import PlanEntry, add_plan_row
from tests.factories.applications import Consortium, a_draft, a_partner
from tests.portals.applicant.planning import COST, MEETING, OUTPUT, a_meeting, address, signed_in, words


def a_cost(consortium: Consortium, cost: str) -> None:
    entry = PlanEntry(heading=COST, values={"description": "Films", "cost": cost}, title="Films")
    add_plan_row(consortium.lead, consortium.application, entry)


def budget_of(consortium: Consortium) -> Any:
    return signed_in(consortium).get(address("budget", consortium))


def test_every_line_opens_to_its_origin() -> None:
    consortium = a_draft()
    a_meeting(consortium)

    answer = budget_of(consortium)

    content, text = answer.content.decode(), words(answer)
    assert 'popovertarget="origin-transnational-meetings-1-1"' in content
    assert "Quantity 2 people Rate € 575 Group or band 100 to 1 999 km Amount € 1 150.00" in text
    assert "Erasmus+ Programme Guide 2016" in text


def test_every_row_leads_to_the_page_that_makes_it() -> None:
    consortium = a_draft()
    row = a_meeting(consortium)

    assert address("plan_row", consortium, heading=MEETING, key=row.key) in budget_of(consortium).content.decode()


@pytest.mark.parametrize(("cost", "cut"), [("66666.66", False), ("66666.67", True), ("80000.00", True)])
def test_a_ceiling_says_what_it_cuts(cost: str, cut: bool) -> None:
    consortium = a_draft()
    a_cost(consortium, cost)

    assert ("Ceiling of exceptional costs: paid up to € 50 000" in words(budget_of(consortium))) is cut


def test_money_above_the_ceiling_of_the_project_is_not_paid() -> None:
    consortium = a_draft()
    work = [{"organisation": "o1", "category": "manager", "days": 1000}]
    entry = PlanEntry(heading=OUTPUT, values={"title": "Handbook", "work": work}, title="Handbook")
    add_plan_row(consortium.lead, consortium.application, entry)

    text = words(budget_of(consortium))

    assert "Requested € 304 000 Ceiling of the project € 300 000 Grant € 300 000" in text
    assert "€ 4 000 above the ceiling are not paid." in text


def test_money_by_organisation_adds_up() -> None:
    consortium = a_draft()
    a_meeting(consortium)

    organisations = budget_of(consortium).context["organisations"]

    headings = budget_of(consortium).context["view"].budget.headings
    assert sum(each.total for each in organisations) == sum(each.subtotal.amount for each in headings)


def test_an_associated_partner_is_paid_nothing_and_told_why() -> None:
    consortium = a_draft()
    a_partner(consortium.lead, consortium.application, country="FI", role="associated")
    values = {"host": "o1", "travellers": [{"from": "o4", "people": 2, "distance_km": 0}]}
    add_plan_row(consortium.lead, consortium.application, PlanEntry(heading=MEETING, values=values, title="Kick-off"))

    text = words(budget_of(consortium))

    assert "Associated partners receive no money" in text
    assert "Would be € 1 150.00" in text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_budget_takes_the_same_queries_for_one_row_and_for_three(rows: int) -> None:
    consortium = a_draft()
    for number in range(rows):
        a_meeting(consortium, title=f"Meeting {number}")
    client, there = signed_in(consortium), address("budget", consortium)
    client.get(there)

    with CaptureQueriesContext(connection) as queries:
        client.get(there)

    assert len(queries) == 8


@pytest.mark.parametrize("name", ["timetable", "map"])
def test_pictures_stand_beside_their_tables(name: str) -> None:
    consortium = a_draft()
    a_meeting(consortium, title="Kick-off <b>")

    answer = signed_in(consortium).get(address(name, consortium))

    content = answer.content.decode()
    assert content.count("<svg") >= 2
    assert "Kick-off &lt;b&gt;" in content
    assert "<b>" not in content.partition('<figure class="drawing">')[2].partition("</figure>")[0]


def test_the_timetable_shows_what_lies_outside() -> None:
    consortium = a_draft()
    a_meeting(consortium, first_month=20, last_month=20)
    Application.objects.update(months=12)

    assert "After the end of the project" in words(signed_in(consortium).get(address("timetable", consortium)))


def test_the_timetable_lists_what_has_no_months() -> None:
    consortium = a_draft()
    a_meeting(consortium, first_month=None, last_month=None)

    assert "Months not decided yet Kick-off" in words(signed_in(consortium).get(address("timetable", consortium)))


def test_the_map_says_which_town_is_not_known() -> None:
    consortium = a_draft()
    organisation = consortium.participations[1].organisation
    organisation.latitude = organisation.longitude = None
    organisation.save()

    assert "Not on our map" in words(signed_in(consortium).get(address("map", consortium)))
