from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from django.utils.http import urlencode

from consortia.core.errors import DocumentError
from consortia.portals.applicant.entry.meetings import MeetingForm
from consortia.portals.applicant.entry.stays import ActivityForm
from consortia.stages.applications.models import PlanRow, PlanRowVersion
from consortia.stages.applications.services.planning import PlanEntry, change_plan_row, entry_of
from consortia.stages.applications.snapshots import rows_of
from tests.factories.applications import Consortium, a_draft
from tests.portals.applicant.planning import (
    ACTIVITY,
    COST,
    EVENT,
    MEETING,
    OUTPUT,
    a_meeting,
    address,
    group_fields,
    signed_in,
    words,
)


def send(consortium: Consortium, heading: str, key: str = "", **sent: Any) -> Any:
    name, parts = ("plan_row", {"key": key}) if key else ("plan_row_new", {})
    fields = {name.replace("_of_", "-"): value for name, value in sent.items()}
    return signed_in(consortium).post(address(name, consortium, heading=heading, **parts), {"do": "save", **fields})


def a_sent_meeting(**changes: Any) -> dict[str, Any]:
    return {"title": "Kick-off", "host": "o1", "people-o2-0": "2", "first_month": "3", **changes}


def test_a_meeting_is_added() -> None:
    consortium = a_draft()

    answer = send(consortium, MEETING, **a_sent_meeting())

    row = PlanRow.objects.get()
    assert answer.url.endswith("/plan/transnational-meetings/#row-m1")
    assert row.values == {"host": "o1", "travellers": [{"from": "o2", "people": 2, "distance_km": 0}]}
    assert (row.title, row.first_month, row.last_month) == ("Kick-off", 3, 3)


def test_organisations_from_which_nobody_comes_are_left_out() -> None:
    consortium = a_draft()

    send(consortium, MEETING, **a_sent_meeting(**{"people-o1-0": "", "people-o3-0": "0"}))

    assert [each["from"] for each in PlanRow.objects.get().values["travellers"]] == ["o2"]


def test_the_form_shows_distance_band_and_rate() -> None:
    consortium = a_draft()
    row = a_meeting(consortium)

    answer = signed_in(consortium).get(address("plan_row", consortium, heading=MEETING, key=row.key))

    assert "1 477 km, band 100 to 1 999 km, € 575 each" in words(answer)
    assert "€ 1 150 for this row" in words(answer)


def test_looking_shows_the_sum_and_keeps_what_was_typed() -> None:
    consortium = a_draft()

    answer = send(consortium, MEETING, do="look", host="o1", **{"people-o2-0": "4"})

    assert "€ 2 300 for this row" in words(answer)
    assert 'value="4"' in answer.content.decode()
    assert "error-summary" not in answer.content.decode()
    assert not PlanRow.objects.exists()


def test_what_is_missing_is_said_only_on_saving() -> None:
    consortium = a_draft()

    answer = send(consortium, MEETING, title="", host="")

    assert "Give it a name" in words(answer)
    assert "Choose the organisation that hosts the meeting." in words(answer)


@pytest.mark.parametrize(
    ("people", "problem"),
    [
        ("-1", ": enter 0 or more."),
        ("two", ": enter a whole number, such as 4."),
        ("1.5", ": enter a whole number, such as 4."),
        ("1000001", ": enter a smaller number, at most 1000000."),
    ],
)
def test_a_number_that_cannot_be_is_refused_at_its_field(people: str, problem: str) -> None:
    consortium = a_draft()

    answer = send(consortium, MEETING, **a_sent_meeting(**{"people-o2-0": people}))

    assert problem in words(answer)
    assert 'href="#id_people-o2-0"' in answer.content.decode()
    assert not PlanRow.objects.exists()


def test_a_row_sent_twice_is_one_row_and_the_next_one_is_another() -> None:
    consortium = a_draft()
    fresh = {"free_key": "m1"}

    answers = [send(consortium, MEETING, **a_sent_meeting(), **fresh) for _click in range(2)]
    send(consortium, MEETING, **a_sent_meeting(title="Another"), **fresh)

    assert answers[0].url == answers[1].url
    assert list(PlanRow.objects.order_by("key").values_list("key", "title")) == [("m1", "Kick-off"), ("m2", "Another")]


