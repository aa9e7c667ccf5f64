"""Whatever stands in a file: a clear word that names the place and exit code 2, never a traceback."""

from __future__ import annotations

import json
import os
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from consortia.cli import reading
from tests.cli.running import process, run, written
from tests.core.application.test_reading import full_document
from tests.factories.documents import CALL_2016, a_document, call_2016, organisations

NOBODY = 65534
WHOLE = json.dumps(a_document())
ODD_VALUES: tuple[object, ...] = (
    None,
    True,
    -1,
    0,
    1.5,
    10**30,
    "",
    " ",
    "\x00",
    "\x1b[2J",
    "\ud800",
    "x" * 10_000,
    "-5.00",
    "1e5",
    "9999-12-31",
    "2016-02-30",
    "2016-03-31T12:00:00",
    "GR",
    [],
    [[]],
    {},
    {"": {}},
)

CONTENTS: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "line 1, column 1: found the end of the text"),
    "only-spaces": (b" \n\n ", "line 3, column 2: found the end of the text"),
    "truncated": (WHOLE.encode()[:200], "line 1, column "),
    "truncated-in-a-text": (WHOLE.encode()[: WHOLE.index("Wood") + 3], "line 1, column "),
    "two-documents": (f"{WHOLE}\n{WHOLE}".encode(), "line 2, column 1: found more text after the end"),
    "not-json": (b"call: erasmus", "line 1, column 1: found text that is no JSON value"),
    "single-quotes": (b"{'call': 1}", "line 1, column 2: found a key that does not stand in double quotes"),
    "trailing-comma": (b'{"call": "x",}', "line 1, column "),
    "utf-16": (WHOLE.encode("utf-16"), "byte 0: found bytes that are not UTF-8, expected a document in UTF-8"),
    "latin-2": ('{"title": "Łódź"}'.encode("iso8859-2"), "byte 11: found bytes that are not UTF-8"),
    "nul": (b"\x00" * 10, "line 1, column 1: found text that is no JSON value"),
    "gzip": (b"\x1f\x8b\x08\x00", "byte 1: found bytes that are not UTF-8"),
    "a-list": (b"[]", "the document: found a list, expected an object"),
    "a-text": (b'"call"', 'the document: found "call", expected an object'),
    "null": (b"null", "the document: found null, expected an object"),
    "a-number": (b"12", "the document: found 12, expected an object"),
    "nan": (WHOLE.replace('"months": 24', '"months": NaN').encode(), "months: found NaN, expected a number"),
    "infinity": (WHOLE.replace('"months": 24', '"months": -Infinity').encode(), "months: found -Infinity, expected"),
    "number-too-large": (WHOLE.replace('"months": 24', '"months": 1e400').encode(), "months: found 1e400, expected"),
    "not-a-number-alone": (b"NaN", "the document: found NaN, expected a number that JSON knows"),
    "repeated-key": (WHOLE.replace('"round"', '"months"').encode(), "months: found a key that stands twice"),
    "deep-lists": (
        b"[" * 100_000,
        "[0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0…: found lists or objects nested hundreds deep",
    ),
    "deep-objects": (
        b'{"a":' * 100_000,
        "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a…: found lists or objects nested hundreds deep",
    ),
    "endless-digits": (b'{"months": ' + b"9" * 5000 + b"}", "months: found a number with thousands of digits"),
    "no-call": (b"{}", "call: found nothing, expected the code of a call"),
    "call-as-list": (b'{"call": ["x"]}', "call: found a list, expected one of "),
    "unknown-call": (b'{"call": "\\ud800"}', 'call: found "\\ud800", expected one of '),
}

