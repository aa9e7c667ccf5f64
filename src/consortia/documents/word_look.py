"""How the Word files look: styles, page, running header and footer, and the raw fields that python-docx lacks."""

from collections.abc import Iterator

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

from consortia.documents.dossier import Column, ColumnKind

INK = RGBColor(0x1D, 0x24, 0x33)
MUTED = RGBColor(0x56, 0x5D, 0x6D)
ACCENT = RGBColor(0x1F, 0x4F, 0xA3)
CAUTION = RGBColor(0x8A, 0x5A, 0x00)
DANGER = RGBColor(0xA3, 0x26, 0x2A)
SUCCESS = RGBColor(0x1D, 0x6B, 0x4F)
HAIR = "DCDAD3"
RULE = "80858F"

NORMAL, CAPTION, TITLE = "Normal", "Caption", "Title"
ASK, ANSWER, NOTE, LABEL, TITLE_NOTE = "Ask", "Answer", "Note", "Label", "Title note"
TEXT_WIDTH_MM = 162
NUMBER_MM = 26
LANDSCAPE_WIDTH_MM = 249
LANDSCAPE_HEIGHT_MM = 130


def dress(document: WordDocument, *, language: str, answer_language: str) -> None:
    """Give a new Word file the page and the styles of the house."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(24)
    section.top_margin, section.bottom_margin = Mm(30), Mm(26)
    section.header_distance = section.footer_distance = Mm(14)
    normal = _style(document, NORMAL, size=11, colour=INK, after=6)
    normal.font.name = "Calibri"
    normal.paragraph_format.line_spacing = 1.2
    _set_language(normal, language)
    _style(document, TITLE, size=28, colour=INK, after=10)
    _style(document, "Heading 1", size=20, colour=INK, before=28, after=6, bold=False)
    _style(document, "Heading 2", size=14, colour=INK, before=20, after=4, bold=True)
    _style(document, "Heading 3", size=11.5, colour=INK, before=14, after=3, bold=True)
    _style(document, CAPTION, size=9.5, colour=INK, before=12, after=4, bold=True)
    _style(document, TITLE_NOTE, size=12, colour=MUTED, after=12)
    _style(document, ASK, size=10, colour=MUTED, after=4, italic=True, keep=True)
    _style(document, NOTE, size=9, colour=MUTED, after=8)
    _style(document, LABEL, size=9.5, colour=MUTED, after=0, keep=True)
    _set_language(_style(document, ANSWER, size=11, colour=INK, after=6), answer_language)


def run_header_and_footer(document: WordDocument, *, left: str, marks: str, foot: str, page_of: str) -> None:
    """Write title and marks over every page, number and page count below it."""
    section = document.sections[0]
    head = section.header.paragraphs[0]
    _with_right_tab(head)
    head.add_run(left + ("\t" if marks else "")).font.color.rgb = MUTED
    mark = head.add_run(marks)
    mark.bold = True
    mark.font.color.rgb = CAUTION
    tail = section.footer.paragraphs[0]
    _with_right_tab(tail)
    tail.add_run(foot + "\t").font.color.rgb = MUTED
    for piece in _pieces(page_of):
        if piece in ("PAGE", "NUMPAGES"):
            add_field(tail, piece, shown="1")
        else:
            tail.add_run(piece).font.color.rgb = MUTED


def add_field(paragraph: WordParagraph, instruction: str, *, shown: str) -> None:
    """Add a field that Word reckons itself, such as the page number, with what is shown until it does."""
    for kind in ("begin", "instruction", "separate", "shown", "end"):
        run = paragraph.add_run()
        run.font.color.rgb = MUTED
        if kind == "shown":
            run.text = shown
        elif kind == "instruction":
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = f" {instruction} "
            run._r.append(code)  # noqa: SLF001 - python-docx has no door to fields
        else:
            character = OxmlElement("w:fldChar")
            character.set(qn("w:fldCharType"), kind)
            run._r.append(character)  # noqa: SLF001 - python-docx has no door to fields


def repeat_header_row(table: WordTable) -> None:
    """Repeat the first row on every page and keep each row whole."""
    for row in table.rows:
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no door to row properties
        properties.append(OxmlElement("w:cantSplit"))
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - as above


def wear(paragraph: WordParagraph, style: str) -> None:
    """Give a paragraph a style by its id: by its name python-docx would walk through every style each time."""
    paragraph._p.style = style.replace(" ", "")  # noqa: SLF001 - the id of a style of the house is its name unspaced


def describe_table(table: WordTable, words: str) -> None:
    """Give a table the words that a screen reader says first."""
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), words)
    table._tbl.tblPr.append(caption)  # noqa: SLF001 - python-docx has no door to table captions


def rule_table(table: WordTable, *, inner: str = HAIR, outer: str = RULE) -> None:
    """Draw thin lines between the rows, stronger ones above and below, none between columns."""
    borders = OxmlElement("w:tblBorders")
    for side, size, colour in (("top", 8, outer), ("bottom", 8, outer), ("insideH", 4, inner)):
        borders.append(_border(side, size, colour))
    table._tbl.tblPr.append(borders)  # noqa: SLF001 - python-docx has no door to borders


def box_table(table: WordTable) -> None:
    """Draw one thin frame, for room to write in."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right"):
        borders.append(_border(side, 4, RULE))
    table._tbl.tblPr.append(borders)  # noqa: SLF001 - python-docx has no door to borders