def test_the_last_month_cannot_come_before_the_first() -> None:
    consortium = a_draft()

    answer = send(consortium, MEETING, **a_sent_meeting(last_month="2"))

    assert "The last month is before the first." in words(answer)


def test_a_month_beyond_the_project_cannot_be_chosen() -> None:
    consortium = a_draft()

    answer = send(consortium, MEETING, **a_sent_meeting(first_month="25"))

    assert answer.status_code == 200
    assert not PlanRow.objects.exists()


def test_a_month_that_fell_outside_stays_until_somebody_changes_it() -> None:
    consortium = a_draft()
    row = a_meeting(consortium, first_month=30, last_month=30)

    answer = signed_in(consortium).get(address("plan_row", consortium, heading=MEETING, key=row.key))

    assert "after the end of the project" in words(answer)


def test_another_town_is_found_and_decides_on_the_distance() -> None:
    consortium = a_draft()

    send(consortium, MEETING, **a_sent_meeting(town="Las Palmas", country="ES"))

    row = PlanRow.objects.get()
    assert row.extras["venue"]["country"] == "ES"
    assert row.extras["venue"]["latitude"] == pytest.approx(28.1, abs=0.1)


def test_an_unknown_town_is_said_with_a_suggestion() -> None:
    consortium = a_draft()

    answer = send(consortium, MEETING, **a_sent_meeting(town="Zaragozza", country="ES"))

    assert "No town called “Zaragozza” was found in this country. Did you mean Zaragoza or Zarautz?" in words(answer)
    assert 'value="Zaragozza"' in answer.content.decode()


def test_namesakes_are_asked_apart() -> None:
    consortium = a_draft()
    sent = a_sent_meeting(town="Saint-Denis", country="FR")

    answer = send(consortium, MEETING, **sent)

    assert "Which one is meant?" in words(answer)
    assert "towns of this name. Choose the one you mean." in words(answer)


def test_the_namesake_chosen_is_kept() -> None:
    consortium = a_draft()
    sent = a_sent_meeting(town="Saint-Denis", country="FR")
    asked = send(consortium, MEETING, **sent)
    codes = [choice[0] for choice in asked.context["form"].fields["which_town"].choices]

    send(consortium, MEETING, **sent, which_town=codes[1])

    venue = PlanRow.objects.get().extras["venue"]
    assert f"{venue['latitude']:.4f},{venue['longitude']:.4f}" == codes[1]


def test_another_distance_needs_its_reason() -> None:
    consortium = a_draft()

    answer = send(consortium, MEETING, **a_sent_meeting(**{"km-o2": "2000"}))

    assert "Say why another distance applies" in words(answer)


def test_another_distance_counts_with_its_reason() -> None:
    consortium = a_draft()

    send(consortium, MEETING, **a_sent_meeting(**{"km-o2": "2000", "reason-o2": "They start in Tenerife."}))

    assert PlanRow.objects.get().extras["distances"] == {"o2": {"km": 2000, "reason": "They start in Tenerife."}}


def test_an_output_takes_days_by_organisation_and_category() -> None:
    consortium = a_draft()

    send(
        consortium, OUTPUT, title="Handbook", **{"days-o1-teacher": "20", "days-o3-manager": "3", "days-o2-teacher": ""}
    )

    assert PlanRow.objects.get().values == {
        "title": "Handbook",
        "work": [
            {"organisation": "o1", "category": "teacher", "days": 20},
            {"organisation": "o3", "category": "manager", "days": 3},
        ],
    }


def test_the_rate_of_the_country_stands_below_each_field() -> None:
    consortium = a_draft()

    answer = signed_in(consortium).get(address("plan_row_new", consortium, heading=OUTPUT))

    assert "€ 214 a day" in words(answer)
    assert "€ 74 a day" in words(answer)


def test_an_event_presents_an_output() -> None:
    consortium = a_draft()
    send(consortium, OUTPUT, title="Handbook")
    sent = {
        "title": "Closing",
        "output": "io1",
        "country": "DE",
        "local_participants": "60",
        "international_participants": "",
    }

    send(consortium, EVENT, **sent)

    assert PlanRow.objects.get(heading=EVENT).values == {
        "country": "DE",
        "local_participants": 60,
        "international_participants": 0,
        "output": "io1",
    }


