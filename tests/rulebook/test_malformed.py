"""Call files that the reader refuses: one file for each message.

Each file in `malformed/` holds one change of a call that can be read: `in` names the call (the small one or the
built-in one), `replace` and `by` the text that is changed, `message` what the reader says.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest

from consortia.core.errors import CallFileError
from consortia.rulebook import load_calls, read_call, write_call
from tests.factories.documents import call_2016

HERE = Path(__file__).parent
MALFORMED = sorted((HERE / "malformed").glob("*.toml"))


@cache
def text_of(call: str) -> str:
    if call == "small":
        return next((HERE / "calls").glob("*.toml")).read_text(encoding="utf-8")
    return write_call(call_2016())


@pytest.mark.parametrize("path", MALFORMED, ids=lambda path: path.stem)
def test_a_malformed_call_is_refused_with_file_key_found_and_expected(path: Path, tmp_path: Path) -> None:
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    whole = text_of(told["in"])
    assert told["replace"] in whole
    file = tmp_path / "call.toml"
    file.write_text(whole.replace(told["replace"], told["by"], 1), encoding="utf-8")

    with pytest.raises(CallFileError) as refused:
        read_call(file)

    assert str(refused.value) == f"call.toml: {told['message']}"


def test_each_malformed_file_brings_a_message_of_its_own() -> None:
    messages = [tomllib.loads(path.read_text(encoding="utf-8"))["message"] for path in MALFORMED]

    assert len(messages) == len(set(messages)) > 40


def test_bytes_that_are_not_utf_8_are_refused(tmp_path: Path) -> None:
    (tmp_path / "call.toml").write_bytes(b'title = "M\xfasica"')

    with pytest.raises(CallFileError) as refused:
        read_call(tmp_path / "call.toml")

    assert str(refused.value) == "call.toml: byte 10: found bytes that are not UTF-8, expected UTF-8"


def test_a_folder_of_calls_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CallFileError) as refused:
        load_calls([tmp_path / "nowhere"])

    assert refused.value.expected == "a folder with call files"


def test_a_call_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CallFileError) as refused:
        read_call(tmp_path / "nowhere.toml")

    assert refused.value.found == "nothing that can be read"


def test_two_calls_of_one_code_in_a_folder_are_refused(tmp_path: Path) -> None:
    for name in ("one.toml", "two.toml"):
        (tmp_path / name).write_text(text_of("small"), encoding="utf-8")

    with pytest.raises(CallFileError) as refused:
        load_calls([tmp_path])

    assert (refused.value.file, refused.value.key) == ("two.toml", "call.code")


def test_a_table_that_stands_in_two_files_of_a_call_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "call"
    folder.mkdir()
    (folder / "a.toml").write_text("[award]\ntotal = 1\n", encoding="utf-8")
    (folder / "b.toml").write_text("[award]\ntotal = 1\n", encoding="utf-8")

    with pytest.raises(CallFileError) as refused:
        read_call(folder)

    assert str(refused.value) == (
        "call/b.toml: award: found a table that stands in call/a.toml too, expected each table in one file"
    )
