from __future__ import annotations

import hashlib
import json
import re
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from consortia.portals.public.calculator.sheet import Sheet, unpacked
from consortia.stages.calls.models import Edition
from tests.portals.public.conftest import BIG, SMALL
from tests.portals.public.reading import chosen_in, ids, links_of_problems, problems, value_of, words

ADDRESS = f"/calculator/{BIG}/"
PROJECT = {
    "field": "VET",
    "type": "INNOVATION",
    "months": "24",
    "organisations:0:key": "o1",
    "organisations:0:name": "Tampere Institute",
    "organisations:0:country": "FI",
    "organisations:0:role": "coordinator",
    "organisations:1:key": "o2",
    "organisations:1:name": "",
    "organisations:1:country": "PT",
    "organisations:1:role": "partner",
    "organisations:2:key": "o3",
    "organisations:2:country": "",
    "organisations:2:role": "partner",
}
TRAVEL = {
    "transnational_meetings:0:organisation": "o2",
    "transnational_meetings:0:people": "20",
    "transnational_meetings:0:distance": "2000",
}
WORK = {
    "intellectual_outputs:0:title": "Curriculum",
    "intellectual_outputs:0:organisation": "o1",
    "intellectual_outputs:0:category": "teacher",
    "intellectual_outputs:0:days": "10",
}
EVENT = {
    "multiplier_events:0:country": "PT",
    "multiplier_events:0:local": "200",
    "multiplier_events:0:international": "90",
}
STAY = {
    "learning_activities:0:activity": "blended-mobility|learner",
    "learning_activities:0:country": "FI",
    "learning_activities:0:organisation": "o2",
    "learning_activities:0:people": "12",
    "learning_activities:0:length": "15",
    "learning_activities:0:distance": "2000",
    "learning_activities:0:language": "on",
}
COSTS = {
    "exceptional_costs:0:description": "Translation",
    "exceptional_costs:0:cost": "€ 1 250,50",
    "bank_guarantee_cost": "100",
}


@pytest.fixture(autouse=True)
def calls(editions: dict[str, Edition]) -> dict[str, Edition]:
    return editions


def result_of(client: Client, filled: dict[str, str], address: str = ADDRESS) -> str:
    sent = client.post(address, filled)
    assert sent.status_code == 302, problems(sent)
    return words(client.get(sent.headers["Location"]))


def test_a_sheet_is_reckoned_line_by_line_with_its_origin(client: Client) -> None:
    text = result_of(client, PROJECT | TRAVEL | WORK | STAY)

    assert "The grant would be € 49 380" in text
    assert "Coordinating organisation 24 months € 500 € 12 000.00" in text
    assert "Each other organisation 24 organisation-months € 250 € 6 000.00" in text
    assert "Travel Portugal 20 people" not in text
    assert "Travel PT 20 people € 760 2 000 km or more € 15 200.00" in text
    work = "Teacher, trainer, researcher, youth worker Tampere Institute, Curriculum 10 days € 214"
    assert f"{work} Programme Countries, group A2 € 2 140.00" in text
    assert "168 person-days € 55 days 1 to 14 € 9 240.00" in text
    assert "12 person-days € 40 days 15 to 60 € 480.00" in text
    assert "The ceiling for this project is € 300 000." in text
    assert "Programme Guide 2016" in text


def test_what_a_ceiling_cuts_off_is_shown_with_its_rule(client: Client) -> None:
    text = result_of(client, PROJECT | WORK | EVENT)

    assert "Multiplier events € 38 000.00 € 8 000.00 € 30 000.00" in text
    assert "Ceiling of multiplier events: Multiplier events are paid up to 30 000 euros a project." in text


def test_an_event_without_output_is_paid_nothing_and_says_why(client: Client) -> None:
    text = result_of(client, PROJECT | EVENT)

    assert "Not paid:" in text
    assert "Multiplier events € 0.00 € 0.00" in text


def test_sums_may_be_typed_as_people_write_them(client: Client) -> None:
    text = result_of(client, PROJECT | COSTS)

    assert "75 % of € 1 250.50" in text
    assert "Exceptional costs € 1 012.88" in text


