"""Budgets line by line."""

from __future__ import annotations

import json

from tests.factories.documents import (
    a_group,
    a_meeting,
    a_verdict,
    an_activity,
    an_event,
    an_output,
    organisations,
)


def test_a_line_says_what_it_counts_at_which_rate_and_why() -> None:
    budget = a_verdict(intellectual_outputs=[an_output(("o1", "teacher", 20))]).budget

    (line,) = budget.heading("intellectual-outputs").lines
    assert line.as_facts() == {
        "what": "work",
        "where": "intellectual_outputs[0].work[0]",
        "quantity": 20,
        "unit": "day",
        "rate": "137.00",
        "share": None,
        "amount": "2740.00",
        "asked": "2740.00",
        "group": "A3",
        "band": "teacher",
        "organisation": "o1",
        "unpaid": None,
        "source": "guide-2016, Part B, Strategic Partnerships: funding rules, intellectual outputs, table A",
        "status": "provisional",
    }


def test_a_stay_has_a_line_for_travel_and_for_each_band_of_days() -> None:
    activity = an_activity(a_group(people=3, days=20))

    lines = a_verdict(learning_activities=[activity]).budget.heading("learning-activities").lines

    assert [(line.what, line.quantity, line.band, str(line.amount)) for line in lines] == [
        ("travel", 3, "100 to 1999 km", "825.00"),
        ("support", 42, "1 to 14", "4200.00"),
        ("support", 18, "15 to 60", "1260.00"),
    ]


def test_a_long_stay_where_the_table_has_no_rate_is_paid_its_travel_and_says_so() -> None:
    told = organisations("ES", "DE", "PL", "CH value")
    group = a_group(kind="staff-long-term", days=90, people=1)
    activity = an_activity(group, format="long-term-staff-assignment", host_country="CH")

    lines = a_verdict(organisations=told, learning_activities=[activity]).budget.heading("learning-activities").lines

    assert [(line.what, str(line.amount), line.without_rate) for line in lines] == [
        ("travel", "275.00", False),
        ("support", "0.00", True),
        ("support", "0.00", True),
        ("support", "0.00", True),
    ]


def test_an_unpaid_line_keeps_what_was_asked_and_names_the_rule() -> None:
    told = organisations("ES", "DE", "PL", "FR associated")

    (line,) = (
        a_verdict(organisations=told, transnational_meetings=[a_meeting(("o4", 2, 300))])
        .budget.heading("transnational-meetings")
        .lines
    )

    assert (str(line.asked), str(line.amount), line.unpaid) == ("1150.00", "0.00", "associated-partner.no-funding")


def test_an_event_without_output_is_not_paid_beside_one_that_is() -> None:
    events = [an_event(), an_event(id="e2", output=None)]

    verdict = a_verdict(intellectual_outputs=[an_output(("o1", "teacher", 1))], multiplier_events=events)

    assert str(verdict.budget.heading("multiplier-events").amount) == "2000.00"
    assert verdict.failed == ("multiplier-event.needs-output",)


def test_work_of_an_associated_partner_under_a_closed_heading_is_no_second_loss() -> None:
    told = organisations("ES", "DE", "PL", "FR associated")

    verdict = a_verdict(
        type="GOOD_PRACTICE", organisations=told, intellectual_outputs=[an_output(("o4", "teacher", 10))]
    )

    assert verdict.warnings == ()
    assert verdict.failed == ("heading.allowed-for-type",)


def test_a_cut_says_what_was_there_what_may_be_and_what_is_gone() -> None:
    budget = a_verdict(months=12, transnational_meetings=[a_meeting(("o2", 41, 100))]).budget

    heading = budget.heading("transnational-meetings")
    assert heading.cut is not None
    assert heading.cut.as_facts() == {
        "rule": "transnational-meetings.yearly-maximum",
        "ceiling": "23000.00",
        "before": "23575.00",
        "taken": "575.00",
    }
    assert str(heading.amount) == "23000.00"


def test_a_bank_guarantee_alone_is_paid_with_its_share() -> None:
    budget = a_verdict(bank_guarantee_cost="333.33").budget

    assert str(budget.heading("exceptional-costs").amount) == "250.00"


def test_facts_can_be_written_as_json() -> None:
    budget = a_verdict(learning_activities=[an_activity(a_group())]).budget

    facts = budget.as_facts()

    assert json.loads(json.dumps(facts)) == facts
    assert facts["grant"] == budget.totals["grant"]
