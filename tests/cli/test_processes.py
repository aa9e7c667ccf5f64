"""Commands as processes: how they start, what they load, how they get on with pipes and terminals."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.cli.running import process, run, written
from tests.factories.documents import CALL_2016, a_document, organisations

ENTRY = shutil.which("consortia", path=str(Path(sys.executable).parent)) or ""
# Three times what the command needs on the machine this was written on.
START_UP_SECONDS = 2.0

LOADS_NOTHING_OF = ("django", "allauth", "granian", "typst", "docx", "psycopg")
WHAT_IS_LOADED = """
import json, sys
from consortia.config.entry import main
try:
    main(sys.argv[1:])
except SystemExit as ended:
    code = ended.code
print(json.dumps([code, sorted({name.partition(".")[0] for name in sys.modules})]))
"""


def loaded_by(*words: object) -> tuple[int, set[str]]:
    done = subprocess.run(
        [sys.executable, "-c", WHAT_IS_LOADED, *(str(word) for word in words)],
        capture_output=True,
        check=True,
        text=True,
    )
    code, modules = json.loads(done.stdout.splitlines()[-1])
    return code, set(modules)


def test_the_installed_command_and_the_module_are_the_same(kept: Path) -> None:
    by_name = subprocess.run([ENTRY, "check", str(kept)], capture_output=True, check=True, text=True)

    assert by_name.stdout == process("check", kept).out == run("check", kept).out


@pytest.mark.parametrize("command", ["check", "budget"])
def test_a_command_without_a_database_loads_no_framework(command: str, kept: Path) -> None:
    code, modules = loaded_by(command, kept)

    assert code == 0
    assert modules & set(LOADS_NOTHING_OF) == set()


def test_other_commands_without_a_database_load_no_framework(tmp_path: Path) -> None:
    receipt = written(tmp_path, "receipt.json", {})

    for words in (["calls"], ["call", "schema"], ["verify", receipt], ["backtest", CALL_2016, receipt], ["--help"]):
        _code, modules = loaded_by(*words)
        assert modules & {"django", "granian", "allauth"} == set(), words


def test_a_single_check_starts_quickly(kept: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)

    assert process("check", kept).code == 0

    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime) < START_UP_SECONDS


def test_help_and_version_need_no_call() -> None:
    told = process("--help")

    assert told.code == 0
    for name in ("check", "budget", "calls", "call", "backtest", "verify", "serve"):
        assert f"\n  {name} " in told.out
    assert process("--version").out.startswith(f"{'python -m consortia'}, version ")


@pytest.mark.parametrize("words", [["chekc"], ["check", "--formt", "json", "x"], ["check", "--format", "xml", "x"]])
def test_a_slip_of_the_keyboard_is_answered(words: list[str]) -> None:
    ended = process(*words)

    assert (ended.code, ended.out) == (2, "")
    assert "Error: " in ended.err


def test_thousands_of_documents_are_answered_in_order_by_all_cores(tmp_path: Path) -> None:
    documents = {
        f"{number:03}.json": a_document(organisations=organisations("ES", "DE", "DE" if number % 3 else "PL"))
        for number in range(200)
    }
    for name, document in documents.items():
        written(tmp_path, name, document)
    (tmp_path / "100.json").write_text("{", encoding="utf-8")

    ended = process("check", "--format", "json", *documents, folder=tmp_path)

    assert [line["file"] for line in ended.lines] == list(documents)
    assert [line.get("eligible") for line in ended.lines] == [
        None if number == 100 else number % 3 == 0 for number in range(200)
    ]
    assert ended.code == 2


def test_a_process_that_is_ended_from_outside_ends_the_command_with_a_word(kept: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.json"
    os.mkfifo(pipe)
    files = [str(pipe), *[str(kept)] * 60]
    command = subprocess.Popen([sys.executable, "-m", "consortia", "check", *files], stderr=subprocess.PIPE)
    # Whoever opens the pipe for reading is a process at work; opening it for writing waits for that.
    with pipe.open("wb"):
        children = Path(f"/proc/{command.pid}/task/{command.pid}/children").read_text(encoding="ascii").split()
        os.kill(int(children[0]), signal.SIGKILL)
        _out, err = command.communicate(timeout=60)

    assert command.returncode == 2
    assert err == b"A process that checked documents was ended from outside; the rest were not checked.\n"


def test_a_document_comes_through_a_pipe(kept: Path) -> None:
    ended = process("check", "--format", "json", "/dev/stdin", given=kept.read_bytes())

    assert (ended.code, ended.values["eligible"], ended.values["file"]) == (0, True, "/dev/stdin")


def test_a_document_comes_through_a_named_pipe(kept: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.json"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(kept.read_bytes()))
    writer.start()

    ended = process("check", "--format", "json", pipe)

    writer.join()
    assert (ended.code, ended.values["eligible"]) == (0, True)


@pytest.mark.parametrize("words", [["check"], ["check", "--format", "json"], ["budget"]])
def test_a_reader_that_goes_away_brings_no_traceback(words: list[str], kept: Path) -> None:
    files = [str(kept)] * (60 if words[0] == "check" else 1)
    reading, writing = os.pipe()
    os.close(reading)

    with os.fdopen(writing, "wb") as closed:
        done = subprocess.run(
            [sys.executable, "-m", "consortia", *words, *files],
            stdout=closed,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert done.stderr == b""
    assert done.returncode != 0


def test_a_full_disk_is_said(kept: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "consortia", "check", str(kept)], stdout=full, stderr=subprocess.PIPE, check=False
        )

    assert (done.returncode, done.stderr) == (2, b"The output cannot be written: No space left on device\n")


ENCODINGS = {
    "ascii": {"PYTHONIOENCODING": "ascii"},
    "strict-ascii": {"PYTHONIOENCODING": "ascii:strict"},
    "latin-1": {"PYTHONIOENCODING": "latin-1"},
    "strict-utf-8": {"PYTHONIOENCODING": "utf-8:strict"},
    "posix": {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    "turkish-dos": {"PYTHONIOENCODING": "cp857"},
}


@pytest.mark.parametrize("name", ENCODINGS)
def test_any_terminal_shows_something(name: str, tmp_path: Path) -> None:
    abroad = [
        {**each, "name": "Łódź Ωμέγα 東京"}
        for each in organisations("ES", "DE", "CH", "PL higher-education-institution")
    ]
    files = [
        written(tmp_path, "Łódź.json", a_document(organisations=abroad)),
        written(tmp_path, "half.json", a_document(title="\ud800")),
        tmp_path / os.fsdecode(b"no-utf-8-\xff.json"),
    ]
    files[2].write_text("{", encoding="utf-8")

    for words in (["check"], ["check", "--format", "json"]):
        ended = process(*words, *files, environment=ENCODINGS[name])
        assert (ended.code, ended.err) == (2, "")
    listed = process("call", "show", CALL_2016, environment=ENCODINGS[name])
    missing = process("call", "show", "東京", environment=ENCODINGS[name])
    costed = process("budget", files[0], environment=ENCODINGS[name])

    assert [listed.code, missing.code, costed.code] == [0, 2, 0]


@pytest.mark.parametrize("name", ENCODINGS)
def test_json_is_utf_8_whatever_the_terminal_is_set_to(name: str, tmp_path: Path) -> None:
    file = tmp_path / "odd.json"
    file.write_text(json.dumps(a_document(field="Ω\ud800東")), encoding="utf-8")
    nameless = tmp_path / os.fsdecode(b"\xff.json")
    nameless.write_text(json.dumps(a_document()), encoding="utf-8")

    ended = process("check", "--format", "json", file, nameless, environment=ENCODINGS[name])

    odd, plain = ended.lines
    assert odd["error"]["found"] == '"\\u03a9\\ud800\\u6771"'
    assert plain["file"] == str(nameless)


def test_a_text_cannot_colour_or_move_what_is_shown(tmp_path: Path) -> None:
    names = organisations("ES", "DE", "CH")
    names[2]["name"] = "\x1b[2J\x1b[1;31mFAIL\x07\x9b"
    file = written(tmp_path, "coloured.json", a_document(organisations=names))

    ended = process("check", file)

    assert "\\x1b[2J\\x1b[1;31mFAIL\\x07\\x9b" in ended.out
    assert not {"\x1b", "\x07", "\x9b"} & set(ended.out)