def test_an_activity_begins_with_its_kind() -> None:
    consortium = a_draft()

    answer = signed_in(consortium).get(address("plan_row_new", consortium, heading=ACTIVITY))

    assert "What kind of activity is it?" in words(answer)
    assert "groups-TOTAL_FORMS" not in answer.content.decode()


def test_only_kinds_open_to_the_field_are_offered() -> None:
    consortium = a_draft()

    answer = signed_in(consortium).get(address("plan_row_new", consortium, heading=ACTIVITY))

    assert 'value="intensive-study-programme"' in answer.content.decode()
    assert 'value="pupils-exchange"' not in answer.content.decode()


STAFF = {"from": "o1", "kind": "staff", "people": "4", "length": "5"}
TRAINING = {"title": "Training", "format": "joint-staff-training", "town": "Poznań", "country": "PL"}


def test_an_activity_is_added_and_empty_lines_are_ignored() -> None:
    consortium = a_draft()
    empty = {"from": "", "kind": "", "people": "", "length": ""}

    send(consortium, ACTIVITY, **TRAINING, **group_fields(STAFF, empty))

    group = {"from": "o1", "kind": "staff", "people": 4, "days": 5, "distance_km": 0, "linguistic_support": False}
    row = PlanRow.objects.get()
    assert row.values == {"format": "joint-staff-training", "host_country": "PL", "groups": [group]}
    assert row.extras["venue"]["name"] == "Poznań"


def test_a_line_begun_is_asked_for_the_rest() -> None:
    consortium = a_draft()

    answer = send(consortium, ACTIVITY, **TRAINING, **group_fields({**STAFF, "people": "", "length": ""}))

    assert "Enter how many people." in words(answer)
    assert "Enter how long they stay." in words(answer)
    assert 'href="#id_groups-0-people"' in answer.content.decode()


def test_another_line_comes_without_losing_anything() -> None:
    consortium = a_draft()

    answer = send(consortium, ACTIVITY, do="add-line", **{**TRAINING, "town": "Nowhere at all"}, **group_fields(STAFF))

    content = answer.content.decode()
    assert 'name="groups-TOTAL_FORMS" value="2"' in content
    assert 'value="Nowhere at all"' in content
    assert 'name="groups-0-people" value="4"' in content
    assert not PlanRow.objects.exists()


def test_a_line_taken_out_lets_the_others_move_up() -> None:
    consortium = a_draft()
    lines = group_fields(STAFF, {**STAFF, "people": "7"}, {**STAFF, "people": "9"})

    content = send(consortium, ACTIVITY, do="drop-line-1", **TRAINING, **lines).content.decode()

    assert 'name="groups-TOTAL_FORMS" value="2"' in content
    assert 'name="groups-1-people" value="9"' in content
    assert 'people" value="7"' not in content


def test_months_are_asked_where_a_kind_stays_for_months() -> None:
    consortium = a_draft()
    consortium.application.field = "SCH"
    consortium.application.save()
    pupil = {"from": "o1", "kind": "pupil-long-term", "people": "2", "length": "3"}

    send(consortium, ACTIVITY, **{**TRAINING, "format": "long-term-pupils-mobility"}, **group_fields(pupil))

    assert PlanRow.objects.get().values["groups"][0]["months"] == 3


@pytest.mark.parametrize(
    ("format_", "offered"), [("joint-staff-training", False), ("long-term-staff-assignment", True)]
)
def test_language_support_is_offered_where_people_stay_long(format_: str, offered: bool) -> None:
    consortium = a_draft()
    there = address("plan_row_new", consortium, heading=ACTIVITY)

    page = words(signed_in(consortium).get(there, {"format": format_}))

    assert ("Language support, € 150 each" in page) == offered


@pytest.mark.parametrize("written", ["1250.50", "1 250.50", "1250,50", "€ 1250.50", "1\N{NARROW NO-BREAK SPACE}250.50"])
def test_sums_are_read_as_people_write_them(written: str) -> None:
    consortium = a_draft()

    send(consortium, COST, description="Films", cost=written)

    assert PlanRow.objects.get().values == {"description": "Films", "cost": "1250.50"}


