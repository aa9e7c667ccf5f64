"""`consortia match`: ideas from files and from standard input, bad lines in their place."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import SMALL_CALLS, process, run
from tests.factories.documents import CALL_2016
from tests.factories.encoders import FakeEncoder

IDEA = "Mentors in companies guide apprentices. Vocational schools and companies share work-based learning."


def lines(folder: Path, *told: object) -> Path:
    path = folder / "ideas.jsonl"
    path.write_text(
        "".join(f"{each if isinstance(each, str) else json.dumps(each)}\n" for each in told), encoding="utf-8"
    )
    return path


def test_an_idea_is_answered_in_words_with_its_passages(tmp_path: Path) -> None:
    path = tmp_path / "idea.txt"
    path.write_text(IDEA, encoding="utf-8")

    ended = run("match", path, "--call", CALL_2016, "--field", "VET")

    assert ended.code == 0
    assert "VET-1  Partnerships of VET and business" in ended.out
    assert '"Mentors in companies guide apprentices."' in ended.out
    assert "leaves out: " in ended.out


def test_an_idea_is_answered_as_json_from_standard_input() -> None:
    ended = process("match", "-", "--call", CALL_2016, "--format", "json", given=IDEA.encode())

    assert ended.code == 0
    assert ended.values["fields"][0]["code"] == "VET"
    first = ended.values["priorities"][0]
    assert first["code"] == "VET-1"
    assert all(IDEA[each["start"] : each["end"]] == each["passage"] for each in first["evidence"])
    assert set(first) == {"code", "confidence", "evidence", "sub_themes", "left_out"}


def test_each_line_is_answered_in_its_place_and_a_bad_one_takes_its_error(tmp_path: Path) -> None:
    path = lines(
        tmp_path,
        {"id": "a", "text": IDEA, "field": "VET"},
        {"id": 2, "text": 3},
        "{",
        {"text": "no id"},
        {"id": "e", "text": "x", "field": "XX"},
        "",
        {"id": "f", "text": ""},
    )

    ended = run("match", path, "--call", CALL_2016)

    assert ended.code == 2
    first, second, third, fourth, fifth, last = ended.lines
    assert (first["id"], first["priorities"][0]["code"]) == ("a", "VET-1")
    assert second == {"id": 2, "error": {"where": "line 2: text", "found": "3", "expected": "text"}}
    assert third["error"]["where"] == "line 3"
    assert fourth["error"] == {"where": "line 4: id", "found": "nothing", "expected": "text or a whole number"}
    assert (fifth["id"], fifth["error"]["expected"]) == ("e", "one of HE, VET, SCH, AE, YOUTH")
    assert (last["id"], last["priorities"], last["horizontal"], last["type"]) == ("f", [], [], None)


def test_lines_that_are_too_long_or_not_utf_8_are_told(tmp_path: Path) -> None:
    path = tmp_path / "ideas.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"id": 1, "text": "a"}\n\xff\n"' + b"a" * 900_000 + b'"\n{"id": 4, "text": "b"}')

    ended = run("match", path, "--call", CALL_2016)

    assert ended.code == 2
    assert [each.get("id") for each in ended.lines] == [1, None, None, 4]
    assert ended.lines[1]["error"] == {"where": "line 2", "found": "bytes that are not UTF-8", "expected": "UTF-8"}
    assert ended.lines[2]["error"]["found"] == "more than 800,000 bytes"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("none.txt", "--call", CALL_2016), "none.txt: the file: found nothing, expected a file that can be read"),
        (("none.jsonl", "--call", CALL_2016), "none.jsonl: the file: found nothing, expected a file that can be read"),
        (("-", "--call", "no-such-call"), "no call has the code no-such-call"),
        (("-", "--call", CALL_2016, "--field", "XX"), '--field: found "XX", expected one of HE, VET, SCH, AE, YOUTH'),
        (("-", "--call", CALL_2016, "--vocabulary", "none.toml"), "none.toml: the file: found"),
    ],
)
def test_what_cannot_be_read_ends_the_command_with_what_was_expected(words: tuple[str, ...], told: str) -> None:
    ended = run("match", *words)

    assert ended.code == 2
    assert ended.err.startswith(told)


def test_a_sentence_in_the_place_of_a_file_is_told_where_it_goes() -> None:
    ended = run("match", "Mentors guide apprentices", "--call", CALL_2016)

    expected = "expected a file that can be read, or - for a text that is typed in"
    assert (ended.code, ended.err) == (2, f"Mentors guide apprentices: the file: found nothing, {expected}\n")


def test_a_reader_who_has_seen_enough_is_not_told_of_the_file(tmp_path: Path) -> None:
    path = lines(tmp_path, *({"id": number, "text": IDEA} for number in range(100)))
    command = [sys.executable, "-m", "consortia", "match", str(path), "--call", CALL_2016]

    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as started:
        assert started.stdout is not None
        assert started.stderr is not None
        started.stdout.readline()
        started.stdout.close()
        told = started.stderr.read()

    assert told == b""


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "idea.txt"
    path.write_bytes(b"good \xff bad")

    ended = run("match", path, "--call", CALL_2016)

    assert (ended.code, ended.err) == (2, f"{path}: byte 5: found bytes that are not UTF-8, expected text in UTF-8\n")


def test_a_call_without_vocabulary_is_answered_too(tmp_path: Path) -> None:
    path = tmp_path / "idea.txt"
    path.write_text("Inclusion and diversity in all fields of education.", encoding="utf-8")

    ended = run(
        "match",
        path,
        "--call",
        "erasmus-2024-ka210-small-scale-partnerships",
        "--calls",
        SMALL_CALLS,
        "--format",
        "json",
    )

    assert (ended.code, ended.values["basis"]) == (0, "call")


def test_a_text_in_an_unknown_language_is_told_which_are_known(tmp_path: Path) -> None:
    path = tmp_path / "idea.txt"
    path.write_text("Az iskola tanárai egymástól szeretnének tanulni, és ezt meg is teszik", encoding="utf-8")

    ended = run("match", path, "--call", CALL_2016)

    assert ended.code == 0
    assert "It seems to be written in hu; priorities are known in: de, en, es, fr, it, pl." in ended.out


def test_with_the_sentence_model_the_answer_says_that_it_had_its_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("consortia.cli.match_priorities.load_encoder", lambda: FakeEncoder({}))
    path = lines(tmp_path, {"id": 1, "text": IDEA}, {"id": 2, "text": "Die Schule und der Unterricht mit den Kindern."})
    idea = tmp_path / "idea.txt"
    idea.write_text(IDEA, encoding="utf-8")

    told = run("match", path, "--call", CALL_2016, "--semantic")
    said = run("match", idea, "--call", CALL_2016, "--semantic")

    assert [(each["id"], each["semantic"]) for each in told.lines] == [(1, True), (2, False)]
    assert "A sentence model (all-MiniLM-L6-v2) had its part in this." in said.out
    assert "semantic" not in run("match", path, "--call", CALL_2016).lines[0]


def test_without_the_extra_the_sentence_model_is_refused_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)

    ended = run("match", "-", "--call", CALL_2016, "--semantic")

    assert (ended.code, ended.out) == (2, "")
    assert ended.err == ("--semantic: found no torch, expected the optional extra: pip install 'consortia[semantic]'\n")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((CALL_2016, "--untrained"), "--semantic: found --untrained or --vocabulary, expected neither"),
        (
            ("erasmus-2024-ka210-small-scale-partnerships", "--calls", SMALL_CALLS),
            "--semantic: found erasmus-2024-ka210-small-scale-partnerships, expected a call for which",
        ),
    ],
)
def test_the_sentence_model_is_refused_where_it_has_nothing_to_add_to(words: tuple[object, ...], told: str) -> None:
    ended = run("match", "-", "--semantic", "--call", *words)

    assert ended.code == 2
    assert ended.err.startswith(told)
