"""`consortia backtest`: a call against records of projects that were really funded."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Edit
from tests.cli.running import run
from tests.factories.documents import CALL_2016

COLUMNS = ("project_identifier", "call_year", "action", "grant_eur", "num_countries", "num_organisations")
RECORDS = Path("data") / "erasmus-plus-projects-2014-2018" / "ka2_strategic_partnerships.csv.gz"


def a_record(**changes: object) -> dict[str, object]:
    return {
        "project_identifier": "2016-1-XX01-KA202-000001",
        "call_year": 2016,
        "action": "KA202",
        "grant_eur": "150000.00",
        "num_countries": 4,
        "num_organisations": 5,
    } | changes


def records(folder: Path, *rows: dict[str, object], columns: tuple[str, ...] = COLUMNS) -> Path:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    path = folder / "records.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def result_of(path: Path) -> dict[str, Any]:
    values = run("backtest", CALL_2016, path, "--format", "json").values
    assert isinstance(values, dict)
    return values


def test_no_project_that_was_really_funded_breaks_a_rule(shared: Path) -> None:
    ended = run("backtest", CALL_2016, shared / RECORDS, "--format", "json")

    values = ended.values
    assert ended.code == 0
    assert (values["records"], values["checked"], values["contradictions"]) == (1783, 437, [])
    assert values["unreadable"] == []
    assert {each["only_as"] for each in values["special_cases"]} == {"school-authorities"}


def test_the_words_for_real_records_tell_counts_and_special_cases(shared: Path) -> None:
    lines = run("backtest", CALL_2016, shared / RECORDS).out.splitlines()

    assert lines[0] == f"{CALL_2016}: 1783 records, 437 of this call checked"
    assert lines[-1] == "0 contradictions, 3 special cases"
    assert len([line for line in lines if "breaks no rule only in the format school-authorities" in line]) == 3


def test_records_of_other_years_and_actions_are_counted_and_skipped(tmp_path: Path) -> None:
    path = records(
        tmp_path,
        a_record(),
        a_record(call_year=2015, num_organisations=1),
        a_record(action="KA101", num_organisations=1),
        a_record(action="", num_organisations=1),
    )

    values = result_of(path)

    assert (values["records"], values["checked"], values["contradictions"]) == (4, 1, [])


def test_planted_contradictions_are_found_each_with_its_rule(tmp_path: Path) -> None:
    path = records(
        tmp_path,
        a_record(project_identifier="too-few", num_organisations=2, num_countries=2),
        a_record(project_identifier="fine"),
        a_record(project_identifier="one-country", num_countries=1),
        a_record(project_identifier="too-dear", grant_eur="450000.01"),
        a_record(project_identifier="at-the-ceiling", grant_eur="450000"),
    )

    ended = run("backtest", CALL_2016, path, "--format", "json")

    assert ended.code == 1
    assert [(each["project_identifier"], each["rule"]) for each in ended.values["contradictions"]] == [
        ("too-few", "consortium.minimum-organisations"),
        ("too-few", "consortium.minimum-countries"),
        ("one-country", "consortium.minimum-countries"),
        ("too-dear", "grant.maximum"),
    ]
    assert all(sorted(each) == ["message", "project_identifier", "rule"] for each in ended.values["contradictions"])


def test_the_words_tell_a_contradiction_with_its_reason(tmp_path: Path) -> None:
    path = records(tmp_path, a_record(project_identifier="too-few", num_organisations=2, num_countries=2))

    ended = run("backtest", CALL_2016, path)

    assert ended.code == 1
    assert "  too-few  consortium.minimum-organisations" in ended.out.splitlines()
    assert ended.out.splitlines()[-1] == "2 contradictions, 0 special cases"


def test_an_edited_minimum_contradicts_what_was_funded(copied_call: Edit, tmp_path: Path) -> None:
    path = records(tmp_path, a_record(num_organisations=3, num_countries=3))
    old = 'at_least = 3, when = { fields = ["HE", "VET", "SCH", "AE"] }'
    folder = copied_call("eligibility.toml", old, old.replace("3", "4"))

    assert run("backtest", CALL_2016, path).code == 0
    assert run("backtest", "--calls", folder, CALL_2016, path).code == 1


def test_records_in_gzip_are_read_as_they_are(tmp_path: Path) -> None:
    plain = records(tmp_path, a_record(), a_record(num_countries=1))
    packed = tmp_path / "records.csv.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))

    assert result_of(packed) == result_of(plain)


def test_a_byte_order_mark_further_columns_and_another_order_do_no_harm(tmp_path: Path) -> None:
    columns = ("title", *reversed(COLUMNS), "summary")
    path = records(tmp_path, a_record(title='Says "yes",\nthen', summary="x" * 200_000), columns=columns)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert (result_of(path)["records"], result_of(path)["checked"]) == (1, 1)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"grant_eur": "=1+1"}, 'grant_eur: found "=1+1", expected a number from 0 up'),
        ({"grant_eur": ""}, 'grant_eur: found "", expected a number from 0 up'),
        ({"grant_eur": "-1"}, 'grant_eur: found "-1", expected a number from 0 up'),
        ({"grant_eur": "NaN"}, 'grant_eur: found "NaN", expected a number from 0 up'),
        ({"grant_eur": "1e999999999"}, 'grant_eur: found "1e999999999", expected a number from 0 up'),
        ({"grant_eur": "150.000,00"}, 'grant_eur: found "150.000,00", expected a number from 0 up'),
        ({"num_countries": "2.5"}, 'num_countries: found "2.5", expected a whole number up to 10000'),
        ({"num_organisations": "1e9"}, 'num_organisations: found "1e9", expected a whole number up to 10000'),
        ({"call_year": "@SUM(A1)"}, 'call_year: found "@SUM(A1)", expected a number from 0 up'),
        ({"call_year": "\x00"}, 'call_year: found "\\u0000", expected a number from 0 up'),
    ],
)
def test_a_row_that_cannot_be_understood_is_listed_and_left_out(
    changes: dict[str, object], reason: str, tmp_path: Path
) -> None:
    values = result_of(records(tmp_path, a_record(), a_record(**changes), a_record()))

    assert values["unreadable"] == [{"line": 3, "reason": reason}]
    assert (values["records"], values["checked"]) == (3, 2)


def test_short_and_long_rows_are_listed_or_read(tmp_path: Path) -> None:
    path = records(tmp_path, a_record())
    path.write_text(path.read_text(encoding="utf-8") + "short,2016\n" + "l,2016,KA202,1,4,5,6,7\n", encoding="utf-8")

    values = result_of(path)

    assert (values["records"], values["checked"], [each["line"] for each in values["unreadable"]]) == (3, 2, [3])
    assert "  line 3 left out: " in run("backtest", CALL_2016, path).out


def test_formulas_and_colours_in_a_record_are_told_as_they_are(tmp_path: Path) -> None:
    name = "=HYPERLINK(0)\x1b[31m"
    path = records(tmp_path, a_record(project_identifier=name, num_countries=1))

    assert result_of(path)["contradictions"][0]["project_identifier"] == name
    words = run("backtest", CALL_2016, path).out
    assert "=HYPERLINK(0)\\x1b[31m" in words
    assert "\x1b" not in words


def test_missing_columns_are_named(tmp_path: Path) -> None:
    path = records(tmp_path, a_record(), columns=COLUMNS[2:])

    ended = run("backtest", CALL_2016, path)

    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        f"{path}: header: found the columns {', '.join(COLUMNS[2:])}, "
        "expected project_identifier, call_year beside them\n"
    )


def test_one_contradiction_is_counted_as_one(tmp_path: Path) -> None:
    ended = run("backtest", CALL_2016, records(tmp_path, a_record(num_countries=1)))

    lines = ended.out.splitlines()
    assert lines[0] == f"{CALL_2016}: 1 record, 1 of this call checked"
    assert lines[-1] == "1 contradiction, 0 special cases"


def unreadable(folder: Path, name: str, content: bytes) -> str:
    path = folder / name
    path.write_bytes(content)
    ended = run("backtest", CALL_2016, path)
    assert (ended.code, ended.out) == (2, "")
    return ended.err.removeprefix(f"{path}: ")


def test_a_file_that_is_no_table_is_told(tmp_path: Path) -> None:
    plain = records(tmp_path, *(a_record(project_identifier=f"p{number}") for number in range(5000))).read_bytes()
    packed = gzip.compress(plain)
    spoilt = packed[: len(packed) // 2] + b"\xff" * 40 + packed[len(packed) // 2 + 40 :]

    assert unreadable(tmp_path, "empty.csv", b"").startswith("header: found no columns, expected project_identifier, ")
    assert unreadable(tmp_path, "cut.csv.gz", packed[: len(packed) // 2]).startswith("after line ")
    assert unreadable(tmp_path, "spoilt.csv.gz", spoilt).startswith(("after line ", "the file: found "))
    assert unreadable(tmp_path, "plain.csv.gz", plain).startswith("after line 0: found bytes that are not gzip, ")
    assert "expected records as CSV in UTF-8" in unreadable(tmp_path, "packed.csv", packed)
    assert "expected records as CSV in UTF-8" in unreadable(tmp_path, "utf-16.csv", plain.decode().encode("utf-16"))
    assert unreadable(tmp_path, "semicolons.csv", plain.replace(b",", b";")).startswith(
        "header: found the columns project_identifier;"
    )


def test_a_missing_file_a_folder_and_an_unknown_call_are_told(tmp_path: Path) -> None:
    missing = tmp_path / "missing.csv"

    assert run("backtest", CALL_2016, missing).err == (
        f"{missing}: the file: found nothing, expected a file that can be read\n"
    )
    assert run("backtest", CALL_2016, tmp_path).err == (
        f"{tmp_path}: the file: found Is a directory, expected a file that can be read\n"
    )
    assert run("backtest", "erasmus-1987", missing).err == (
        f"no call has the code erasmus-1987; known are {CALL_2016}\n"
    )
    assert run("backtest", "erasmus-1987", missing).code == 2


def test_a_file_of_headers_alone_has_nothing_to_check(tmp_path: Path) -> None:
    ended = run("backtest", CALL_2016, records(tmp_path))

    assert (ended.code, ended.out.splitlines()[0]) == (0, f"{CALL_2016}: 0 records, 0 of this call checked")