def test_the_grant_stops_at_its_ceiling(client: Client) -> None:
    text = result_of(client, PROJECT | {**WORK, "intellectual_outputs:0:days": "5000", "months": "12"})

    assert "The grant would be € 150 000" in text
    assert "Above the ceiling of the grant" in text


def test_a_call_with_lump_sums_is_reckoned_too(client: Client) -> None:
    filled = {name: value for name, value in PROJECT.items() if name != "type"}

    text = result_of(client, filled | {"lump_sum:chosen": "60000.00"}, f"/calculator/{SMALL}/")

    assert "The grant would be € 60 000" in text


@pytest.mark.parametrize("field", ["HE", "VET", "SCH", "AE", "YOUTH"])
def test_every_field_of_the_call_can_be_reckoned_for(client: Client, field: str) -> None:
    text = result_of(client, PROJECT | {"field": field})

    assert "The grant would be € 18 000" in text


def test_adding_a_row_keeps_everything_that_was_typed(client: Client) -> None:
    sent = client.post(ADDRESS, PROJECT | TRAVEL | STAY | {"months": "many", "add": "transnational_meetings"})
    page = client.get(sent.headers["Location"])

    assert sent.headers["Location"].endswith("#transnational_meetings")
    assert value_of(page, "months") == "many"
    assert value_of(page, "transnational_meetings:0:people") == "20"
    assert chosen_in(page, "transnational_meetings:0:distance") == "2000"
    assert value_of(page, "transnational_meetings:1:people") == ""
    assert re.search(r'<input[^>]+"learning_activities:0:language"[^>]+checked', page.content.decode())
    assert problems(page) == []
    assert [each for each, times in ids(page).items() if times > 1] == []


def test_an_organisation_taken_out_leaves_the_others_as_they_are(client: Client) -> None:
    sent = client.post(ADDRESS, PROJECT | TRAVEL | {"remove": "organisations:0"})
    page = client.get(sent.headers["Location"])
    more = client.post(ADDRESS, PROJECT | TRAVEL | {"add": "organisations"})

    assert value_of(page, "organisations:0:key") == "o2"
    assert chosen_in(page, "transnational_meetings:0:organisation") == "o2"
    assert value_of(client.get(more.headers["Location"]), "organisations:3:key") == "o4"


def test_what_cannot_be_reckoned_is_named_with_table_and_row(client: Client) -> None:
    answer = client.post(
        ADDRESS,
        PROJECT
        | TRAVEL
        | {
            "field": "",
            "months": "0",
            "transnational_meetings:0:people": "-1",
            "transnational_meetings:0:organisation": "o3",
        },
    )

    assert answer.status_code == 200
    assert problems(answer) == [
        "Choose the field of the project.",
        "Type the duration as a whole number of months, such as 24.",
        "Transnational project meetings, row 1: Choose an organisation that has a country.",
        "Transnational project meetings, row 1: Type how many people travel, all meetings together.",
    ]
    assert set(links_of_problems(answer)) <= set(ids(answer))
    assert value_of(answer, "transnational_meetings:0:people") == "-1"


def test_an_empty_sheet_says_where_to_begin(client: Client) -> None:
    answer = client.post(ADDRESS, {})

    assert "Name at least one organisation with its country." in problems(answer)


@pytest.mark.parametrize("cost", ["abc", "-5", "1.234", "NaN", "Infinity", "9" * 20])
def test_a_sum_that_is_none_is_explained(client: Client, cost: str) -> None:
    answer = client.post(ADDRESS, PROJECT | COSTS | {"exceptional_costs:0:cost": cost})

    assert problems(answer) == [
        "Exceptional costs, row 1: Type the cost as a sum without a sign for thousands, such as 1250.50."
    ]


def test_a_heading_closed_to_the_type_says_so(client: Client) -> None:
    sent = client.post(ADDRESS, PROJECT | WORK | {"type": "GOOD_PRACTICE", "add": "organisations"})

    assert "This heading is not open to the type of project you chose" in words(client.get(sent.headers["Location"]))
    assert "Intellectual outputs € 0.00 € 0.00" in result_of(client, PROJECT | WORK | {"type": "GOOD_PRACTICE"})


