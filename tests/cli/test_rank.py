"""`consortia rank`: ranking lists from plain files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Edit
from tests.cli.running import SMALL_CALLS, Ended, process, run
from tests.factories.documents import CALL_2016
from tests.rulebook.test_second_call import SMALL

HEAD = "application,envelope,requested,C1,C2,C3,C4"
ROWS = (
    "A,VET,60000,25,15,15,25",
    "B,VET,50000.50,24,15,15,25",
    "C,VET,1000,20,15,15,20",
    "D,SCH,10000,30,20,20,30",
    "E,SCH,10000,14,20,20,30",
)
MONEY = ("VET,100000", "SCH,10000.00")


def table(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def rank(tmp_path: Path) -> Any:
    """Rank rows with money, the head of each file given or usual."""

    def ranks(*rows: str, head: str = HEAD, money: tuple[str, ...] = MONEY, words: tuple[object, ...] = ()) -> Ended:
        scores = table(tmp_path, "scores.csv", head, *rows)
        envelopes = table(tmp_path, "envelopes.csv", "envelope,amount", *money)
        return run("rank", scores, "--call", CALL_2016, "--envelopes", envelopes, *words)

    return ranks


AS_JSON = ("--format", "json")


def test_json_has_every_application_with_its_place_and_reason(rank: Any) -> None:
    ended = rank(*ROWS, words=AS_JSON)

    assert (ended.code, ended.err) == (0, "")
    assert ended.values == {
        "ranking": [
            {
                "application": "D",
                "envelope": "SCH",
                "position": 1,
                "total": 100,
                "outcome": "awarded",
                "grant": "10000.00",
                "reason": "Awarded € 10 000.00: position 1 of 1 in SCH with 100 points; the money reaches this far.",
            },
            {
                "application": "E",
                "envelope": "SCH",
                "position": 2,
                "total": 84,
                "outcome": "below-threshold",
                "grant": "0.00",
                "reason": "Below the quality threshold in SCH: 84 points in total, but 14 for “Relevance of the "
                "project”, where at least 15 are needed.",
            },
            {
                "application": "A",
                "envelope": "VET",
                "position": 1,
                "total": 80,
                "outcome": "awarded",
                "grant": "60000.00",
                "reason": "Awarded € 60 000.00: position 1 of 3 in VET with 80 points; the money reaches this far.",
            },
            {
                "application": "B",
                "envelope": "VET",
                "position": 2,
                "total": 79,
                "outcome": "reserve",
                "grant": "0.00",
                "reason": "On the reserve list: position 2 of 3 in VET with 79 points; it needs € 50 000.50 and "
                "€ 40 000.00 is left, so awarding stops here.",
            },
            {
                "application": "C",
                "envelope": "VET",
                "position": 3,
                "total": 70,
                "outcome": "reserve",
                "grant": "0.00",
                "reason": "On the reserve list: position 3 of 3 in VET with 70 points; awarding stopped at position 2, "
                "and nobody behind it is awarded first.",
            },
        ]
    }


def test_the_table_stands_in_columns_with_the_reasons_below(rank: Any) -> None:
    lines = rank(*ROWS, money=(*MONEY, "HE,7")).out.splitlines()

    assert lines[:9] == [
        "Strategic Partnerships 2016",
        "",
        "HE: € 7.00, 0 applications",
        "0 awarded with € 0.00, € 7.00 left; 0 on the reserve list; 0 below the threshold",
        "",
        "SCH: € 10 000.00, 2 applications",
        "1 awarded with € 10 000.00, € 0.00 left; 0 on the reserve list; 1 below the threshold",
        "",
        "     Application  Points  Outcome                Grant",
    ]
    assert lines[9:11] == [
        "  1  D               100  awarded          € 10 000.00",
        "     Awarded € 10 000.00: position 1 of 1 in SCH with 100 points; the money reaches this far.",
    ]
    assert max(len(line) for line in lines) <= 100


def test_the_order_of_lines_changes_nothing(rank: Any) -> None:
    rows, money = list(ROWS), list(MONEY)
    as_told = rank(*rows, words=AS_JSON).out

    turned = rank(*rows[3:], *rows[2::-1], money=tuple(money[::-1]), words=AS_JSON).out

    assert turned == as_told


def test_columns_may_stand_in_any_order_and_unknown_ones_are_named(rank: Any) -> None:
    ended = rank("25,x,A,15,VET,15,25,5", head="C4,title,application,C3,envelope,C2,C1,requested", words=AS_JSON)

    assert ended.code == 0
    assert ended.values["ranking"][0]["total"] == 80
    assert ended.err.endswith("scores.csv: not read: the column title\n")


def test_a_lower_grant_that_was_proposed_is_awarded_and_an_empty_one_is_none(rank: Any) -> None:
    ended = rank("A,VET,90000,25,15,15,25,60000", "B,VET,40000,20,15,15,25,", head=f"{HEAD},proposed", words=AS_JSON)

    assert [row["grant"] for row in ended.values["ranking"]] == ["60000.00", "40000.00"]


def test_a_call_that_goes_on_awards_the_next_one_that_fits(rank: Any, copied_call: Edit) -> None:
    folder = copied_call("award.toml", '"strict-stop"', '"skip-and-continue"')

    ended = rank(*ROWS, words=(*AS_JSON, "--calls", folder))

    assert [row["outcome"] for row in ended.values["ranking"]][2:] == ["awarded", "reserve", "awarded"]


def test_a_call_that_gives_fractions_of_points_ranks_them(rank: Any, copied_call: Edit) -> None:
    folder = copied_call("award.toml", "whole_points = true", "whole_points = false")

    ended = rank("A,VET,5,15,15,15,15.25", "B,VET,5,15,15,15,15.5", words=(*AS_JSON, "--calls", folder))
    text = rank("A,VET,5,15,15,15,15.25", "B,VET,5,15,15,15,15", words=("--calls", folder))

    assert [(row["application"], row["total"]) for row in ended.values["ranking"]] == [("B", "60.5"), ("A", "60.25")]
    assert "  1  A             60.25  awarded  € 5.00" in text.out.splitlines()


def test_lots_are_drawn_from_the_seed_where_the_call_says_so(rank: Any, copied_call: Edit) -> None:
    folder = copied_call("award.toml", '"all-or-none"', '"draw-lots"')
    equals = [f"{code},VET,60000,20,15,15,20" for code in "ABC"]

    drawn = rank(*equals, words=(*AS_JSON, "--calls", folder, "--seed", "4 7 12"))
    without = rank(*equals, words=("--calls", folder))

    assert [row["position"] for row in drawn.values["ranking"]] == [1, 2, 3]
    assert [row["outcome"] for row in drawn.values["ranking"]] == ["awarded", "reserve", "reserve"]
    assert (without.code, without.out) == (2, "")
    assert without.err == (
        "--seed: found nothing, expected a text: A, B, C are equal and the call lets lots be drawn among them: a seed "
        "is needed\n"
    )


def test_a_seed_that_nothing_is_drawn_from_is_refused(rank: Any) -> None:
    ended = rank(*ROWS, words=("--seed", "1"))

    assert (ended.code, ended.err) == (2, f'--seed: found "1", expected nothing: {CALL_2016} draws no lots\n')


def test_no_applications_are_an_empty_list(rank: Any) -> None:
    ended = rank(words=AS_JSON)

    assert (ended.code, ended.values) == (0, {"ranking": []})


def test_a_mark_in_front_windows_lines_spaces_and_empty_lines_do_no_harm(tmp_path: Path) -> None:
    scores = tmp_path / "scores.csv"
    scores.write_bytes(b"\xef\xbb\xbf" + f"{HEAD}\r\n\r\n A {ROWS[0][1:]}\r\n,,,,,,\r\n".encode())
    money = table(tmp_path, "envelopes.csv", "envelope,amount", *MONEY)

    ended = run("rank", scores, "--call", CALL_2016, "--envelopes", money, *AS_JSON)

    typed = process("rank", "-", "--call", CALL_2016, "--envelopes", money, *AS_JSON, given=scores.read_bytes())
    assert [row["application"] for row in ended.values["ranking"]] == ["A"]
    assert typed.values == ended.values


EUROS = "expected euros from 0 up, such as 150000 or 150000.50"
TO_30, TO_20 = (f"expected a whole number from 0 to {maximum}" for maximum in (30, 20))
SCORES_REFUSED: dict[str, tuple[str, str]] = {
    "unknown envelope": ("A,HE,1,20,15,15,20", 'line 2, column envelope: found "HE", expected one of SCH, VET'),
    "no application": (
        ",VET,1,20,15,15,20",
        "line 2, column application: found nothing, expected the code of an application",
    ),
    "no envelope": ("A,,1,20,15,15,20", "line 2, column envelope: found nothing, expected the code of an envelope"),
    "twice": (
        "A,VET,1,20,15,15,20\nB,VET,1,20,15,15,20\nA,SCH,1,20,15,15,20",
        'line 4, column application: found "A", which line 2 has, expected each application once',
    ),
    "negative money": ("A,VET,-1,20,15,15,20", f'line 2, column requested: found "-1", {EUROS}'),
    "no money": ("A,VET,,20,15,15,20", f"line 2, column requested: found nothing, {EUROS}"),
    "money with a comma": ('A,VET,"1,5",20,15,15,20', f'line 2, column requested: found "1,5", {EUROS}'),
    "parts of a cent": ("A,VET,1.005,20,15,15,20", f'line 2, column requested: found "1.005", {EUROS}'),
    "an exponent": ("A,VET,1e9,20,15,15,20", f'line 2, column requested: found "1e9", {EUROS}'),
    "too many points": ("A,VET,1,31,15,15,20", f'line 2, column C1: found "31", {TO_30}'),
    "negative points": ("A,VET,1,20,15,-1,20", f'line 2, column C3: found "-1", {TO_20}'),
    "half a point": ("A,VET,1,20,15,15,20.5", f'line 2, column C4: found "20.5", {TO_30}'),
    "no points": ("A,VET,1,20,,15,20", f"line 2, column C2: found nothing, {TO_20}"),
    "no number": ("A,VET,1,NaN,15,15,20", f'line 2, column C1: found "NaN", {TO_30}'),
    "digits of another script": ("A,VET,1,٢٠,15,15,20", f'line 2, column C1: found "٢٠", {TO_30}'),
    "a cell too few": ("A,VET,1,20,15,15", "line 2: found 6 cells, expected 7, one for each column"),
    "a cell too many": ("A,VET,1,20,15,15,20,1", "line 2: found 8 cells, expected 7, one for each column"),
    "an open quotation mark": (
        'A,VET,1,20,15,15,20\n"B,VET',
        "line 3: found a row that is not CSV, expected cells apart by commas",
    ),
    "a cell over two lines": (
        '"A\nB",VET,1,20,15,15,20\nC,VET,1,99,15,15,20',
        f'line 4, column C1: found "99", {TO_30}',
    ),
}


@pytest.mark.parametrize("case", SCORES_REFUSED)
def test_a_row_that_cannot_be_read_is_named_with_line_and_column(case: str, rank: Any, tmp_path: Path) -> None:
    rows, message = SCORES_REFUSED[case]

    ended = rank(rows)

    assert (ended.code, ended.out) == (2, "")
    assert ended.err == f"{tmp_path / 'scores.csv'}: {message}\n"


@pytest.mark.parametrize(
    ("head", "message"),
    [
        (
            "application,envelope,requested,C1,C2,C4",
            "found the columns application, envelope, requested, C1, C2, C4, expected C3 beside them",
        ),
        (
            "application;envelope;requested",
            f"found cells apart by semicolons, expected cells apart by commas: {HEAD}",
        ),
        (f"{HEAD},C1", "found the column C1 twice, expected each column once"),
        (f"{HEAD},,", "found the column without a name twice, expected each column once"),
        ("", "found no columns, expected application, envelope, requested, C1, C2, C3, C4"),
    ],
)
def test_a_head_without_what_is_needed_is_refused(head: str, message: str, rank: Any, tmp_path: Path) -> None:
    ended = rank(head=head)

    assert (ended.code, ended.err) == (2, f"{tmp_path / 'scores.csv'}: line 1: {message}\n")


def test_a_grant_above_the_requested_one_is_refused(rank: Any, tmp_path: Path) -> None:
    ended = rank("A,VET,100,25,15,15,25,100.01", head=f"{HEAD},proposed")

    assert ended.err == (
        f'{tmp_path / "scores.csv"}: line 2, column proposed: found "100.01", expected at most 100.00, the grant that '
        "is requested\n"
    )


@pytest.mark.parametrize(
    ("money", "message"),
    [
        (("VET,1", "VET,2"), 'line 3, column envelope: found "VET", which line 2 has, expected each envelope once'),
        (("VET,-1",), 'line 2, column amount: found "-1", expected euros from 0 up, such as 150000 or 150000.50'),
        ((",1",), "line 2, column envelope: found nothing, expected the code of an envelope"),
    ],
)
def test_an_envelope_that_cannot_be_read_is_named(
    money: tuple[str, ...], message: str, rank: Any, tmp_path: Path
) -> None:
    ended = rank(*ROWS, money=money)

    assert (ended.code, ended.out, ended.err) == (2, "", f"{tmp_path / 'envelopes.csv'}: {message}\n")


def test_applications_without_any_envelope_are_refused(rank: Any) -> None:
    ended = rank(*ROWS, money=())

    assert ended.err.endswith('found "VET", expected an envelope of the other file, which is empty\n')


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (HEAD.encode("utf-16"), "line 1: found bytes that are not UTF-8, expected a table as CSV in UTF-8"),
        (None, "the file: found nothing, expected a file that can be read"),
    ],
)
def test_a_file_that_is_no_table_is_refused(content: bytes | None, message: str, tmp_path: Path) -> None:
    scores = tmp_path / "scores.csv"
    if content is not None:
        scores.write_bytes(content)
    money = table(tmp_path, "envelopes.csv", "envelope,amount", *MONEY)

    ended = run("rank", scores, "--call", CALL_2016, "--envelopes", money)

    assert (ended.code, ended.out, ended.err) == (2, "", f"{scores}: {message}\n")


def test_a_call_without_rules_of_ranking_is_refused(tmp_path: Path) -> None:
    scores = table(tmp_path, "scores.csv", HEAD, *ROWS)
    money = table(tmp_path, "envelopes.csv", "envelope,amount", *MONEY)

    ended = run("rank", scores, "--call", SMALL, "--envelopes", money, "--calls", SMALL_CALLS)

    assert (ended.code, ended.err) == (
        2,
        f"--call: found {SMALL}, which says nothing under award and selection, expected a call with rules of ranking\n",
    )