DOCUMENTS: dict[str, tuple[dict[str, Any], str]] = {
    "unknown-key": ({"budget": 1}, "budget: found an unknown key, expected only the keys of the format"),
    "months-as-text": ({"months": "24"}, 'months: found "24", expected a whole number'),
    "negative-months": ({"months": -1}, "months: found -1, expected a whole number"),
    "no-months": ({"months": 0}, "months: found 0, expected a whole number"),
    "half-months": ({"months": 24.5}, "months: found 24.5, expected a whole number"),
    "huge-months": ({"months": 10**40}, "months: found 1000000000"),
    "true-months": ({"months": True}, "months: found true, expected a whole number"),
    "unknown-field": ({"field": "MUSIC"}, 'field: found "MUSIC", expected AE or HE or SCH or VET or YOUTH'),
    "unknown-country": ({"organisations": organisations("ES", "DE", "QQ")}, "organisations[2].country: found "),
    "greece-by-iso": ({"organisations": organisations("ES", "DE", "GR")}, "organisations[2].country: found "),
    "duplicate-ids": (
        {"organisations": [*organisations("ES", "DE"), *organisations("PL")]},
        "organisations[2].id: found ",
    ),
    "id-that-points-nowhere": (
        {"transnational_meetings": [{"id": "m1", "host": "o9", "travellers": []}]},
        "transnational_meetings[0].host: found ",
    ),
    "sum-as-number": ({"bank_guarantee_cost": 12.5}, "bank_guarantee_cost: found 12.5, expected "),
    "sum-with-three-decimals": ({"bank_guarantee_cost": "1.005"}, 'bank_guarantee_cost: found "1.005", expected '),
    "negative-sum": ({"bank_guarantee_cost": "-1.00"}, 'bank_guarantee_cost: found "-1.00", expected '),
    "time-without-zone": ({"submitted_at": "2016-03-29T16:20:00"}, "submitted_at: found "),
    "day-that-never-was": ({"start": "2016-02-30"}, 'start: found "2016-02-30", expected '),
    "half-a-character": ({"title": "\ud800"}, "title: found half of a character"),
}


def refusal(path: Path) -> str:
    """What `check` says of an unreadable file, in words; asks for the same as JSON and of `budget` too."""
    told = run("check", path)
    as_json = run("check", "--format", "json", path)
    costed = run("budget", path)

    assert (told.code, as_json.code, costed.code) == (2, 2, 2)
    error = as_json.values["error"]
    sentence = f"{error['where']}: found {error['found']}, expected {error['expected']}"
    assert costed.err == f"{path}: {sentence}\n"
    assert told.out == f"{path}\n  cannot be read: {sentence}\n\n"
    assert len(sentence) < 1_500
    return sentence


@pytest.mark.parametrize("name", CONTENTS)
def test_what_is_no_document_is_told_with_its_place(name: str, tmp_path: Path) -> None:
    content, told = CONTENTS[name]
    file = tmp_path / "document.json"
    file.write_bytes(content)

    assert refusal(file).startswith(told)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_that_breaks_its_format_is_told_with_its_place(name: str, tmp_path: Path) -> None:
    changes, told = DOCUMENTS[name]

    assert refusal(written(tmp_path, "document.json", a_document(**changes))).startswith(told)


@pytest.mark.parametrize("key", sorted(a_document()))
def test_a_missing_key_is_named(key: str, tmp_path: Path) -> None:
    document = a_document()
    del document[key]

    assert refusal(written(tmp_path, "document.json", document)).startswith(f"{key}: found nothing, expected ")


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "document.json"
    file.write_bytes(b"\xef\xbb\xbf" + WHOLE.encode())

    assert run("check", file).code == 0


def test_ten_megabytes_of_text_are_checked(tmp_path: Path) -> None:
    file = written(tmp_path, "long.json", a_document(summary="Ω" * 5_000_000))

    assert run("check", file).code == 0


def test_a_file_larger_than_any_document_is_not_read_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LARGEST_BYTES", 1000)
    file = tmp_path / "large.json"
    file.write_bytes(b" " * 1001)

    assert refusal(file) == "the file: found more than 1,000 bytes, expected at most 1,000 bytes"


