"""`consortia selection replay`: the same list again, or what differs, without any database."""

from __future__ import annotations

import json
import os
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pytest

from consortia.core.ranking.package import hashes_of, package_bytes
from tests.cli.running import process, run, written
from tests.factories.ranking import a_package


@pytest.fixture
def package() -> dict[str, Any]:
    return a_package()


def test_a_package_as_it_was_made_is_the_same(package: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "package.json"
    file.write_bytes(package_bytes(package))

    ended = run("selection", "replay", file)

    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines() == [
        "same     Made again from the scores: 6 applications in 2 envelopes, every row the same.",
        f"         Rules: edition {package['rules']['edition']}, which is at hand here.",
        f"         Fingerprint of the package: {package['fingerprint']}",
    ]


def test_the_same_as_json(package: dict[str, Any], tmp_path: Path) -> None:
    file = written(tmp_path, "package.json", package)

    ended = run("selection", "replay", file, "--format", "json", "--fingerprint", package["fingerprint"].upper())

    assert ended.code == 0
    assert ended.values == {
        "file": str(file),
        "same": True,
        "edition": package["rules"]["edition"],
        "edition_at_hand": True,
        "fingerprint": package["fingerprint"],
        "published": package["fingerprint"].upper(),
        "as_exported": False,
        "not_made_again": None,
        "differences": [],
    }


def test_one_altered_score_is_named(package: dict[str, Any], tmp_path: Path) -> None:
    package["scores"][2]["points"]["C4"] = 24
    file = written(tmp_path, "package.json", package)

    ended = run("selection", "replay", file)

    assert ended.code == 1
    lines = ended.out.splitlines()
    assert lines[:3] == [
        "DIFFERS  Application C: its score was altered: points.C4 is 24; its hash was made with 25.",
        "DIFFERS  Row of application C: position is 3 in the package; made again it is 4.",
        "DIFFERS  Row of application C: total is 78 in the package; made again it is 77.",
    ]


def test_a_score_that_cannot_even_be_read_any_more_is_named(package: dict[str, Any], tmp_path: Path) -> None:
    package["scores"][2]["points"]["C4"] = 99
    file = written(tmp_path, "package.json", package)

    ended = run("selection", "replay", file)
    values = run("selection", "replay", file, "--format", "json").values

    told = 'scores[2].points.C4: found "99", expected a whole number from 0 to 30'
    assert ended.code == 1
    assert ended.out.splitlines()[:2] == [
        "DIFFERS  Application C: its score was altered: points.C4 is 99; its hash was made with 25.",
        f"DIFFERS  So the list cannot be made again: {told}.",
    ]
    assert (values["same"], [each["name"] for each in values["differences"]]) == (False, ["C"])


def test_a_score_that_was_added_or_removed_is_told_apart_with_its_row(package: dict[str, Any], tmp_path: Path) -> None:
    package["scores"][2]["application"] = "Z"

    ended = run("selection", "replay", written(tmp_path, "package.json", package))

    assert ended.code == 1
    assert ended.out.splitlines()[:4] == [
        "DIFFERS  Application C: its score (envelope, amounts, points) was removed.",
        "DIFFERS  Application Z: its score (envelope, amounts, points) was added.",
        "DIFFERS  Row of application C: it stands there, though no score makes it.",
        "DIFFERS  Row of application Z: it is missing, though a score makes one.",
    ]


def test_a_reason_that_alone_differs_is_told_in_words(package: dict[str, Any], tmp_path: Path) -> None:
    row = next(each for each in package["ranking"] if each["application"] == "C")
    row["reason"]["facts"]["position"] = 9

    ended = run("selection", "replay", written(tmp_path, "package.json", package))

    assert ended.code == 1
    told = ended.out.splitlines()[0]
    assert told.startswith("DIFFERS  Row of application C: reason is “")
    assert "position 9 of" in told
    assert "{" not in told


def test_each_kind_of_difference_has_its_words(package: dict[str, Any], tmp_path: Path) -> None:
    package["about"]["round"] = "Another"
    package["rules"]["content"]["award"]["threshold_total"] = 50
    package["envelopes"][0]["amount"] = "5000.00"
    package["seed"] = "7"
    package["events"].pop()
    file = written(tmp_path, "package.json", package)

    ended = run("selection", "replay", file)

    assert ended.code == 1
    lines = ended.out.splitlines()
    assert lines[:6] == [
        "DIFFERS  What the package says about itself was altered.",
        "DIFFERS  Rules: the table award of the call was altered.",
        "DIFFERS  Envelope SCH: its amount was altered.",
        "DIFFERS  The seed was altered.",
        "DIFFERS  Event 2 was removed.",
        "DIFFERS  Rule award.threshold_total: the package applies 60, the call in it says 50.",
    ]
    assert lines[6].startswith(f"DIFFERS  Rules: the package names edition {package['rules']['edition']};")


def test_a_file_with_other_spaces_says_the_same_and_is_said_to_be_no_export(
    package: dict[str, Any], tmp_path: Path
) -> None:
    file = tmp_path / "package.json"
    file.write_bytes(package_bytes(package).replace(b'"seed":', b'"seed": '))

    ended = run("selection", "replay", file)

    assert ended.code == 0
    assert ended.out.splitlines()[-1] == (
        "         The file has other spaces, ends of lines or order of keys than an export. That changes nothing."
    )


@pytest.mark.parametrize(("part", "found", "expected"), [("scores", "F", "A"), ("envelopes", "VET", "SCH")])
def test_records_in_another_order_are_not_the_same_bits(
    part: str, found: str, expected: str, package: dict[str, Any], tmp_path: Path
) -> None:
    package[part].reverse()

    ended = run("selection", "replay", written(tmp_path, "package.json", package))

    assert ended.code == 1
    assert ended.out.splitlines()[0] == (
        f"DIFFERS  The order of {part} was altered: in place 1 stands {found}; made again it is {expected}."
    )


def test_a_hash_that_alone_was_altered_is_named(package: dict[str, Any], tmp_path: Path) -> None:
    kept = dict(package["sha256"]), package["fingerprint"]
    package["sha256"]["ranking"] = package["fingerprint"] = "0" * 64

    lines = run("selection", "replay", written(tmp_path, "package.json", package)).out.splitlines()

    assert lines[:2] == [
        f"DIFFERS  The hash called ranking is {'0' * 64} in the package; made again it is {kept[0]['ranking']}.",
        f"DIFFERS  The hash called fingerprint is {'0' * 64} in the package; made again it is {kept[1]}.",
    ]


def test_points_that_became_text_are_told_apart_from_the_number(package: dict[str, Any], tmp_path: Path) -> None:
    package["scores"][2]["points"]["C4"] = "25"

    ended = run("selection", "replay", written(tmp_path, "package.json", package))

    assert ended.code == 1
    assert ended.out.splitlines()[0] == (
        'DIFFERS  Application C: its score was altered: points.C4 is "25"; its hash was made with 25.'
    )


def test_an_envelope_that_came_in_is_named(package: dict[str, Any], tmp_path: Path) -> None:
    package["envelopes"].append({"envelope": "YOU", "amount": "1.00"})

    ended = run("selection", "replay", written(tmp_path, "package.json", package))

    assert (ended.code, ended.out.splitlines()[0]) == (1, "DIFFERS  Envelope YOU was added.")


def test_another_fingerprint_than_the_published_one_differs(package: dict[str, Any], tmp_path: Path) -> None:
    file = written(tmp_path, "package.json", package)

    ended = run("selection", "replay", file, "--fingerprint", "12ab")

    assert ended.code == 1
    assert ended.out.splitlines()[-1] == f'DIFFERS  The fingerprint is {package["fingerprint"]}, not "12ab".'


def test_an_edition_that_is_not_at_hand_is_said_so(tmp_path: Path) -> None:
    package = a_package()
    package["rules"]["edition"] = "0" * 64

    ended = run("selection", "replay", written(tmp_path, "package.json", package))

    assert ended.code == 1
    assert f"edition {'0' * 64}, which is not at hand here: compare it with the published one." in ended.out


UNREADABLE: dict[str, tuple[bytes, str]] = {
    "no JSON": (b"scores", "line 1, column 1: found text that is no JSON value, expected a whole JSON document"),
    "an archive": (b"PK\x03\x04\x14", "the document: found a ZIP archive, expected a document as plain text"),
    "a list": (b"[]", "the document: found a list, expected an object with named values: {…}"),
    "another document": (b"{}", 'format: found nothing, expected "consortia-selection-1"'),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_a_file_that_is_no_package_is_refused(case: str, tmp_path: Path) -> None:
    content, message = UNREADABLE[case]
    file = tmp_path / "package.json"
    file.write_bytes(content)

    ended = run("selection", "replay", file)

    assert (ended.code, ended.out, ended.err) == (2, "", f"{file}: {message}\n")


def test_a_package_cut_off_or_not_there_is_refused(package: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "package.json"
    file.write_text(json.dumps(package)[:-20], encoding="utf-8")

    cut, lost = run("selection", "replay", file), run("selection", "replay", tmp_path / "lost.json")

    assert (cut.code, cut.out) == (2, "")
    assert (lost.code, lost.err) == (
        2,
        f"{tmp_path / 'lost.json'}: the file: found nothing, expected a file that can be read\n",
    )


def test_a_package_whose_own_parts_contradict_each_other_is_refused(package: dict[str, Any], tmp_path: Path) -> None:
    package["scores"][0]["envelope"] = "HE"
    package["sha256"] = hashes_of(package)

    ended = run("selection", "replay", written(tmp_path, "package.json", package))

    assert (ended.code, ended.out) == (2, "")
    assert ended.err.endswith("package.json: there is no envelope HE, which A names\n")


ODD: tuple[object, ...] = (True, 1.5, "\ud800", [[]])
PLACES = (
    *((key,) for key in a_package()),
    *(("rules", key) for key in a_package()["rules"]),
    *(("rules", "content", key) for key in ("call", "award", "selection", "years_moved")),
    *((part, 0, key) for part in ("scores", "envelopes", "events", "ranking") for key in a_package()[part][0]),
)


@pytest.mark.parametrize("first", [0, 2])
def test_whatever_stands_in_a_package_it_is_never_the_same_nor_a_traceback(first: int, tmp_path: Path) -> None:
    whole = json.dumps(a_package())

    codes = {}
    for place, odd in zip(PLACES, islice(cycle(ODD), first, None), strict=False):
        package = json.loads(whole)
        held = package
        for step in place[:-1]:
            held = held[step]
        held[place[-1]] = odd
        codes[place] = run("selection", "replay", written(tmp_path, "package.json", package)).code

    assert {place: code for place, code in codes.items() if code not in {1, 2}} == {}


def test_a_call_moved_by_more_years_than_there_can_be_is_not_at_hand(package: dict[str, Any], tmp_path: Path) -> None:
    package["rules"]["content"]["years_moved"] = 500

    ended = run("selection", "replay", written(tmp_path, "package.json", package), "--format", "json")

    assert (ended.code, ended.values["edition_at_hand"]) == (1, False)
    assert [each["name"] for each in ended.values["differences"]] == ["years_moved", "edition"]


def test_replaying_opens_no_installation(package: dict[str, Any], tmp_path: Path) -> None:
    file = written(tmp_path, "package.json", package)
    nowhere = tmp_path / "nowhere"

    ended = process("selection", "replay", file, environment={**os.environ, "CONSORTIA_DATA": str(nowhere)})

    assert ended.code == 0
    assert not nowhere.exists()
