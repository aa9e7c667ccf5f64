"""Calls are data: what a copied file says is what holds."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from consortia.core.call import CallDefinition
from consortia.core.errors import NoValueError
from consortia.rulebook import BUILT_IN, call_from_content, call_schema, load_calls, read_call, write_call
from tests.factories.documents import (
    CALL_2016,
    a_meeting,
    a_verdict,
    an_output,
    call_2016,
    organisations,
)


def edited(folder: Path, file: str, *, replace: str, by: str) -> CallDefinition:
    """The built-in call, copied into a folder and edited there, as `--calls` would load it."""
    copy = folder / "copied-call"
    shutil.copytree(BUILT_IN / CALL_2016, copy)
    text = (copy / file).read_text(encoding="utf-8")
    assert replace in text
    (copy / file).write_text(text.replace(replace, by, 1), encoding="utf-8")
    return load_calls([folder])[CALL_2016]


def test_an_edited_copy_takes_the_place_of_the_built_in_call(tmp_path: Path) -> None:
    call = edited(tmp_path, "call.toml", replace='title = "Strategic Partnerships 2016"', by='title = "Rehearsal"')

    assert call.title == "Rehearsal"
    assert call.edition_hash != call_2016().edition_hash


def test_the_folder_of_a_single_call_may_be_named_itself(tmp_path: Path) -> None:
    call = edited(tmp_path, "call.toml", replace='title = "Strategic Partnerships 2016"', by='title = "Rehearsal"')

    assert load_calls([tmp_path / "copied-call"])[CALL_2016] == call


def test_an_edited_rate_changes_the_euros(tmp_path: Path) -> None:
    meetings = [a_meeting(("o2", 2, 500))]
    call = edited(tmp_path, "budget.toml", replace="rate = 575", by="rate = 600")

    before, after = a_verdict(transnational_meetings=meetings), a_verdict(call, transnational_meetings=meetings)

    sums = [str(each.budget.heading("transnational-meetings").amount) for each in (before, after)]
    assert sums == ["1150.00", "1200.00"]


def test_an_edited_share_changes_the_euros(tmp_path: Path) -> None:
    costs = [{"description": "Films", "cost": "1000.00"}]
    call = edited(tmp_path, "budget.toml", replace="share = 0.75", by="share = 0.8")

    assert str(a_verdict(call, exceptional_costs=costs).budget.heading("exceptional-costs").amount) == "800.00"


def test_an_edited_ceiling_changes_grant_and_warnings(tmp_path: Path) -> None:
    call = edited(tmp_path, "budget.toml", replace="amount = 12500", by="amount = 900.50")

    verdict = a_verdict(call)

    assert (verdict.warnings, str(verdict.budget.grant)) == (("grant.maximum",), "21612.00")


def test_an_edited_country_changes_the_verdict(tmp_path: Path) -> None:
    told = organisations("ES", "DE", "RS")
    call = edited(tmp_path, "countries.toml", replace='{ code = "RS", name = "Serbia", until = 2018-12-31 },', by="")
    moved = (tmp_path / "copied-call" / "countries.toml").read_text(encoding="utf-8")
    (tmp_path / "copied-call" / "countries.toml").write_text(
        moved.replace('name = "Serbia", from = 2019-01-01', 'name = "Serbia"'), encoding="utf-8"
    )
    call = load_calls([tmp_path])[CALL_2016]

    assert a_verdict(organisations=told).failed == (
        "consortium.minimum-countries",
        "consortium.minimum-organisations",
        "partner-country.added-value",
    )
    assert a_verdict(call, organisations=told).failed == ()


def test_an_edited_deadline_changes_the_verdict(tmp_path: Path) -> None:
    call = edited(tmp_path, "call.toml", replace="deadline = 2016-03-31T12:00:00", by="deadline = 2016-03-29T12:00:00")

    assert a_verdict(call).failed == ("submission.deadline",)


def test_an_edited_minimum_changes_the_verdict(tmp_path: Path) -> None:
    call = edited(
        tmp_path,
        "eligibility.toml",
        replace='at_least = 3, when = { fields = ["HE", "VET", "SCH", "AE"] }',
        by='at_least = 4, when = { fields = ["HE", "VET", "SCH", "AE"] }',
    )

    assert a_verdict(call).failed == ("consortium.minimum-organisations",)


def test_the_day_on_which_a_call_looks_at_countries_decides_their_standing(tmp_path: Path) -> None:
    call = edited(tmp_path, "call.toml", replace="countries_as_of = 2016-01-07", by="countries_as_of = 2019-03-01")

    assert (call_2016().countries["RS"].standing, call.countries["RS"].standing) == ("partner", "programme")


def test_comments_spaces_and_files_do_not_change_the_edition(tmp_path: Path) -> None:
    one = tmp_path / "one.toml"
    one.write_text("# a comment\n\n" + write_call(call_2016()).replace("rate = 575", "rate = 575.00"), encoding="utf-8")

    assert read_call(one).edition_hash == call_2016().edition_hash


def test_load_dump_load_gives_the_same_call(tmp_path: Path) -> None:
    file = tmp_path / "call.toml"
    file.write_text(write_call(call_2016()), encoding="utf-8")

    again = read_call(file)

    assert again == call_2016()
    assert write_call(again) == write_call(call_2016())


@pytest.mark.parametrize("years", [0, 1, 10])
def test_kept_content_gives_the_same_call(years: int) -> None:
    call = call_2016().years_later(years)

    again = call_from_content(json.loads(json.dumps(call.content)))

    assert (again, again.edition_hash) == (call, call.edition_hash)


def test_a_training_round_has_no_file() -> None:
    with pytest.raises(NoValueError):
        write_call(call_2016().years_later(1))


def test_the_call_is_whole() -> None:
    call = call_2016()
    fields = [priority.field for priority in call.priorities]

    assert {each: fields.count(each) for each in {*fields}} == {
        None: 6,
        "HE": 6,
        "SCH": 4,
        "VET": 5,
        "AE": 3,
        "YOUTH": 3,
    }
    assert len([each for each in call.countries.values() if each.standing == "programme"]) == 33
    assert {each.region for each in call.countries.values() if each.standing == "partner"} == {
        f"region-{number}" for number in range(1, 15)
    }
    assert call.countries["CH"].region == "region-14"
    assert (len(call.rules), len(call.money_rules), len(call.headings)) == (21, 7, 7)
    assert [each.maximum for each in call.criteria] == [30, 20, 20, 30]


def test_every_partner_country_has_a_daily_rate_and_every_programme_country_all_rates() -> None:
    call = call_2016()
    codes = list(call.countries)
    verdicts = a_verdict(
        organisations=organisations(*codes),
        intellectual_outputs=[an_output(*((f"o{n}", "teacher", 1) for n in range(1, len(codes) + 1)))],
    )

    assert not any(line.without_rate for line in verdicts.budget.lines)


def test_the_schema_describes_rules_and_headings_by_their_kind() -> None:
    schema = call_schema()

    assert schema["required"][:2] == ["call", "documents"]
    assert schema["additionalProperties"] is False
    assert "one-coordinator" in schema["$defs"]["Rule"]["properties"]["check"]["enum"]
    assert schema["$defs"]["StaysTerms"]["required"] == ["travel", "kinds", "formats"]
    assert json.loads(json.dumps(schema)) == schema
