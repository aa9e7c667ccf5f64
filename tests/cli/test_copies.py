"""`consortia copies`: pairs with their passages, bad lines named, nothing compared in part."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import process, run

SOIL = "The teachers learn how to measure soil and water together, and nobody is left behind."
TEXTS = (
    {"id": "x", "text": f"We build a garden. {SOIL}", "coordinator": "E100"},
    {"id": "y", "text": f"Our plan is new.\r\n{SOIL} 😀", "coordinator": "e100 "},
    {"id": 3, "text": ""},
)


def lines(folder: Path, *told: object) -> Path:
    path = folder / "texts.jsonl"
    path.write_text(
        "".join(f"{each if isinstance(each, str) else json.dumps(each)}\n" for each in told), encoding="utf-8"
    )
    return path


def test_pairs_are_printed_as_json_with_places_in_characters(tmp_path: Path) -> None:
    ended = run("copies", lines(tmp_path, *TEXTS), "--format", "json")

    passage = {"a_start": 19, "a_end": 103, "b_start": 18, "b_end": 102, "words": 15}
    assert ended.code == 0
    assert ended.values == {
        "texts": 3,
        "pairs": [
            {
                "a": "x",
                "b": "y",
                "shared_words": 15,
                "containment": 0.7895,
                "share_of_a": 0.7895,
                "share_of_b": 0.7895,
                "coordinators": "same",
                "passages": [passage],
            }
        ],
        "templates": [],
        "without_words": [3],
    }
    assert TEXTS[0]["text"][19:103] == TEXTS[1]["text"][18:102] == SOIL.rstrip(".")


def test_pairs_are_told_in_words(tmp_path: Path) -> None:
    ended = run("copies", lines(tmp_path, *TEXTS))

    assert (ended.code, ended.out.splitlines()) == (
        0,
        [
            "x  y  15 shared words, same coordinator; 79% of x, 79% of y",
            f'    19-103 and 18-102  15 words  "{SOIL[:40]} … {SOIL[-41:-1]}"',
            "Without a word, so not compared: 3",
            "3 texts, 1 pair with shared passages",
        ],
    )


def test_copies_of_a_template_are_told_together(tmp_path: Path) -> None:
    ended = run("copies", lines(tmp_path, *({"id": number, "text": SOIL} for number in range(25))))

    assert ended.out.splitlines()[0] == "One text in 25: 0, 1, 10, 11, 12, 13, 14, 15, 16, 17 and so on"


def test_what_a_known_text_says_is_set_aside(tmp_path: Path) -> None:
    guide = tmp_path / "guide.txt"
    guide.write_text(f"It is written: {SOIL}", encoding="utf-8")

    ended = run("copies", lines(tmp_path, *TEXTS), "--known", guide)

    assert ended.out.splitlines()[-1] == "3 texts, 0 pairs with shared passages"


def test_texts_can_come_from_standard_input(tmp_path: Path) -> None:
    ended = process("copies", "-", "--format", "json", given=lines(tmp_path, *TEXTS).read_bytes())

    assert [(pair["a"], pair["b"]) for pair in ended.values["pairs"]] == [("x", "y")]


def test_an_empty_file_has_no_pairs(tmp_path: Path) -> None:
    ended = run("copies", lines(tmp_path), "--format", "json")

    assert (ended.code, ended.values) == (0, {"texts": 0, "pairs": [], "templates": [], "without_words": []})


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "line 2: found text that is not JSON, expected a JSON object with id, text and perhaps coordinator"),
        (
            '{"id": "b", "text": "", "id": "c"}',
            "line 2: id: found a key that stands twice, expected each key once",
        ),
        ([1], "line 2: found a list, expected a JSON object with id, text and perhaps coordinator"),
        ({"text": SOIL}, "line 2: id: found nothing, expected text or a whole number"),
        ({"id": True, "text": SOIL}, "line 2: id: found true, expected text or a whole number"),
        ({"id": " ", "text": SOIL}, 'line 2: id: found " ", expected text or a whole number'),
        ({"id": "b"}, "line 2: text: found nothing, expected text"),
        ({"id": "b", "text": 4}, "line 2: text: found 4, expected text"),
        ({"id": "b", "text": "x" * 1_000_001}, "line 2: text: found 1,000,001 characters, expected at most 1,000,000"),
        (
            {"id": "b", "text": SOIL, "coordinator": []},
            "line 2: coordinator: found a list, expected text, a whole number or null",
        ),
        (
            {"id": "x", "text": SOIL},
            'line 2: id: found "x", which line 1 has already, expected an id of its own for each text',
        ),
    ],
)
def test_a_line_that_cannot_be_read_is_named_and_nothing_is_compared(tmp_path: Path, line: object, told: str) -> None:
    path = lines(tmp_path, TEXTS[0], line)

    ended = run("copies", path)

    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"{path}: {told}")
    assert ended.err.endswith("Nothing was compared. Correct or remove these lines, then run the command again.\n")


def test_all_bad_lines_are_named_up_to_a_number(tmp_path: Path) -> None:
    ended = run("copies", lines(tmp_path, *["{"] * 25))

    assert len(ended.err.splitlines()) == 22
    assert "5 more lines that cannot be read" in ended.err


@pytest.mark.parametrize(("texts", "known"), [("none.jsonl", None), ("texts.jsonl", "none.txt")])
def test_a_file_that_is_not_there_is_named(tmp_path: Path, texts: str, known: str | None) -> None:
    lines(tmp_path, *TEXTS)

    ended = run("copies", tmp_path / texts, *(("--known", tmp_path / known) if known else ()))

    assert ended.code == 2
    assert ended.err.startswith(f"{tmp_path / (known or texts)}: the file: found nothing, expected ")


def test_a_known_text_in_other_letters_than_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "guide.txt").write_bytes("Łódź".encode("iso8859-2"))

    ended = run("copies", lines(tmp_path, *TEXTS), "--known", tmp_path / "guide.txt")

    assert (ended.code, ended.err) == (
        2,
        f"{tmp_path}/guide.txt: byte 0: found bytes that are not UTF-8, expected text in UTF-8\n",
    )