def test_an_endless_device_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST_BYTES", 1000)

    assert refusal(Path("/dev/zero")) == "the file: found more than 1,000 bytes, expected at most 1,000 bytes"


def test_a_missing_file_a_folder_and_a_loop_of_links_are_told_apart(tmp_path: Path) -> None:
    loop = tmp_path / "loop.json"
    loop.symlink_to(loop)

    assert refusal(tmp_path / "none.json") == "the file: found nothing, expected a file that can be read"
    assert refusal(tmp_path) == "the file: found Is a directory, expected a file that can be read"
    assert refusal(loop).startswith("the file: found Too many levels of symbolic links")
    assert refusal(tmp_path / ("x" * 300)).startswith("the file: found File name too long")


def test_a_socket_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the name of a socket must be short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("s")

        assert refusal(Path("s")) == "the file: found No such device or address, expected a file that can be read"


@pytest.fixture
def closed_folder() -> Iterator[Path]:
    """A folder that may not be entered, with this process being somebody whom that stops, as it does not stop root."""
    run("calls")  # what is imported later may not be readable for nobody
    with tempfile.TemporaryDirectory() as outer:
        folder = written(Path(outer), "document.json", a_document()).parent
        folder.chmod(0)
        if os.geteuid() == 0:
            os.seteuid(NOBODY)
        try:
            yield folder
        finally:
            if os.getuid() == 0:
                os.seteuid(0)
            folder.chmod(0o700)


def test_what_one_may_not_read_is_told(closed_folder: Path) -> None:
    file = closed_folder / "document.json"

    told = refusal(file)
    others = [
        run("check", "--calls", closed_folder / "calls", file),
        run("calls", "--calls", closed_folder),
        run("call", "check", file),
        run("verify", file),
        run("backtest", CALL_2016, file),
    ]

    assert told == "the file: found Permission denied, expected a file that can be read"
    assert [ended.code for ended in others] == [2] * len(others)
    assert all("found Permission denied, expected " in ended.err for ended in others)


def places(value: object, way: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place in a document, lists only at their first entry."""
    if way:
        yield way
    if isinstance(value, dict):
        for key, each in value.items():
            yield from places(each, (*way, key))
    elif isinstance(value, list) and value:
        yield from places(value[0], (*way, 0))


def with_value(way: tuple[str | int, ...], value: object) -> dict[str, Any]:
    document = full_document()
    holder: Any = document
    for part in way[:-1]:
        holder = holder[part]
    holder[way[-1]] = value
    return document


def test_any_odd_value_at_any_place_gets_an_answer(tmp_path: Path) -> None:
    """Some 1 500 documents in one command, on all cores."""
    told = [(way, value) for way in places(full_document()) for value in ODD_VALUES]
    files = [
        written(tmp_path, f"{number:04}.json", with_value(way, value)).name for number, (way, value) in enumerate(told)
    ]

    ended = process("check", "--format", "json", *files, folder=tmp_path)

    answers = ended.lines
    assert [answer["file"] for answer in answers] == files
    assert ended.code == 2
    for (way, value), answer in zip(told, answers, strict=True):
        if "error" in answer:
            assert sorted(answer["error"]) == ["expected", "found", "where"], (way, value)
        else:
            assert {finding["rule"] for finding in answer["findings"]} == {
                rule.code for rule in (*call_2016().rules, *call_2016().money_rules)
            }, (way, value)


def test_a_truncated_document_is_unreadable_wherever_it_ends(tmp_path: Path) -> None:
    whole = json.dumps(full_document(), ensure_ascii=False).encode()
    files = []
    for length in range(0, len(whole), 7):
        file = tmp_path / f"{length:05}.json"
        file.write_bytes(whole[:length])
        files.append(file.name)

    ended = process("check", "--format", "json", *files, folder=tmp_path)

    assert [sorted(answer) for answer in ended.lines] == [["error", "file"]] * len(files)
