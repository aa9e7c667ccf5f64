"""Documents that break the format are refused at the place where they break it."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from consortia.core.application import load_document, read_application
from consortia.core.errors import DocumentError
from tests.factories.documents import (
    a_document,
    a_group,
    a_meeting,
    an_activity,
    an_event,
    an_organisation,
    an_output,
    call_2016,
    organisations,
)

Change = Callable[[dict[str, Any]], object]


def full_document() -> dict[str, Any]:
    return a_document(
        transnational_meetings=[a_meeting(("o2", 2, 500))],
        intellectual_outputs=[an_output(("o1", "teacher", 10))],
        multiplier_events=[an_event()],
        learning_activities=[an_activity(a_group())],
        special_needs=[{"description": "Ramp", "cost": "10.00"}],
        exceptional_costs=[{"description": "Films", "cost": "10.00"}],
    )


def refusal_of(change: Change) -> DocumentError:
    document = full_document()
    change(document)
    with pytest.raises(DocumentError) as refused:
        read_application(load_document(json.dumps(document)), call_2016())
    return refused.value


def setting(path: str, value: object) -> Change:
    """A change that sets a key at a path such as organisations.2.country."""

    def change(document: dict[str, Any]) -> None:
        *way, last = path.split(".")
        holder: Any = document
        for part in way:
            holder = holder[int(part)] if part.isdigit() else holder[part]
        holder[int(last) if last.isdigit() else last] = value

    return change


def removing(path: str) -> Change:
    def change(document: dict[str, Any]) -> None:
        *way, last = path.split(".")
        holder: Any = document
        for part in way:
            holder = holder[int(part)] if part.isdigit() else holder[part]
        del holder[last]

    return change


def place(path: str) -> str:
    text = ""
    for part in path.split("."):
        text += f"[{part}]" if part.isdigit() else f".{part}"
    return text.removeprefix(".")


ROW_KEYS = [
    "organisations.1",
    "transnational_meetings.0",
    "transnational_meetings.0.travellers.0",
    "intellectual_outputs.0",
    "intellectual_outputs.0.work.0",
    "multiplier_events.0",
    "learning_activities.0",
    "learning_activities.0.groups.0",
    "special_needs.0",
    "exceptional_costs.0",
]


def row_at(path: str) -> dict[str, Any]:
    holder: Any = full_document()
    for part in path.split("."):
        holder = holder[int(part)] if part.isdigit() else holder[part]
    assert isinstance(holder, dict)
    return holder


ALL_KEYS = [*full_document(), *(f"{path}.{key}" for path in ROW_KEYS for key in row_at(path))]


def test_a_full_document_is_read() -> None:
    application = read_application(full_document(), call_2016())

    assert (application.field, application.months, len(application.organisations)) == ("VET", 24, 3)


@pytest.mark.parametrize("path", ALL_KEYS)
def test_a_missing_key_is_named(path: str) -> None:
    error = refusal_of(removing(path))

    assert (error.where, error.found) == (place(path), "nothing")


@pytest.mark.parametrize("path", ["", *ROW_KEYS])
def test_an_unknown_key_is_named(path: str) -> None:
    key = f"{path}.colour".removeprefix(".")

    error = refusal_of(setting(key, "green"))

    assert (error.where, error.found) == (place(key), "an unknown key")


@pytest.mark.parametrize("path", [*ROW_KEYS])
@pytest.mark.parametrize("value", [None, [], "o1", 3])
def test_a_part_that_is_no_object_is_named(path: str, value: object) -> None:
    error = refusal_of(setting(path, value))

    assert (error.where, error.expected) == (place(path), "an object")


LISTS = [
    "priorities",
    "organisations",
    "transnational_meetings",
    "transnational_meetings.0.travellers",
    "intellectual_outputs",
    "intellectual_outputs.0.work",
    "multiplier_events",
    "learning_activities",
    "learning_activities.0.groups",
    "special_needs",
    "exceptional_costs",
]


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("value", [None, {}, "o1", 3])
def test_a_part_that_is_no_list_is_named(path: str, value: object) -> None:
    error = refusal_of(setting(path, value))

    assert (error.where, error.expected) == (place(path), "a list")


WHOLE_NUMBERS = [
    "months",
    "round",
    "transnational_meetings.0.travellers.0.people",
    "transnational_meetings.0.travellers.0.distance_km",
    "intellectual_outputs.0.work.0.days",
    "multiplier_events.0.local_participants",
    "multiplier_events.0.international_participants",
    "learning_activities.0.groups.0.people",
    "learning_activities.0.groups.0.days",
    "learning_activities.0.groups.0.distance_km",
]


@pytest.mark.parametrize("path", WHOLE_NUMBERS)
@pytest.mark.parametrize("value", [-1, 1.5, 2.0, True, "3", None, 1_000_001, 10**400])
def test_what_is_no_whole_number_within_bounds_is_named(path: str, value: object) -> None:
    error = refusal_of(setting(path, value))

    assert error.where == place(path)
    assert error.expected.startswith("a whole number from")


@pytest.mark.parametrize("path", [path for path in WHOLE_NUMBERS if path not in {"months", "round"}])
@pytest.mark.parametrize("value", [0, 1_000_000])
def test_counts_may_be_none_or_a_million(path: str, value: int) -> None:
    document = full_document()
    setting(path, value)(document)

    assert read_application(document, call_2016())


def test_months_begin_at_one() -> None:
    assert refusal_of(setting("months", 0)).where == "months"


@pytest.mark.parametrize("path", ["special_needs.0.cost", "exceptional_costs.0.cost", "bank_guarantee_cost"])
@pytest.mark.parametrize(
    "value",
    [12.5, 12, "12", "12.5", "12.500", "-1.00", "+1.00", "1,00", "1 000.00", " 1.00", "1.00\n", "", None, "1e3", "NaN",
     ".50", "\u0661.00", "9" * 13 + ".00"],
)  # fmt: skip
def test_what_is_no_sum_with_two_decimals_is_named(path: str, value: object) -> None:
    error = refusal_of(setting(path, value))

    assert (error.where, error.expected) == (place(path), 'a sum as text with two decimals, such as "1250.50"')


@pytest.mark.parametrize(
    "value", ["2016-02-30", "2015-02-29", "2016-9-01", "20160901", "2016-W10-1", "2016-09-01T00:00:00", "01/09/2016",
              "", None, 20160901, "0000-01-01", "\uff12016-09-01"]
)  # fmt: skip
def test_what_is_no_day_is_named(value: object) -> None:
    assert refusal_of(setting("start", value)).where == "start"


@pytest.mark.parametrize(
    "value",
    ["2016-03-29", "2016-03-29T16:20:00", "2016-03-29T25:00:00Z", "2016-02-30T12:00:00Z", "2016-03-29T12:00:60Z",
     "2016-03-29T12:00:00+25:00", "2016-03-29T12:00:00+0200", "2016-03-29T12:00:00 CET", "noon", "", 1459252800, True,
     "9999-12-31T23:59:59.9999999Z"],
)  # fmt: skip
def test_what_is_no_moment_with_zone_is_named(value: object) -> None:
    assert refusal_of(setting("submitted_at", value)).where == "submitted_at"


@pytest.mark.parametrize(
    "value",
    ["2016-03-29T16:20:00+02:00", "2016-03-29T14:20:00Z", "2016-03-29T14:20Z", "2016-03-29T14:20:00.5Z",
     "2016-03-29 14:20:00Z", "2016-03-29T14:20:00-00:00", None],
)  # fmt: skip
def test_a_moment_with_zone_or_none_is_read(value: object) -> None:
    assert read_application(a_document(submitted_at=value), call_2016())


CODES = [
    "field",
    "type",
    "format",
    "priorities.0",
    "organisations.1.kind",
    "organisations.1.role",
    "intellectual_outputs.0.work.0.category",
    "learning_activities.0.format",
    "learning_activities.0.groups.0.kind",
]


@pytest.mark.parametrize("path", CODES)
@pytest.mark.parametrize("value", ["unheard-of", "", None, 3, ["VET"], {}])
def test_an_unknown_code_is_named(path: str, value: object) -> None:
    assert refusal_of(setting(path, value)).where == place(path)


@pytest.mark.parametrize(
    ("path", "value", "hint"),
    [
        ("field", "vet", "did you mean VET?"),
        ("type", "good-practice", "did you mean GOOD_PRACTICE?"),
        ("format", "school-only", "did you mean schools-only?"),
        ("organisations.1.role", "Partner", "did you mean partner?"),
        ("organisations.1.country", "GR", "did you mean EL (Greece)?"),
        ("organisations.1.country", "GB", "did you mean UK (United Kingdom)?"),
        ("organisations.1.country", "de", "did you mean DE (Germany)?"),
        ("multiplier_events.0.country", "GB", "did you mean UK (United Kingdom)?"),
        ("learning_activities.0.host_country", "GR", "did you mean EL (Greece)?"),
    ],
)
def test_a_code_written_otherwise_brings_a_hint(path: str, value: str, hint: str) -> None:
    error = refusal_of(setting(path, value))

    assert error.where == place(path)
    assert error.expected.endswith(hint)


def test_a_misspelt_key_brings_a_hint() -> None:
    document = full_document()
    document["month"] = document.pop("months")

    with pytest.raises(DocumentError) as refused:
        read_application(document, call_2016())

    assert refused.value.where == "month"
    assert refused.value.expected.endswith("did you mean months?")


@pytest.mark.parametrize("country", ["XX", "YU", "EU", "ESP", "", "Spain", None, 34])
def test_an_unknown_country_is_named(country: object) -> None:
    assert refusal_of(setting("organisations.1.country", country)).where == "organisations[1].country"


@pytest.mark.parametrize("country", ["EL", "UK", "MK", "XK", "CH", "RS", "HK", "FO", "PS", "VA", "TR"])
def test_every_region_of_the_world_is_known(country: str) -> None:
    told = [*organisations("ES", "DE", "PL"), an_organisation("o4", country)]

    assert read_application(a_document(organisations=told), call_2016())


REFERENCES = [
    "transnational_meetings.0.host",
    "transnational_meetings.0.travellers.0.from",
    "intellectual_outputs.0.work.0.organisation",
    "learning_activities.0.groups.0.from",
    "multiplier_events.0.output",
]


@pytest.mark.parametrize("path", REFERENCES)
@pytest.mark.parametrize("value", ["o99", "", "O1", 1, ["o1"]])
def test_an_id_that_points_nowhere_is_named(path: str, value: object) -> None:
    assert refusal_of(setting(path, value)).where == place(path)


def test_an_event_may_present_nothing() -> None:
    document = full_document()
    document["multiplier_events"][0]["output"] = None

    assert read_application(document, call_2016())


IDS = [
    "organisations.1.id",
    "transnational_meetings.0.id",
    "intellectual_outputs.0.id",
    "multiplier_events.0.id",
    "learning_activities.0.id",
]


@pytest.mark.parametrize("path", IDS)
def test_an_id_that_stands_twice_is_named(path: str) -> None:
    error = refusal_of(setting(path, "o1"))

    assert (error.where, error.expected) == (place(path), "an id that stands once")


@pytest.mark.parametrize("path", IDS)
@pytest.mark.parametrize("value", ["", "  ", None, 1])
def test_an_id_that_says_nothing_is_named(path: str, value: object) -> None:
    assert refusal_of(setting(path, value)).where == place(path)


@pytest.mark.parametrize("path", ["title", "summary", "organisations.1.name", "organisations.1.city"])
@pytest.mark.parametrize("value", [None, 3, [], "half a \ud800 character"])
def test_what_is_no_text_is_named(path: str, value: object) -> None:
    assert refusal_of(setting(path, value)).where == place(path)


@pytest.mark.parametrize("path", ["organisations.1.charter", "learning_activities.0.groups.0.linguistic_support"])
@pytest.mark.parametrize("value", [None, 0, 1, "true", "false"])
def test_what_is_neither_true_nor_false_is_named(path: str, value: object) -> None:
    error = refusal_of(setting(path, value))

    assert (error.where, error.expected) == (place(path), "true or false")


@pytest.mark.parametrize("value", [True, 3, []])
def test_added_value_is_text_or_null(value: object) -> None:
    assert refusal_of(setting("organisations.1.added_value", value)).where == "organisations[1].added_value"


def test_a_document_of_another_call_is_refused() -> None:
    assert refusal_of(setting("call", "erasmus-2017")).where == "call"


@pytest.mark.parametrize("round_", [0, 2, 3])
def test_a_round_that_the_field_does_not_have_is_refused(round_: int) -> None:
    assert refusal_of(setting("round", round_)).where == "round"


def test_months_of_stay_are_for_long_stays_of_pupils_only() -> None:
    group = a_group(months=3)

    error = refusal_of(setting("learning_activities.0.groups.0", group))

    assert (error.where, error.found) == ("learning_activities[0].groups[0].months", "an unknown key")


def test_days_of_stay_are_not_for_long_stays_of_pupils() -> None:
    activity = an_activity(a_group(kind="pupil-long-term"), format="long-term-pupils-mobility")

    error = refusal_of(setting("learning_activities.0", activity))

    assert (error.where, error.found) == ("learning_activities[0].groups[0].days", "an unknown key")


def test_errors_travel_between_processes() -> None:
    error = DocumentError("months", "-1", "a whole number")

    assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301  # our own bytes
