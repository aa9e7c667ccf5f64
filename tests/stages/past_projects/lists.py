"""Invented lists of projects under the headings of published ones, written as every kind of file."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

GRANT = (
    "EU Grant award in euros (This amount represents the grant awarded after the selection stage and is indicative. "
    "Please note that any changes made during or after the project's lifetime will not be reflected here.)"
)
Row = Mapping[str, str]

FIRST: Row = {
    "Programme": "Erasmus+",
    "Key Action": "Cooperation for innovation and the exchange of good practices",
    "Action Type": "Strategic Partnerships for school education",
    "Call year": "2016",
    "Project Identifier": "2016-1-XA01-KA201-000001",
    "Project Title": "Gardens of the eleven bridges",
    "Topics": "Environment and climate change; Health, well-being and sport",
    "Project Summary": "Pupils plant vegetables in school gardens.\nThey keep a diary of bees and soil.",
    "Project Status": "finalised",
    GRANT: "112,527.93",
    "Is Good Practice": "Yes",
    "Is Success Story": "No",
    "Project Website": "www.gardens.example",
    "Results Available": "Yes",
    "Results Platform Project Card": "https://results.example/1",
    "Participating countries": "ES,PL,GR",
    "Coordinating organisation name": "Colegio del Puente Undécimo",
    "Coordinating organisation type": "School",
    "Coordinator's address": "Plaza Mayor, Ávila",
    "Coordinator's region": "Castilla",
    "Coordinator's country": "ES",
    "Coordinator's website": "",
    "Partner 1 name": "Szkoła nad Rzeką",
    "Partner 1 organisation type": "School",
    "Partner 1 address": "Łódź",
    "Partner 1 region": "",
    "Partner 1 country": "PL",
    "Partner 1 website": "",
    "Partner 2 name": "Σχολείο της Θάλασσας",
    "Partner 2 organisation type": "",
    "Partner 2 address": "",
    "Partner 2 region": "",
    "Partner 2 country": "GR",
    "Partner 2 website": "",
}
SECOND: Row = {
    **dict.fromkeys(FIRST, ""),
    "Programme": "Erasmus+",
    "Call year": "2017",
    "Project Identifier": "2017-1-XB01-KA204-000002",
    "Project Title": "Choirs for people who were told not to sing",
    "Project Summary": "Adults sing together in villages; “nobody” is turned away.",
    GRANT: "200000.0 EUR",
    "Coordinating organisation name": "Choir House",
    "Coordinator's country": "FI",
    "Partner 1 name": "SZKOLA NAD RZEKA",
    "Partner 1 country": "PL",
}
THIRD: Row = {
    **dict.fromkeys(FIRST, ""),
    "Call year": "2014",
    "Project Identifier": "2014-3-XC01-KA205-000003",
    "Project Title": "A radio in every yard",
    "Project Summary": "Young people run a radio station between the houses and learn to ask questions.",
    GRANT: "30 000,00",
    "Coordinating organisation name": "Yard Radio",
    "Coordinator's country": "GB",
}
ROWS = (FIRST, SECOND, THIRD)


def as_csv(rows: Sequence[Row] = ROWS, *, separator: str = ",", encoding: str = "utf-8-sig") -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), delimiter=separator, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def as_json(rows: Sequence[Row] = ROWS) -> bytes:
    return json.dumps(list(rows), ensure_ascii=False, indent=1).encode()


def as_packed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def as_sheet(rows: Sequence[Row] = ROWS, *, cell_of: Mapping[tuple[int, str], str] | None = None) -> bytes:
    """A spreadsheet; `cell_of` replaces the XML of cells by row (1 is the first below the headings) and heading."""
    table = [list(rows[0]), *([row[heading] for heading in rows[0]] for row in rows)]
    lines = []
    for number, cells in enumerate(table, start=1):
        written = []
        for at, text in enumerate(cells):
            place = f"{column(at)}{number}"
            xml = f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
            special = (cell_of or {}).get((number - 1, table[0][at]))
            written.append(special.format(place=place) if special else xml)
        lines.append(f'<row r="{number}">{"".join(written)}</row>')
    return a_book(f"<sheetData>{''.join(lines)}</sheetData>")


def a_book(sheet: str | bytes, *, before: str = "") -> bytes:
    """A spreadsheet around what stands in its only sheet."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packages = "http://schemas.openxmlformats.org/package/2006"
    inner = sheet if isinstance(sheet, bytes) else sheet.encode()
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{packages}/content-types"><Default Extension="xml" '
        'ContentType="application/xml"/><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{packages}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="Projects" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{packages}/relationships"><Relationship Id="r1" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for name, text in parts.items():
            book.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            part.write(f'<?xml version="1.0"?>{before}<worksheet xmlns="{main}">'.encode())
            part.write(inner)
            part.write(b"</worksheet>")
    return packed.getvalue()


def column(at: int) -> str:
    letters = ""
    while at >= 0:
        at, rest = divmod(at, 26)
        letters, at = chr(65 + rest) + letters, at - 1
    return letters


def two_spellings(*, more: int = 0) -> list[Row]:
    """Two projects, and `more`, of one coordinator in as many spellings, each with a partner of its own."""
    forms = ("Haus am Fluss", "Haus am Fluß e.V.", "HAUS AM FLUSS MBH", "Haus am Fluss gGmbH")
    return [
        {
            **SECOND,
            "Project Identifier": f"2017-1-XB01-KA204-00010{number}",
            "Project Title": f"Project {number}",
            "Coordinating organisation name": name,
            "Coordinator's address": "Ulm",
            "Coordinator's country": "DE",
            "Partner 1 name": f"{'ABCD'[number]}{number} Choir",
        }
        for number, name in enumerate(forms[: 2 + more])
    ]