def test_the_address_of_a_result_shows_it_to_others(client: Client) -> None:
    sent = client.post(ADDRESS, PROJECT | TRAVEL)

    assert words(Client().get(sent.headers["Location"])) == words(client.get(sent.headers["Location"]))


def test_a_sheet_too_large_for_an_address_waits_in_the_session(client: Client) -> None:
    many = {f"exceptional_costs:{number}:cost": str(number) for number in range(190)}
    many |= {f"exceptional_costs:{n}:description": hashlib.sha256(str(n).encode()).hexdigest() for n in range(190)}

    sent = client.post(ADDRESS, PROJECT | many)

    assert sent.headers["Location"].endswith("?plan=here")
    assert "Print the page to keep it." in words(client.get(sent.headers["Location"]))


def test_the_panel_follows_the_typing(client: Client) -> None:
    answer = client.post(ADDRESS, PROJECT | TRAVEL, headers={"Accept-Part": "panel"})

    assert words(answer).startswith("€ 33 200 of at most € 300 000")
    assert "<html" not in answer.content.decode()


@pytest.mark.parametrize(
    "plan", ["x", "%00", "eJwDAAAAAAE", "ü", "e" * 9000, Sheet(tables={"organisations": [{"country": "FI"}]}).packed()]
)
def test_a_damaged_address_begins_anew_or_says_what_is_missing(client: Client, plan: str) -> None:
    for address in (ADDRESS, f"{ADDRESS}result/"):
        assert client.get(address, {"plan": plan}).status_code == 200


def test_a_sheet_written_by_hand_with_one_key_twice_is_named(client: Client) -> None:
    organisation = {"key": "o1", "name": "A", "country": "FI", "role": "partner"}
    sheet = Sheet(
        values={"field": "VET", "type": "INNOVATION", "months": "24"}, tables={"organisations": [organisation] * 2}
    )

    answer = client.get(f"{ADDRESS}result/", {"plan": sheet.packed()})

    assert problems(answer) == [
        'organisations[1].id: found "o1", as at organisations[0].id, expected an id that stands once'
    ]


def test_an_unknown_call_is_not_found(client: Client) -> None:
    assert client.get("/calculator/nothing/").status_code == 404


def test_editing_a_rate_changes_the_euros(client: Client, calls: dict[str, Edition]) -> None:
    edition = calls[BIG]
    content = json.loads(edition.content)
    next(each for each in content["headings"] if each["code"] == "project-management")["terms"]["coordinator"] = "900"
    Edition.objects.create(code=BIG, edition_hash="0" * 64, title=edition.title, content=json.dumps(content))

    text = result_of(client, PROJECT)

    assert "Coordinating organisation 24 months € 900 € 21 600.00" in text


@given(
    st.dictionaries(st.text(max_size=8), st.text(max_size=30), max_size=5),
    st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=9)), max_size=5),
)
def test_a_sheet_comes_back_from_its_address_as_it_was(values: dict[str, str], rows: list[dict[str, str]]) -> None:
    sheet = Sheet(values=values, tables={"organisations": rows})

    found = unpacked(sheet.packed())

    assert found == sheet


@given(st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", max_size=200))
def test_no_address_breaks_the_reader(word: str) -> None:
    unpacked(word)


def test_a_small_address_cannot_hold_a_large_sheet() -> None:
    assert unpacked(Sheet(values={"field": "x" * 10_000_000}).packed()) is None


def test_amounts_of_the_page_are_those_of_the_core(client: Client) -> None:
    sent = client.post(ADDRESS, PROJECT | TRAVEL | WORK | EVENT | STAY | COSTS)
    answer = client.get(sent.headers["Location"])

    result = answer.context["result"]
    assert (
        sum((each.budget.amount.amount for each in result.headings), start=Decimal(0))
        == result.budget.requested_total.amount
    )
    assert parse_qs(urlsplit(sent.headers["Location"]).query)["plan"]
