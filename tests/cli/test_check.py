"""`consortia check`: every rule on every document, the same in words and in JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Edit
from tests.cli.running import SMALL_CALLS, process, run, written
from tests.core.test_examples import NAMES
from tests.factories.documents import CALL_2016, a_document, an_output, call_2016, organisations
from tests.rulebook.test_second_call import SMALL, a_small_document

FACTS = ("eligible", "failed", "warnings", "budget")


def facts_of(values: dict[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in FACTS}


@pytest.mark.parametrize("name", NAMES)
def test_an_example_prints_exactly_the_expected_result(name: str, shared: Path) -> None:
    file = shared / "examples" / "applications" / f"{name}.json"
    expected = json.loads((shared / "examples" / "expected" / f"{name}.json").read_text(encoding="utf-8"))

    ended = run("check", "--format", "json", file)

    assert (ended.code, ended.err) == (0 if expected["eligible"] else 1, "")
    assert (ended.values["file"], facts_of(ended.values)) == (str(file), expected)


@pytest.mark.parametrize("name", NAMES)
def test_the_words_for_an_example_tell_verdict_grant_and_every_rule(name: str, shared: Path) -> None:
    file = shared / "examples" / "applications" / f"{name}.json"
    expected = json.loads((shared / "examples" / "expected" / f"{name}.json").read_text(encoding="utf-8"))

    ended = run("check", file)

    lines = ended.out.splitlines()
    verdict = "eligible" if expected["eligible"] else f"not eligible: {rules(len(expected['failed']))} broken"
    grant = f"grant {apart(expected['budget']['grant'])} of at most {apart(expected['budget']['maximum_grant'])}"
    assert lines[:2] == [str(file), f"  {verdict}; {grant}"]
    assert sorted(line.split()[1] for line in lines if line.startswith("  FAIL")) == expected["failed"]
    assert sorted(line.split()[1] for line in lines if line.startswith("  warning")) == expected["warnings"]
    looked_at = {rule.code for rule in (*call_2016().rules, *call_2016().money_rules)}
    assert {line.split()[1] for line in lines if line.startswith(("  pass", "  FAIL", "  warn", "  n/a"))} == looked_at


def test_several_documents_give_a_line_each_in_the_order_given(kept: Path, broken: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.json"
    cut.write_text('{"call": ', encoding="utf-8")

    ended = run("check", "--format", "json", kept, cut, broken, kept)

    assert [line["file"] for line in ended.lines] == [str(kept), str(cut), str(broken), str(kept)]
    assert [line.get("eligible") for line in ended.lines] == [True, None, False, True]
    assert ended.lines[1] == {
        "file": str(cut),
        "error": {"where": "line 1, column 10", "found": "the end of the text", "expected": "a whole JSON document"},
    }
    assert ended.code == 2


def test_an_unreadable_document_is_told_in_its_place_and_the_rest_is_checked(kept: Path, tmp_path: Path) -> None:
    odd = written(tmp_path, "odd.json", a_document(months="24"))

    ended = run("check", odd, kept)

    told = f'{odd}\n  cannot be read: months: found "24", expected a whole number from 1 to 1 000 000\n\n'
    assert ended.out.startswith(f"{told}{kept}\n  eligible; ")
    assert ended.code == 2


@pytest.mark.parametrize(
    ("files", "code"),
    [
        (["kept"], 0),
        (["kept", "kept"], 0),
        (["broken"], 1),
        (["kept", "broken", "kept"], 1),
        (["kept", "missing"], 2),
        (["broken", "missing"], 2),
    ],
)
def test_the_exit_code_is_that_of_the_worst_document(
    files: list[str], code: int, kept: Path, broken: Path, tmp_path: Path
) -> None:
    paths = {"kept": kept, "broken": broken, "missing": tmp_path / "missing.json"}

    assert run("check", *(paths[name] for name in files)).code == code


def test_no_document_at_all_is_a_slip_of_the_one_who_typed() -> None:
    ended = run("check")

    assert (ended.code, ended.out) == (2, "")
    assert "Missing argument 'FILES...'" in ended.err


def test_a_finding_carries_rule_status_reason_source_and_place(broken: Path) -> None:
    ended = run("check", "--format", "json", broken)

    by_rule = {finding["rule"]: finding for finding in ended.values["findings"]}
    finding = by_rule["consortium.minimum-countries"]
    assert sorted(finding) == ["message", "repair", "rule", "source", "status", "where"]
    assert finding["status"] == "fail"
    assert "2" in finding["message"] or "two" in finding["message"]
    assert finding["source"].startswith("Erasmus+ Programme Guide 2016")
    assert set(by_rule) == {rule.code for rule in (*call_2016().rules, *call_2016().money_rules)}


def test_a_broken_rule_carries_the_smallest_repair_and_the_patched_document_is_eligible(
    broken: Path, tmp_path: Path
) -> None:
    values = run("check", "--format", "json", broken).values

    repair = values["repair"]
    assert (repair["smallest"], repair["mends"], repair["beyond_repair"]) == (True, values["failed"], [])
    assert len(repair["steps"]) == 1
    assert next(f["repair"] for f in values["findings"] if f["status"] == "fail") == repair["steps"]
    document = json.loads(broken.read_text(encoding="utf-8"))
    for change in repair["patch"]:
        apply(document, change)
    assert run("check", written(tmp_path, "mended.json", document)).code == 0


def rules(number: int) -> str:
    return "1 rule" if number == 1 else f"{number} rules"


def apart(sum_: str) -> str:
    return f"€ {float(sum_):,.2f}".replace(",", " ")


def apply(document: Any, change: dict[str, Any]) -> None:
    *way, last = change["path"].strip("/").split("/")
    for part in way:
        document = document[int(part)] if isinstance(document, list) else document[part]
    if change["op"] == "add" and isinstance(document, list):
        document.insert(len(document) if last == "-" else int(last), change["value"])
    elif change["op"] == "remove":
        del document[int(last) if isinstance(document, list) else last]
    else:
        document[int(last) if isinstance(document, list) else last] = change["value"]


def test_the_words_tell_the_repair_step_by_step(broken: Path) -> None:
    ended = run("check", broken)

    assert "  The smallest repair of all broken rules together, 1 step:\n    1. " in ended.out


@pytest.mark.parametrize("command", ["check", "budget"])
def test_a_document_is_read_from_standard_input(command: str, kept: Path) -> None:
    given, named = process(command, "-", given=kept.read_bytes()), run(command, kept)

    assert given.code == named.code == 0
    assert given.out.replace("-\n", f"{kept}\n", 1) == named.out if command == "check" else given.out == named.out


def test_what_no_change_repairs_is_said(tmp_path: Path) -> None:
    late = written(tmp_path, "late.json", a_document(submitted_at="2016-03-31T12:00:01+02:00"))

    ended = run("check", late)

    assert ended.code == 1
    assert "No change to the document can repair" in ended.out


def test_years_later_moves_all_dates_of_the_call_together(kept: Path, tmp_path: Path) -> None:
    moved = written(
        tmp_path, "moved.json", a_document(start="2028-09-01", submitted_at="2028-03-31T12:00:00+02:00", months=36)
    )

    assert [run("check", "--years-later", years, moved).code for years in (0, 11, 12, 13)] == [1, 1, 0, 1]
    assert run("check", "--years-later", 12, kept).code == 1
    assert "(training: the call's dates are moved)" in run("check", "--years-later", 12, moved).out.splitlines()[0]
    assert run("check", "--format", "json", "--years-later", 12, moved).values["call"]["training"] is True


@pytest.mark.parametrize("years", ["-1", "201", "two", "1.5"])
def test_years_that_cannot_be_are_refused(years: str, kept: Path) -> None:
    ended = run("check", "--years-later", years, kept)

    assert (ended.code, ended.out) == (2, "")
    assert "--years-later" in ended.err


def test_an_edited_rate_in_a_copied_call_changes_the_euros(copied_call: Edit, kept: Path) -> None:
    before = run("check", "--format", "json", kept).values["budget"]["headings"]

    folder = copied_call("budget.toml", "rate = 575", "rate = 600")
    after = run("check", "--format", "json", "--calls", folder, kept).values["budget"]["headings"]

    assert (before["transnational_meetings"], after["transnational_meetings"]) == ("1150.00", "1200.00")
    assert {**before, "transnational_meetings": None} == {**after, "transnational_meetings": None}


def test_an_edited_country_in_a_copied_call_changes_the_verdict(copied_call: Edit, tmp_path: Path) -> None:
    folder = copied_call("countries.toml", '{ code = "RS", name = "Serbia", until = 2018-12-31 },', "")
    folder = copied_call("countries.toml", 'name = "Serbia", from = 2019-01-01', 'name = "Serbia"')
    balkan = written(tmp_path, "balkan.json", a_document(organisations=organisations("ES", "DE", "RS")))

    assert "partner-country.added-value" in run("check", "--format", "json", balkan).values["failed"]
    assert run("check", "--format", "json", "--calls", folder, balkan).values["failed"] == []


def test_an_edited_date_in_a_copied_call_changes_the_verdict(copied_call: Edit, kept: Path) -> None:
    folder = copied_call("call.toml", "deadline = 2016-03-31T12:00:00", "deadline = 2016-03-29T12:00:00")

    assert run("check", kept).code == 0
    ended = run("check", "--format", "json", "--calls", folder, kept)
    assert (ended.code, ended.values["failed"]) == (1, ["submission.deadline"])


def test_the_edition_in_the_answer_is_that_of_the_edited_call(copied_call: Edit, kept: Path) -> None:
    before = run("check", "--format", "json", kept).values["call"]

    folder = copied_call("budget.toml", "rate = 575", "rate = 600")
    after = run("check", "--format", "json", "--calls", folder, kept).values["call"]

    assert before == {"code": CALL_2016, "edition": call_2016().edition_hash, "training": False}
    assert before["edition"] != after["edition"]


def test_of_several_folders_with_one_call_the_last_counts(copied_call: Edit, kept: Path, tmp_path: Path) -> None:
    copied_call("budget.toml", "rate = 575", "rate = 600")
    first = (tmp_path / "calls").rename(tmp_path / "first")
    second = copied_call("budget.toml", "rate = 575", "rate = 700")

    def meetings(*folders: Path) -> str:
        options = [word for folder in folders for word in ("--calls", folder)]
        headings = run("check", "--format", "json", *options, kept).values["budget"]["headings"]
        return str(headings["transnational_meetings"])

    assert (meetings(first, second), meetings(second, first)) == ("1400.00", "1200.00")


def test_documents_of_two_calls_are_checked_in_one_command(kept: Path, tmp_path: Path) -> None:
    small = written(tmp_path, "small.json", a_small_document())

    ended = run("check", "--format", "json", "--calls", SMALL_CALLS, kept, small)

    assert [line["call"]["code"] for line in ended.lines] == [CALL_2016, SMALL]
    assert [line["budget"]["grant"] for line in ended.lines] == ["25150.00", "30000.00"]
    assert ended.code == 0


def test_a_call_that_is_not_at_hand_is_named_with_those_that_are(tmp_path: Path) -> None:
    small = written(tmp_path, "small.json", a_small_document())

    error = run("check", "--format", "json", small).values["error"]

    assert error == {"where": "call", "found": f'"{SMALL}"', "expected": f"one of {CALL_2016}"}


def test_a_call_file_that_cannot_be_read_ends_the_command(copied_call: Edit, kept: Path) -> None:
    folder = copied_call("budget.toml", "rate = 575", 'rate = "575"')

    ended = run("check", "--calls", folder, kept)

    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("copied-call/budget.toml: headings[")
    assert 'found "575", expected' in ended.err


def test_a_large_plan_keeps_its_cents(tmp_path: Path) -> None:
    costs = [{"description": f"Cost {number}", "cost": "0.01"} for number in range(1000)]
    file = written(
        tmp_path, "large.json", a_document(special_needs=costs, intellectual_outputs=[an_output(("o1", "teacher", 1))])
    )

    assert run("check", "--format", "json", file).values["budget"]["headings"]["special_needs"] == "10.00"
