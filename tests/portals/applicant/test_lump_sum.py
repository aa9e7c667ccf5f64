"""A second call with one lump sum and no other money: the same pages, made from its data alone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from consortia.portals.applicant.panel import panel_of
from consortia.stages.applications.models import Application, PlanRow
from consortia.stages.applications.services.starting import Choices, start_application
from consortia.stages.applications.snapshots import document_of, view_of
from consortia.stages.calls.models import Round
from consortia.stages.calls.services import load_editions
from tests.factories.applications import Consortium, a_partner, a_person, an_organisation
from tests.portals.applicant.planning import address, signed_in, words

CALLS = Path(__file__).parents[2] / "rulebook" / "calls"
CODE = "erasmus-2024-ka210-small-scale-partnerships"


@pytest.fixture
def consortium() -> Consortium:
    edition = next(each for each in load_editions([CALLS]) if each.code == CODE)
    deadline = datetime.now().astimezone() + timedelta(days=30)
    round_ = Round.objects.create(edition=edition, number=1, fields=["SCH"], years_later=0, deadline=deadline)
    lead = a_person()
    organisation = an_organisation(lead, kind="school")
    choices = Choices(field="SCH", type="", format="", start=date(2024, 9, 1), months=12, priorities=("SCH-1",))
    application = start_application(lead, round_, organisation, title="Small and good", choices=choices)
    partner = a_partner(lead, application, country="ES")
    application.participations.get(key="o2").organisation.__class__.objects.update(kind="school")
    return Consortium(
        application=application, lead=lead, partners=(partner,), participations=tuple(application.participations.all())
    )


def test_the_document_holds_the_sum_and_its_activities(consortium: Consortium) -> None:
    document = document_of(consortium.application)

    assert document["lump_sum"] == {"chosen": None, "activities": []}
    assert "type" not in document
    assert "bank_guarantee_cost" not in document


def test_a_sum_is_chosen_among_those_of_the_call(consortium: Consortium) -> None:
    there = address("plan", consortium, heading="lump-sum")

    asked = signed_in(consortium).get(there)
    signed_in(consortium).post(there, {"seen": "0", "chosen": "60000.00"})

    assert "Which lump sum do you ask for? € 30 000 € 60 000 Not decided yet" in words(asked)
    assert document_of(Application.objects.get())["lump_sum"]["chosen"] == "60000.00"


def test_another_sum_is_not_taken(consortium: Consortium) -> None:
    signed_in(consortium).post(address("plan", consortium, heading="lump-sum"), {"seen": "0", "chosen": "99999.00"})

    assert Application.objects.get().lump_sum == ""


def test_activities_share_the_sum(consortium: Consortium) -> None:
    signed_in(consortium).post(address("plan", consortium, heading="lump-sum"), {"seen": "0", "chosen": "30000.00"})
    sent = {
        "do": "save",
        "title": "Workshop",
        "organisation": "o2",
        "country": "ES",
        "amount": "30 000",
        "first_month": "2",
    }

    signed_in(consortium).post(address("plan_row_new", consortium, heading="lump-sum"), sent)

    row = PlanRow.objects.get()
    view = view_of(Application.objects.get())
    assert row.values == {"title": "Workshop", "organisation": "o2", "country": "ES", "amount": "30000.00"}
    assert view.row_at("lump_sum.activities[0].amount") == row
    assert str(view.budget.grant) == "30000.00"
    assert "lump-sum.shared" not in {finding.rule for finding in view.failed}


@pytest.mark.parametrize("name", ["budget", "check", "panel", "timetable", "map"])
def test_every_page_shows_the_other_call(consortium: Consortium, name: str) -> None:
    assert signed_in(consortium).get(address(name, consortium)).status_code == 200


def test_an_undecided_sum_leads_to_where_it_is_chosen(consortium: Consortium) -> None:
    panel = panel_of(view_of(consortium.application))

    hrefs = [place.href for item in panel.failed for place in item.places]
    assert address("plan", consortium, heading="lump-sum") + "#id_chosen" in hrefs
