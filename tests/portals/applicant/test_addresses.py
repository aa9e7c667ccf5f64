from __future__ import annotations

import pytest

from consortia.portals.applicant.addresses import address_of, page_address
from consortia.stages.applications.services.planning import PlanEntry, add_plan_row
from consortia.stages.applications.snapshots import View, view_of
from tests.factories.applications import a_draft
from tests.portals.applicant.planning import ACTIVITY, a_meeting


@pytest.fixture
def view() -> View:
    consortium = a_draft()
    a_meeting(consortium)
    group = {"from": "o1", "kind": "staff", "people": 1, "days": 5, "distance_km": 0, "linguistic_support": False}
    values = {"format": "joint-staff-training", "host_country": "PL", "groups": [group]}
    add_plan_row(consortium.lead, consortium.application, PlanEntry(heading=ACTIVITY, values=values))
    return view_of(consortium.application)


@pytest.mark.parametrize(
    ("where", "page", "fragment", "parts"),
    [
        ("transnational_meetings[0]", "plan_row", "", {"heading": "transnational-meetings", "key": "m1"}),
        ("transnational_meetings[0].host", "plan_row", "#id_host", {"heading": "transnational-meetings", "key": "m1"}),
        (
            "transnational_meetings[0].travellers[0].people",
            "plan_row",
            "#travellers",
            {"heading": "transnational-meetings", "key": "m1"},
        ),
        ("learning_activities[0].host_country", "plan_row", "#id_country", {"heading": ACTIVITY, "key": "a1"}),
        ("learning_activities[0].groups[0]", "plan_row", "#groups", {"heading": ACTIVITY, "key": "a1"}),
        ("transnational_meetings[7]", "plan", "", {"heading": "transnational-meetings"}),
        ("transnational_meetings", "plan", "", {"heading": "transnational-meetings"}),
        ("bank_guarantee_cost", "plan", "#id_bank_guarantee_cost", {"heading": "exceptional-costs"}),
        ("months", "choices", "#id_months", {}),
        ("type", "choices", "#id_type_0", {}),
        ("round", "choices", "", {}),
        ("priorities", "priorities", "", {}),
        ("submitted_at", "submit", "", {}),
        ("annexes.declaration-on-honour", "annexes", "", {}),
        ("organisations", "consortium", "", {}),
        ("organisations[1].charter", "participation", "", {"key": "o2"}),
        ("organisations[9]", "consortium", "", {}),
        ("answers.description.needs", "section", "#answer-description.needs", {"section": "description"}),
        (
            "answers.organisations.profile@o2",
            "section_part",
            "#answer-organisations.profile-o2",
            {"section": "organisations", "key": "o2"},
        ),
        (
            "organisations[1].added_value",
            "section_part",
            "#answer-organisations.added-value-o2",
            {"section": "organisations", "key": "o2"},
        ),
        ("title", "section", "#answer-context.title", {"section": "context"}),
        ("nothing.that.exists", "application", "", {}),
    ],
)
def test_every_place_leads_to_its_page(view: View, where: str, page: str, fragment: str, parts: dict[str, str]) -> None:
    reference = view.rows.application.reference

    assert address_of(where, view) == page_address(page, fragment, reference=reference, **parts)
