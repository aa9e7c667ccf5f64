"""Published lists in every form: read whole, or row by row around what is broken."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consortia.stages.past_projects.reading import ReadRow, Rejected, UnreadableFileError, cells, read_export
from consortia.stages.past_projects.reading.columns import plain_heading
from consortia.stages.past_projects.reading.values import UnreadableCellError
from tests.stages.past_projects import lists
from tests.stages.past_projects.lists import FIRST, GRANT, ROWS, SECOND, THIRD


def read(content: bytes) -> tuple[list[ReadRow], list[Rejected], str]:
    """The rows understood, those left out, and the encoding."""
    with read_export(io.BytesIO(content), "list") as export:
        outcomes = list(export.outcomes)
        rows = [each for each in outcomes if isinstance(each, ReadRow)]
        return rows, [each for each in outcomes if isinstance(each, Rejected)], export.facts.encoding


def told(row: ReadRow) -> tuple[object, ...]:
    return row.identifier, dict(row.facts), row.participations


FORMS: dict[str, Callable[[], bytes]] = {
    "CSV with a mark": lists.as_csv,
    "CSV with semicolons": lambda: lists.as_csv(separator=";", encoding="utf-8"),
    "CSV with tabs in UTF-16": lambda: lists.as_csv(separator="\t", encoding="utf-16"),
    "CSV in UTF-16 without a mark": lambda: lists.as_csv(encoding="utf-16-le"),
    "packed CSV": lambda: lists.as_packed(lists.as_csv()),
    "JSON": lists.as_json,
    "packed JSON": lambda: lists.as_packed(lists.as_json()),
    "JSON lines": lambda: b"\n".join(lists.as_json([row])[1:-1].replace(b"\n", b"") for row in ROWS),
    "spreadsheet": lists.as_sheet,
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_the_same(form: str) -> None:
    expected, _left_out, _encoding = read(lists.as_csv(encoding="utf-8"))

    rows, left_out, _encoding = read(FORMS[form]())

    assert left_out == []
    assert [told(row) for row in rows] == [told(row) for row in expected]


def test_a_row_says_all_that_its_columns_do() -> None:
    (row, *_others), _left_out, encoding = read(lists.as_csv())

    assert encoding == "UTF-8 with a mark"
    assert row.identifier == "2016-1-XA01-KA201-000001"
    assert row.facts["grant"] == Decimal("112527.93")
    assert row.facts["topics"] == ("Environment and climate change", "Health, well-being and sport")
    assert row.facts["countries"] == ("ES", "PL", "EL")
    assert (row.facts["year"], row.facts["code"], row.facts["good_practice"]) == (2016, "KA201", True)
    assert [(each.role, each.number, each.name, each.country) for each in row.participations] == [
        ("coordinator", 0, "Colegio del Puente Undécimo", "ES"),
        ("partner", 1, "Szkoła nad Rzeką", "PL"),
        ("partner", 2, "Σχολείο της Θάλασσας", "EL"),
    ]


def test_a_hundred_partners_are_read() -> None:
    partners = {f"Partner {number} name": f"Body {number}" for number in range(1, 101)}

    (row,), left_out, _encoding = read(lists.as_csv([{**FIRST, **partners}]))

    assert left_out == []
    assert [each.number for each in row.participations] == list(range(101))


def test_an_older_layout_has_its_year_from_the_number_or_the_first_day() -> None:
    older = {"Programme Funding": "Culture\\Older", "Project Title": "A", "Start date": "01/05/2006"}
    rows, _left_out, _encoding = read(
        lists.as_csv([{**older, "Project Identifier": number} for number in ("FI-CULT-2008-MOTN-01", "EACEA-77")])
    )

    assert [row.facts["year"] for row in rows] == [2008, 2006]


def test_windows_letters_are_read_and_named() -> None:
    content = lists.as_csv([{**FIRST, "Partner 1 name": "École", "Partner 2 name": "Straße"}] * 1, encoding="utf-8")
    rows, left_out, encoding = read(
        content.decode().replace("ł", "l").replace("Ł", "L").replace("ź", "z").encode("cp1252")
    )

    assert (encoding, left_out) == ("Windows-1252", [])
    assert [each.name for each in rows[0].participations][1:] == ["École", "Straße"]


def test_a_few_damaged_letters_cost_only_their_row() -> None:
    content = lists.as_csv().replace(b"Choirs for", b"Choirs \xe9\xff for")

    rows, left_out, encoding = read(content)

    assert encoding == "UTF-8 with a mark"
    assert [row.identifier for row in rows] == [FIRST["Project Identifier"], THIRD["Project Identifier"]]
    assert [(each.column, each.found) for each in left_out] == [
        ("Project Title", "bytes that are no letters in the encoding of the file")
    ]


@pytest.mark.parametrize(
    ("heading", "text", "found"),
    [
        (GRANT, "a lot", "“a lot”"),
        (GRANT, "-5", "“-5”"),
        (GRANT, "500 GBP", "“500 GBP”"),
        (GRANT, "112.527", "“112.527”, which can be read in two ways"),
        ("Call year", "20166", "“20166”"),
        ("Participating countries", "ES,Spain", "“Spain”"),
        ("Coordinator's country", "=cmd()", "“=cmd()”"),
        ("Is Good Practice", "perhaps", "“perhaps”"),
        ("Project Identifier", "", "nothing"),
        ("Project Title", "a\x00b", "a NUL character"),
        ("Partner 1 name", "x" * 1001, "1,001 characters"),
    ],
)
def test_a_bad_cell_costs_its_row_and_is_named(heading: str, text: str, found: str) -> None:
    rows, left_out, _encoding = read(lists.as_csv([FIRST, {**SECOND, heading: text}, THIRD]))

    assert [row.identifier for row in rows] == [FIRST["Project Identifier"], THIRD["Project Identifier"]]
    assert [(each.line, each.column, each.found) for each in left_out] == [(4, heading, found)]
    assert left_out[0].expected
    assert SECOND["Coordinating organisation name"] in left_out[0].raw


@pytest.mark.parametrize(
    ("text", "grant"),
    [
        ("200000.0 EUR", "200000.00"),
        ("€ 30 000,5", "30000.50"),
        ("1.234.567,89", "1234567.89"),
        ("1,234,567", "1234567.00"),
        ("112,527", "112527.00"),
        ("0", "0.00"),
        ("50000.00", "50000.00"),
    ],
)
def test_a_grant_is_read_as_it_is_written_anywhere(text: str, grant: str) -> None:
    assert cells.grant_of(text, "grant") == Decimal(grant)


@given(st.decimals(min_value=0, max_value=10**10, places=2))
def test_a_grant_written_in_either_way_is_the_same(grant: Decimal) -> None:
    english = f"{grant:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))

    assert cells.grant_of(english, "grant") == cells.grant_of(f"{german} EUR", "grant") == grant


@given(st.text())
def test_whatever_stands_in_a_cell_is_understood_or_named(text: str) -> None:
    for reader in (cells.grant_of, cells.day_of, cells.year_of, cells.yes_or_no, cells.country_of, cells.countries_of):
        assert column_complained_of(reader, text) in {"", "column"}


def column_complained_of(reader: Callable[[str, str], object], text: str) -> str:
    try:
        reader(text, "column")
    except UnreadableCellError as error:
        return error.column
    return ""


@given(st.binary(max_size=400))
def test_whatever_a_file_holds_is_read_or_refused_in_a_sentence(content: bytes) -> None:
    assert what_was_found(content)


def what_was_found(content: bytes) -> str:
    try:
        rows, left_out, _encoding = read(content)
    except UnreadableFileError as error:
        return error.found
    return f"{len(rows)} rows and {len(left_out)} left out"


def test_headings_are_known_in_many_spellings() -> None:
    assert plain_heading("\ufeff Coordinator\u2019s\u00a0 Country ") == "coordinator's country"
    assert plain_heading("project_identifier") == "project identifier"
    assert plain_heading(GRANT) == "eu grant award in euros"


def test_lines_before_the_headings_are_passed_over() -> None:
    rows, left_out, _encoding = read(b"List of projects,,\r\nas of May,,\r\n" + lists.as_csv(encoding="utf-8"))

    assert ([row.line for row in rows], left_out) == ([4, 6, 7], [])


def test_an_open_quotation_does_not_swallow_the_rows_after_it() -> None:
    lines = lists.as_csv([FIRST, SECOND, THIRD], encoding="utf-8").decode().split("\r\n")
    lines[2] = lines[2].replace("Choirs", '"Choirs', 1)

    rows, left_out, _encoding = read("\r\n".join(lines).encode())

    assert [row.identifier for row in rows] == [FIRST["Project Identifier"], THIRD["Project Identifier"]]
    assert len(left_out) == 1
    assert "Choir House" in left_out[0].raw


def test_a_row_cut_short_is_left_out() -> None:
    content = lists.as_csv(encoding="utf-8")

    rows, left_out, _encoding = read(content[: content.rindex(b"radio station")])

    assert len(rows) == 2
    assert [each.line for each in left_out] == [5]
    assert "A radio in every yard" in left_out[0].raw


def test_a_broken_record_costs_only_itself() -> None:
    content = lists.as_json().replace(b'"Project Title": "Choirs', b'"Project Title": Choirs')

    rows, left_out, _encoding = read(content)

    assert [row.identifier for row in rows] == [FIRST["Project Identifier"], THIRD["Project Identifier"]]
    assert [each.found for each in left_out] == ["a record that is not JSON"]


def test_a_record_cut_short_is_left_out() -> None:
    rows, left_out, _encoding = read(lists.as_json()[:-40])

    assert len(rows) == 2
    assert "A radio in every yard" in left_out[0].raw


def test_a_list_of_records_cut_short_between_two_gives_what_is_there_and_says_so() -> None:
    whole = lists.as_json()
    after_the_first = whole.index(b"}") + 2
    rows = []

    with (
        pytest.raises(UnreadableFileError, match="found a list that is never closed, expected the whole file"),
        read_export(io.BytesIO(whole[:after_the_first]), "list") as export,
    ):
        rows.extend(outcome for outcome in export.outcomes if isinstance(outcome, ReadRow))

    assert [row.identifier for row in rows] == [FIRST["Project Identifier"]]


def test_a_packed_file_cut_short_gives_what_is_there_and_says_so() -> None:
    many = [
        {
            **FIRST,
            "Project Identifier": f"N-{number}",
            "Project Title": hashlib.sha256(bytes([number % 256, number // 256])).hexdigest(),
        }
        for number in range(900)
    ]
    packed = lists.as_packed(lists.as_csv(many))
    rows = []

    with (
        pytest.raises(UnreadableFileError, match="found the end of the packed file before its last byte"),
        read_export(io.BytesIO(packed[: len(packed) // 2]), "list") as export,
    ):
        rows.extend(outcome for outcome in export.outcomes if isinstance(outcome, ReadRow))

    assert 100 < len(rows) < 900


def refused(content: bytes) -> str:
    with pytest.raises(UnreadableFileError) as raised:
        read(content)
    return str(raised.value)


def test_a_spreadsheet_cut_short_is_refused() -> None:
    book = lists.as_sheet()

    assert "expected a spreadsheet that opens" in refused(book[: len(book) // 2])


def test_a_formula_that_was_never_reckoned_costs_its_row() -> None:
    formula = '<c r="{place}"><f>SUM(A1:A2)</f></c>'
    reckoned = '<c r="{place}"><f>10*5</f><v>50</v></c>'

    rows, left_out, _encoding = read(lists.as_sheet(cell_of={(2, GRANT): formula, (3, GRANT): reckoned}))

    assert [(row.identifier, row.facts["grant"]) for row in rows] == [
        (FIRST["Project Identifier"], Decimal("112527.93")),
        (THIRD["Project Identifier"], Decimal("50.00")),
    ]
    assert [(each.line, each.found) for each in left_out] == [(3, "a formula that was never reckoned")]


def test_a_cell_in_the_farthest_corner_is_refused_before_it_fills_the_memory() -> None:
    corner = '<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'

    assert "found 16,384 columns" in refused(lists.a_book(corner))


def test_a_spreadsheet_that_unpacks_to_too_much_is_refused() -> None:
    bomb = lists.a_book(b" " * (513 * 1024 * 1024))

    assert len(bomb) < 3_000_000
    assert "unpacks to more than" in refused(bomb)


def test_a_packed_file_that_unpacks_to_too_much_is_refused() -> None:
    assert "unpacks to" in refused(lists.as_packed(b"Project Identifier,Project Title\n" + b"x" * (100 * 1024 * 1024)))


def test_two_hundred_thousand_columns_are_refused() -> None:
    headings = ",".join(["Project Identifier", "Project Title", *(f"c{number}" for number in range(200_000))])

    assert "found more than 5,000 columns" in refused(headings.encode())


def test_a_giant_cell_costs_its_row_only() -> None:
    rows, left_out, _encoding = read(lists.as_csv([FIRST, {**SECOND, "Project Summary": "x" * 5_000_000}, THIRD]))

    assert [row.identifier for row in rows] == [FIRST["Project Identifier"], THIRD["Project Identifier"]]
    assert len(left_out) == 1
    assert len(left_out[0].raw) < 200_000


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "no byte"),
        (b"name,town\nA,B\n", "name, town"),
        (b"\x1f\x8b not packed", "damage"),
        (b"[]x", None),
        (b"\x00" * 5000, None),
    ],
)
def test_a_file_without_projects_is_refused_or_empty(content: bytes, found: str | None) -> None:
    if found is None:
        try:
            rows, _left_out, _encoding = read(content)
        except UnreadableFileError:
            rows = []
        assert rows == []
    else:
        assert found in refused(content)


def test_a_list_of_participations_is_read() -> None:
    content = (
        b"project_identifier,role,partner_number,organisation_name,country\n"
        b"P-1,coordinator,,House A,FI\nP-1,partner,2,House B,GB\nP-1,friend,3,House C,FI\n"
    )

    rows, left_out, _encoding = read(content)

    assert [(row.identifier, dict(row.facts), row.participations[0].number) for row in rows] == [
        ("P-1", {}, 0),
        ("P-1", {}, 2),
    ]
    assert [(each.line, each.column, each.expected) for each in left_out] == [(4, "role", "coordinator or partner")]


def test_reading_needs_no_django() -> None:
    rooms = "consortia.stages.past_projects.reading, consortia.stages.past_projects.index.asking"
    script = f"import sys, {rooms}; print('django' in sys.modules)"

    printed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout

    assert printed == "False\n"
