"""`consortia calls` and `consortia call`: what calls there are, what they say, whether a file can be read."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from consortia.rulebook import BUILT_IN, call_schema, write_call
from tests.cli.conftest import Edit
from tests.cli.running import SMALL_CALLS, run
from tests.factories.documents import CALL_2016, call_2016
from tests.rulebook.test_malformed import MALFORMED, text_of
from tests.rulebook.test_second_call import SMALL, small_call


def test_all_calls_are_listed_with_their_edition() -> None:
    ended = run("calls", "--calls", SMALL_CALLS)

    assert ended.code == 0
    assert ended.out.splitlines() == [
        line
        for call in (call_2016(), small_call())
        for line in (call.code, f"  {call.title}", f"  edition {call.edition_hash}")
    ]


def test_all_calls_are_listed_as_json() -> None:
    assert run("calls", "--format", "json").values == [
        {"code": CALL_2016, "title": call_2016().title, "year": 2016, "edition": call_2016().edition_hash}
    ]


@pytest.mark.parametrize("path", [BUILT_IN / CALL_2016, next(SMALL_CALLS.glob("*.toml"))], ids=["folder", "file"])
def test_a_call_that_can_be_read_is_told_in_short(path: Path) -> None:
    call = {CALL_2016: call_2016(), SMALL: small_call()}[path.stem]
    provisional = [rule.code for rule in (*call.rules, *call.money_rules) if rule.status == "provisional"]

    ended = run("call", "check", path)

    assert (ended.code, ended.err) == (0, "")
    counts = (len(call.rules), len(call.headings), len(call.priorities), len(call.questions))
    assert ended.out.splitlines() == [
        f"{call.code}: {call.title}",
        f"  edition {call.edition_hash}",
        "  {} rules, {} headings, {} priorities, {} questions".format(*counts),
        f"  provisional rules ({len(provisional)}): {', '.join(provisional) or 'none'}",
    ]


@pytest.mark.parametrize("path", MALFORMED, ids=lambda path: path.stem)
def test_a_malformed_call_is_refused_with_file_key_found_and_expected(path: Path, tmp_path: Path) -> None:
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    file = tmp_path / "call.toml"
    file.write_text(text_of(told["in"]).replace(told["replace"], told["by"], 1), encoding="utf-8")

    ended = run("call", "check", file)

    assert (ended.code, ended.out, ended.err) == (2, "", f"call.toml: {told['message']}\n")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "call.toml: call: found nothing, expected a value for this key"),
        (b"\xff\xfe", "call.toml: byte 0: found bytes that are not UTF-8, expected UTF-8"),
        (b"call = 1", "call.toml: call: found 1, expected a table"),
        (b"a = " + b"[" * 5000, "call.toml: the file: found lists nested hundreds deep, expected a call file"),
        (b"a = " + b"9" * 5000, "call.toml: the file: found a number with thousands of digits, expected TOML"),
        (b"a = nan", "call.toml: "),
        (b"\x00", "call.toml: line 1, column 1: found "),
    ],
    ids=["empty", "utf-16", "number", "nested", "digits", "nan", "nul"],
)
def test_what_is_no_call_at_all_is_refused_with_its_place(content: bytes, told: str, tmp_path: Path) -> None:
    file = tmp_path / "call.toml"
    file.write_bytes(content)

    ended = run("call", "check", file)

    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(told)
    assert ", expected " in ended.err


def test_a_call_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    ended = run("call", "check", tmp_path / "nowhere.toml")

    assert (ended.code, ended.err) == (
        2,
        "nowhere.toml: the file: found nothing that can be read, expected a call file\n",
    )


def test_a_call_is_shown_with_its_deadlines_priorities_rules_and_headings() -> None:
    ended = run("call", "show", CALL_2016)

    call = call_2016()
    assert ended.code == 0
    assert ended.out.splitlines()[:2] == [call.title, f"{CALL_2016}, edition {call.edition_hash}"]
    assert "  round 1  2016-03-31 12:00 Europe/Brussels  HE, VET, SCH, AE  (verified)" in ended.out.splitlines()
    for each in (*call.priorities, *call.rules, *call.money_rules, *call.headings):
        assert f"  {each.code}" in ended.out
    for theme in (theme for priority in call.priorities for theme in priority.sub_themes):
        assert f"{theme.code}  {theme.text}" in ended.out


def test_a_call_is_shown_whole_as_json() -> None:
    values = run("call", "show", CALL_2016, "--format", "json").values

    assert values == {"edition_hash": call_2016().edition_hash, **json.loads(json.dumps(call_2016().content))}


def test_a_copied_call_is_shown_as_edited(copied_call: Edit) -> None:
    folder = copied_call("call.toml", 'title = "Strategic Partnerships 2016"', 'title = "Żółta łódź"')

    assert run("call", "show", CALL_2016, "--calls", folder).out.splitlines()[0] == "Żółta łódź"


def test_an_unknown_call_is_answered_with_those_there_are() -> None:
    ended = run("call", "show", "erasmus-1987")

    assert (ended.code, ended.out) == (2, "")
    assert ended.err == f"no call has the code erasmus-1987; known are {CALL_2016}\n"


def test_the_schema_is_one_that_editors_can_read() -> None:
    schema = run("call", "schema").values

    assert schema == call_schema()
    assert schema["type"] == "object"
    assert {"call", "rules", "headings"} <= set(schema["properties"])
    assert {ref.removeprefix("#/$defs/") for ref in references(schema)} <= set(schema["$defs"])


def references(schema: object) -> set[str]:
    if isinstance(schema, dict):
        own = {schema["$ref"]} if isinstance(schema.get("$ref"), str) else set()
        return own.union(*(references(each) for each in schema.values()))
    if isinstance(schema, list):
        return set().union(*(references(each) for each in schema))
    return set()


def test_a_call_written_as_one_file_stands_for_the_folder(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(write_call(call_2016()), encoding="utf-8")

    assert run("calls", "--calls", tmp_path).out == run("calls").out
