from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from consortia.documents.sheets import Cell, csv_table, harmless, xlsx_table

EVIL = [
    '=HYPERLINK("http://evil.example","click")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1+1",
    "|calc",
    "\uff1d1+1",
]
NOON = datetime.fromisoformat("2016-03-31T12:00")  # a spreadsheet has no zones
HEAD = ["Reference", "Title", "Sum", "Day", "Moment"]
ROW: list[Cell] = ["AB", "Repair cafés", Decimal("92705.50"), date(2016, 3, 31), NOON]


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_xlsx(content: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def sheet_of(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert book.testzip() is None
        return book.read("xl/worksheets/sheet1.xml").decode()


def test_csv_holds_the_rows_as_they_are() -> None:
    content = b"".join(csv_table(HEAD, [ROW]))

    assert read_csv(content) == [HEAD, ["AB", "Repair cafés", "92705.50", "2016-03-31", "2016-03-31 12:00"]]
    assert content.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("evil", EVIL)
def test_no_text_in_csv_is_taken_for_a_formula(evil: str) -> None:
    rows = read_csv(b"".join(csv_table([evil], [[evil]])))

    assert rows == [[f"'{evil}"], [f"'{evil}"]]


def test_a_negative_number_in_csv_stays_a_number() -> None:
    assert read_csv(b"".join(csv_table(["Sum"], [[Decimal("-5.20")], [-3], [None]]))) == [
        ["Sum"],
        ["-5.20"],
        ["-3"],
        [""],
    ]


@given(st.text())
def test_a_harmless_text_begins_with_nothing_that_computes(text: str) -> None:
    safe = harmless(text)

    assert safe in {text, f"'{text}"}
    assert not safe.lstrip().startswith(("=", "+", "-", "@", "|"))


def test_a_workbook_holds_the_rows_as_they_are() -> None:
    content = b"".join(xlsx_table("Applications", HEAD, [ROW]))

    assert read_xlsx(content) == [
        HEAD,
        ["AB", "Repair cafés", 92705.5, date(2016, 3, 31), NOON],
    ]


@pytest.mark.parametrize("evil", EVIL)
def test_no_text_in_a_workbook_is_a_formula(evil: str) -> None:
    content = b"".join(xlsx_table(evil, [evil], [[evil]]))

    assert "<f" not in sheet_of(content).replace("<filter", "")
    assert 't="inlineStr"' in sheet_of(content)
    assert [[str(cell).strip() for cell in row] for row in read_xlsx(content)] == [[evil.strip()], [evil.strip()]]


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=8))
def test_whatever_was_typed_makes_a_workbook_that_opens(rows: list[list[str]]) -> None:
    content = b"".join(xlsx_table("T", ["A", "B"], rows))

    assert len(CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names) == 1
    assert sheet_of(content).count("<row>") == len(rows) + 1


def test_many_rows_come_in_pieces_and_the_same_table_is_the_same_file() -> None:
    rows = [[str(number), "Title"] for number in range(3000)]

    pieces = list(xlsx_table("T", ["A", "B"], rows))

    assert len(pieces) > 3
    assert b"".join(pieces) == b"".join(xlsx_table("T", ["A", "B"], rows))
    assert len(read_xlsx(b"".join(pieces))) == 3001


def test_a_table_of_many_columns_names_them_as_spreadsheets_do() -> None:
    head = [f"c{number}" for number in range(28)]

    assert 'ref="A1:AB1"' in sheet_of(b"".join(xlsx_table("T", head, [])))
