"""Tables as spreadsheets, row by row, in which nothing that somebody typed can become a formula.

Office Open XML, ECMA-376 part 1: a workbook is a zip of a few XML parts. Only two kinds of cell are ever written,
text as `inlineStr` and numbers as `n`; the element for a formula is not among them. CSV has no kinds of cell, so a text
that a spreadsheet would read as a formula gets an apostrophe before it, which spreadsheets show as text.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final, TypeAlias
from xml.sax.saxutils import escape

Cell: TypeAlias = str | int | Decimal | date | None

# What makes spreadsheets take a text for a formula, also after blanks; the wide twins come from East Asian keyboards.
FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "\uff1d", "\uff0b", "\uff0d", "\uff20")
LONGEST_TEXT: Final = 32767  # characters of a cell, ECMA-376 and Excel
ROWS_AT_A_TIME: Final = 500
_FIRST_DAY: Final = date(1899, 12, 30).toordinal()  # day 0 of a workbook's calendar
_SECONDS_OF_A_DAY: Final = 24 * 60 * 60
_WIDE, _NARROW = 44, 18
_BOLD, _SUM, _DAY, _MOMENT = 1, 2, 3, 4

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_KIND: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_PARTS: Final[dict[str, str]] = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{_MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
        '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd hh:mm"/></numFmts>'
        '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
        '<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ),
}


def csv_table(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Yield a table as CSV in UTF-8 with its mark, which spreadsheets need to read accents right."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    yield b"\xef\xbb\xbf"
    writer.writerow([harmless(each) for each in head])
    for at, row in enumerate(rows, start=1):
        writer.writerow([_in_csv(each) for each in row])
        if at % ROWS_AT_A_TIME == 0:
            yield _drained(buffer)
    yield _drained(buffer)


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula; everything else stays as it is."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) or text.lstrip().startswith(FORMULA_SIGNS) else text


def _in_csv(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    return harmless(cell) if isinstance(cell, str) else "" if cell is None else str(cell)


def _drained(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


class _Pipe(io.RawIOBase):
    """Takes what the zip writes and gives it on: a zip needs no way back."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        """Return that it takes bytes."""
        return True

    def write(self, content: object) -> int:
        """Keep bytes until they are taken."""
        self._waiting.append(bytes(content))  # type: ignore[call-overload]  # bytes-like, as for every raw stream
        return len(self._waiting[-1])

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        content = b"".join(self._waiting)
        self._waiting.clear()
        return content


def xlsx_table(title: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Yield a table as a workbook of one sheet: head in bold and kept in sight, every column with a filter."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as book:
        for name, content in {**_PARTS, "xl/workbook.xml": _workbook(title)}.items():
            book.writestr(_entry(name), _HEAD + content)
        with book.open(_entry("xl/worksheets/sheet1.xml"), "w") as sheet:
            sheet.write((_HEAD + _sheet_head(head)).encode())
            last = 1
            lines: list[str] = []
            for row in rows:
                last += 1
                lines.append(f"<row>{''.join(_in_sheet(each) for each in row)}</row>")
                if len(lines) == ROWS_AT_A_TIME:
                    sheet.write("".join(lines).encode())
                    lines.clear()
                    yield pipe.taken()
            sheet.write("".join(lines).encode())
            filters = f'<autoFilter ref="A1:{_column(len(head))}{last}"/>'
            sheet.write(f"</sheetData>{filters}</worksheet>".encode())
    yield pipe.taken()


def _entry(name: str) -> zipfile.ZipInfo:
    """Return a part of the zip without the clock: the same table is the same file."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _workbook(title: str) -> str:
    # A sheet's name may not hold these, nor be longer; ECMA-376 18.2.19.
    plain = "".join(" " if letter in "[]:*?/\\'" else letter for letter in title)[:31].strip() or "Sheet"
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{_text(plain, quotes=True)}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )


def _sheet_head(head: Sequence[str]) -> str:
    widths = "".join(
        f'<col min="{at}" max="{at}" width="{_WIDE if at == _TITLE_COLUMN else _NARROW}" customWidth="1"/>'
        for at in range(1, len(head) + 1)
    )
    cells = "".join(_in_sheet(each, style=_BOLD) for each in head)
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{widths}</cols><sheetData><row>{cells}</row>"
    )


_TITLE_COLUMN: Final = 2


def _in_sheet(cell: Cell, *, style: int = 0) -> str:
    if cell is None or cell == "":
        return "<c/>"
    if isinstance(cell, str):
        return f'<c t="inlineStr"{_styled(style)}><is><t xml:space="preserve">{_text(cell)}</t></is></c>'
    if isinstance(cell, datetime):
        seconds = cell.hour * 3600 + cell.minute * 60 + cell.second
        days = cell.toordinal() - _FIRST_DAY
        return f"<c{_styled(_MOMENT)}><v>{days + seconds / _SECONDS_OF_A_DAY:.10f}</v></c>"
    if isinstance(cell, date):
        return f"<c{_styled(_DAY)}><v>{cell.toordinal() - _FIRST_DAY}</v></c>"
    return f"<c{_styled(_SUM if isinstance(cell, Decimal) else 0)}><v>{cell}</v></c>"


def _styled(style: int) -> str:
    return f' s="{style}"' if style else ""


def _text(text: str, *, quotes: bool = False) -> str:
    """Return a text as XML holds it; letters that XML cannot carry are left out."""
    kept = "".join(letter for letter in text[:LONGEST_TEXT] if _allowed(letter))
    return escape(kept, {'"': "&quot;"} if quotes else {})


def _allowed(letter: str) -> bool:
    """Whether XML 1.0 may hold a letter, production 2 of the recommendation."""
    code = ord(letter)
    return letter in "\t\n\r" or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000


def _column(number: int) -> str:
    """Return the letters of a column: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