def share_width(table: WordTable, columns: tuple[Column, ...], width_mm: float) -> None:
    """Give money the width it needs and the rest to texts by their share."""
    money = [column.kind is ColumnKind.NUMBER for column in columns]
    left = max(width_mm - NUMBER_MM * sum(money), NUMBER_MM)
    shares = sum(max(column.share, 1) for column, number in zip(columns, money, strict=True) if not number) or 1
    fix_widths(
        table,
        tuple(
            NUMBER_MM if number else left * max(column.share, 1) / shares
            for column, number in zip(columns, money, strict=True)
        ),
    )


def fix_widths(table: WordTable, widths_mm: tuple[float, ...]) -> None:
    """Set the widths of the columns and of their cells: some programs read one, some the other."""
    table.autofit = False
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths_mm, strict=True):
            cell.width = Mm(width)


def describe_picture(paragraph: WordParagraph, words: str) -> None:
    """Give the picture in a paragraph its alternative text."""
    for properties in paragraph._p.iter(qn("wp:docPr")):  # noqa: SLF001 - python-docx has no door to it
        properties.set("descr", words)


def speak(paragraph: WordParagraph, language: str) -> None:
    """Say in which language the text of a paragraph is."""
    for run in paragraph.runs:
        mark = OxmlElement("w:lang")
        mark.set(qn("w:val"), language)
        run._r.get_or_add_rPr().append(mark)  # noqa: SLF001 - python-docx has no door to languages


def _border(side: str, size: int, colour: str) -> BaseOxmlElement:
    border = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(size)), ("space", "0"), ("color", colour)):
        border.set(qn(f"w:{name}"), value)
    return border


def _style(
    document: WordDocument,
    name: str,
    *,
    size: float,
    colour: RGBColor,
    before: float = 0,
    after: float = 0,
    bold: bool | None = None,
    italic: bool | None = None,
    keep: bool | None = None,
) -> ParagraphStyle:
    styles = document.styles
    style = styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)  # noqa: S101 - the names above are those of paragraph styles
    style.font.size, style.font.color.rgb = Pt(size), colour
    style.font.bold, style.font.italic = bold, italic
    style.font.name = "Calibri"
    _forget_theme(style)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    if keep is not None:
        style.paragraph_format.keep_with_next = keep
    return style


def _forget_theme(style: ParagraphStyle) -> None:
    """Take out theme fonts and the rule below the title that the empty template brings."""
    properties = style.element.get_or_add_rPr()
    for fonts in properties.findall(qn("w:rFonts")):
        for name in [name for name in fonts.keys() if "Theme" in name]:  # noqa: SIM118 - an element, not a mapping
            del fonts.attrib[name]
    paragraph = style.element.get_or_add_pPr()
    for border in paragraph.findall(qn("w:pBdr")):
        paragraph.remove(border)


def _set_language(style: ParagraphStyle, language: str) -> None:
    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), language)
    style.element.get_or_add_rPr().append(mark)


def _with_right_tab(paragraph: WordParagraph) -> None:
    paragraph.style.paragraph_format.tab_stops.clear_all()  # type: ignore[union-attr]  # header and footer have a style
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(Mm(TEXT_WIDTH_MM), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.style.font.size = Pt(8.5)  # type: ignore[union-attr]  # header and footer always have a style


def _pieces(page_of: str) -> Iterator[str]:
    """Part 'Page {page} of {pages}' into words and the names of Word's fields."""
    before, _, rest = page_of.partition("{page}")
    between, _, after = rest.partition("{pages}")
    yield from (piece for piece in (before, "PAGE", between, "NUMPAGES", after) if piece)
