"""What findings say beyond pass and fail: places, facts, order."""

from __future__ import annotations

from datetime import date

import pytest

from consortia.core.eligibility import examine_eligibility
from consortia.core.eligibility.checks import CHECKS
from consortia.core.eligibility.checks.timing import last_day
from consortia.core.values import Finding
from consortia.rulebook.wording.saying import texts
from tests.factories.documents import (
    a_group,
    a_meeting,
    a_verdict,
    an_activity,
    an_application,
    an_event,
    an_output,
    call_2016,
    organisations,
)


def finding_of(rule: str, **changes: object) -> Finding:
    return next(each for each in a_verdict(**changes).findings if each.rule == rule)


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        (date(2016, 9, 1), 36, date(2019, 8, 31)),
        (date(2016, 8, 31), 6, date(2017, 2, 27)),
        (date(2016, 10, 31), 1, date(2016, 11, 29)),
        (date(2015, 12, 31), 2, date(2016, 2, 28)),
        (date(2016, 12, 1), 1, date(2016, 12, 31)),
        (date(9999, 12, 1), 1, None),
        (date(2016, 9, 1), 1_000_000, None),
    ],
)
def test_the_last_day_is_the_one_before_the_start_day_returns(start: date, months: int, last: date | None) -> None:
    assert last_day(start, months) == last


def test_every_rule_of_the_call_has_one_finding_in_its_order() -> None:
    verdict = a_verdict()

    call = call_2016()
    assert [each.rule for each in verdict.findings] == [each.code for each in (*call.rules, *call.money_rules)]


def test_findings_on_eligibility_alone_are_the_first_of_all_findings() -> None:
    application = an_application(organisations=organisations("ES", "DE"))

    findings = examine_eligibility(call_2016(), application)

    assert findings == a_verdict(organisations=organisations("ES", "DE")).findings[: len(findings)]


@pytest.mark.parametrize(
    ("rule", "changes", "where"),
    [
        ("consortium.minimum-organisations", {"organisations": []}, ("organisations",)),
        (
            "coordinator.exactly-one",
            {"organisations": organisations("ES", "DE", "PL coordinator")},
            ("organisations[0].role", "organisations[2].role"),
        ),
        ("coordinator.programme-country", {"organisations": organisations("CH", "DE")}, ("organisations[0].country",)),
        (
            "partner-country.added-value",
            {"organisations": organisations("ES", "UA", "DE", "CH")},
            ("organisations[1].added_value", "organisations[3].added_value"),
        ),
        ("format.composition",
         {"format": "schools-only", "organisations": organisations("ES school", "DE", "UA school")},
         ("organisations[1].kind", "organisations[2].country")),
        ("duration.latest-end", {"months": 99}, ("start", "months")),
        ("multiplier-event.needs-output",
         {"intellectual_outputs": [an_output(("o1", "teacher", 1))],
          "multiplier_events": [an_event(), an_event(id="e2", output=None)]},
         ("multiplier_events[1].output",)),
        ("venue.participating-country",
         {"organisations": organisations("ES", "DE", "PL", "FR associated"),
          "transnational_meetings": [a_meeting(), a_meeting(host="o4", identifier="m2")],
          "learning_activities": [an_activity(host_country="FR")]},
         ("transnational_meetings[1].host", "learning_activities[0].host_country")),
        ("learning-activity.length",
         {"learning_activities": [an_activity(a_group(), a_group(days=4))]},
         ("learning_activities[0].groups[1].days",)),
    ],
)  # fmt: skip
def test_a_finding_names_the_places_it_speaks_of(rule: str, changes: dict[str, object], where: tuple[str, ...]) -> None:
    assert finding_of(rule, **changes).where == where


@pytest.mark.parametrize("value", ["", "   ", "\n\t", "\u200b\ufeff", "\u2800", None])
def test_blank_added_value_counts_as_none(value: str | None) -> None:
    told = organisations("ES", "DE", "PL", "UA")
    told[3]["added_value"] = value

    assert finding_of("partner-country.added-value", organisations=told).status == "fail"


def test_the_source_of_a_finding_is_that_of_its_rule() -> None:
    sources = {each.code: each.source for each in (*call_2016().rules, *call_2016().money_rules)}

    assert all(each.source == sources[each.rule] for each in a_verdict().findings)


def test_every_kind_of_check_has_words_for_holding_and_for_being_broken() -> None:
    spoken = {code.partition(".")[0] + "." + code.rpartition(".")[2] for code in texts()}

    assert {f"{kind}.{end}" for kind in CHECKS for end in ("pass", "fail")} - spoken == set()