@pytest.mark.parametrize("written", ["-1", "NaN", "Infinity", "1e3000", "a lot", "1.005", "12345678901234"])
def test_a_sum_that_cannot_be_is_refused(written: str) -> None:
    consortium = a_draft()

    answer = send(consortium, COST, description="Films", cost=written)

    assert answer.status_code == 200
    assert not PlanRow.objects.exists()


def test_two_people_who_change_one_row_see_both_versions() -> None:
    consortium = a_draft()
    row = a_meeting(consortium)
    theirs = PlanEntry(heading=MEETING, values={**row.values, "host": "o2"}, title="Their meeting")
    change_plan_row(consortium.partners[0], row, theirs, seen=1)

    answer = send(consortium, MEETING, row.key, **a_sent_meeting(title="My meeting"), seen="1")

    text = words(answer)
    assert answer.status_code == 409
    assert "My meeting" in text
    assert "Their meeting" in text
    assert PlanRow.objects.get().title == "Their meeting"
    assert PlanRowVersion.objects.filter(content__title="My meeting").exists()


def test_the_second_save_after_comparing_counts() -> None:
    consortium = a_draft()
    row = a_meeting(consortium)
    change_plan_row(consortium.partners[0], row, entry_of(row), seen=1)
    asked = send(consortium, MEETING, row.key, **a_sent_meeting(title="My meeting"), seen="1")

    send(consortium, MEETING, row.key, **a_sent_meeting(title="My meeting"), seen=str(asked.context["row"].version))

    assert PlanRow.objects.get().title == "My meeting"


@pytest.mark.parametrize(
    ("where", "field"),
    [
        ("transnational_meetings[0].travellers[0].people", "people-o2-0"),
        ("transnational_meetings[0].host", "host"),
        ("transnational_meetings[0].travellers[7].people", None),
        ("organisations[0].name", None),
    ],
)
def test_what_the_core_cannot_read_is_said_at_its_field(where: str, field: str | None) -> None:
    consortium = a_draft()
    rows = rows_of(consortium.application)
    form = MeetingForm(QueryDict(urlencode(a_sent_meeting())), rows=rows, heading=rows.call.heading(MEETING))
    assert form.is_valid()

    form.blame(DocumentError(where, "7", "6"), "transnational_meetings[0]")

    assert list(form.errors) == [field or "__all__"]


def test_what_the_core_cannot_read_of_a_group_is_said_at_the_group() -> None:
    consortium = a_draft()
    rows = rows_of(consortium.application)
    sent = QueryDict(urlencode({**TRAINING, **group_fields(STAFF)}))
    form = ActivityForm(sent, rows=rows, heading=rows.call.heading(ACTIVITY))
    assert form.is_valid()

    form.blame(DocumentError("learning_activities[0].groups[0].days", "7", "6"), "learning_activities[0]")

    assert form.groups.forms[0].errors["length"] == ["Found 7, expected 6."]


@pytest.mark.parametrize(
    ("kind", "title"),
    [("joint-staff-training", "Days of stay"), ("long-term-pupils-mobility", "Months of stay")],
)
def test_the_length_of_a_stay_says_its_unit(kind: str, title: str) -> None:
    rows = rows_of(a_draft().application)

    form = ActivityForm(QueryDict(f"format={kind}"), rows=rows, heading=rows.call.heading(ACTIVITY))

    assert form.length_title() == title


def test_taking_a_row_out_asks_first_and_says_what_it_means() -> None:
    consortium = a_draft()
    row = a_meeting(consortium)
    there = address("plan_row_remove", consortium, heading=MEETING, key=row.key)

    asked = signed_in(consortium).get(there)
    signed_in(consortium).post(there)

    assert "The budget becomes smaller by € 1 150" in words(asked)
    assert not PlanRow.objects.exists()


def test_a_heading_that_follows_from_other_facts_takes_no_rows() -> None:
    consortium = a_draft()

    answer = signed_in(consortium).get(address("plan_row_new", consortium, heading="project-management"))

    assert answer.status_code == 404


def test_an_unknown_heading_is_not_found() -> None:
    consortium = a_draft()

    assert signed_in(consortium).get(address("plan", consortium, heading="champagne")).status_code == 404
