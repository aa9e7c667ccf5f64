"""An application as a Word file, to discuss offline: the same dossier, in the same order, with the same numbers."""

import zipfile
from dataclasses import dataclass
from datetime import UTC
from io import BytesIO

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from consortia.documents import word_look as look
from consortia.documents.answers import is_over, length_note, lines_to_write, paragraphs_of
from consortia.documents.dossier import (
    Column,
    ColumnKind,
    Dossier,
    DossierState,
    Fact,
    FactsTable,
    FindingsList,
    FindingStatus,
    LeafBlock,
    Paragraph,
    Part,
    Picture,
    Question,
    Row,
    RowKind,
    Section,
    SignatureBlock,
    Table,
    blank_form,
    marks_of,
)
from consortia.documents.literal import literal, one_line
from consortia.documents.numbering import Numbered, Numbering
from consortia.documents.payload import language_code, page_payload
from consortia.documents.press import PICTURE_PPI, Press, house_press

LABEL_MM = 48
LINE_TO_WRITE_MM = 7
EMPTY_ROWS = 4
PICTURE_DPI = 72
"""What Word's writer takes a picture for that does not say how dense it is."""
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)

STATUS_COLOURS = {
    FindingStatus.PASS: look.SUCCESS,
    FindingStatus.FAIL: look.DANGER,
    FindingStatus.WARNING: look.CAUTION,
    FindingStatus.NOT_APPLICABLE: look.MUTED,
}


def application_word(dossier: Dossier, press: Press | None = None) -> bytes:
    """Write an application as a Word file: draft, blank form or submitted."""
    document = docx.Document()
    look.dress(
        document,
        language=language_code(dossier.words.language),
        answer_language=language_code(dossier.language),
    )
    _furnish(document, dossier)
    writer = _Writer(document=document, dossier=dossier, press=press or house_press())
    writer.cover()
    writer.contents()
    numbering = Numbering()
    for number, section in enumerate(dossier.sections, start=1):
        writer.section(number, section, numbering.of_section(number, section))
    return _packed(document)


def blank_form_word(dossier: Dossier, press: Press | None = None) -> bytes:
    """Write the form of a dossier without its answers, with room for them."""
    return application_word(blank_form(dossier), press)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes one dossier into one Word file, block by block."""

    document: WordDocument
    dossier: Dossier
    press: Press

    @property
    def blank(self) -> bool:
        return self.dossier.state is DossierState.BLANK

    def cover(self) -> None:
        """Write the title page."""
        dossier, words = self.dossier, self.dossier.words
        self._add(literal(dossier.call_title), look.TITLE_NOTE)
        if dossier.acronym:
            self._add(literal(dossier.acronym), look.TITLE_NOTE, colour=look.ACCENT, before=90)
        self._add(one_line(dossier.title, words.not_given), look.TITLE, before=0 if dossier.acronym else 90)
        self._facts(dossier.cover)
        if dossier.training:
            self._add(words.training_note, look.NORMAL, colour=look.CAUTION, before=24)
        if dossier.fingerprint:
            self._add(f"{words.fingerprint}: {literal(dossier.fingerprint)}", look.NOTE, before=24)
        self._new_page()

    def contents(self) -> None:
        """Write the contents as a field that Word can bring up to date, filled with the titles."""
        self._add(self.dossier.words.contents, look.TITLE_NOTE)
        lines: list[str] = []
        for number, section in enumerate(self.dossier.sections, start=1):
            lines.append(self._headed(str(number), section.title))
        paragraph = self.document.add_paragraph()
        look.add_field(paragraph, r'TOC \o "1-2" \h \z \u', shown="\n".join(lines))
        self._new_page()

    def section(self, number: int, section: Section, blocks: tuple[Numbered, ...]) -> None:
        """Write one section."""
        if section.new_page:
            self._new_page()
        self._heading(self._headed(str(number), section.title), 1)
        if section.purpose:
            self._add(literal(section.purpose), look.ASK)
        for block in blocks:
            self._block(block)

    def _block(self, numbered: Numbered) -> None:
        block = numbered.block
        if isinstance(block, Part):
            if block.new_page:
                self._new_page()
            self._heading(self._headed(numbered.number, block.title), numbered.level)
            for inner in numbered.inner:
                self._block(inner)
        else:
            self._leaf(block, numbered)

    def _leaf(self, leaf: LeafBlock, numbered: Numbered) -> None:
        match leaf:
            case Question():
                self._question(leaf, numbered)
            case FactsTable():
                if leaf.title:
                    self._add(literal(leaf.title), look.CAPTION)
                self._facts(leaf.rows)
            case Table():
                self._table(leaf, numbered.number)
            case Picture():
                self._picture(leaf, numbered.number)
            case Paragraph():
                self._prose(leaf.text, look.NORMAL)
            case SignatureBlock():
                self._signature(leaf)
            case FindingsList():
                self._findings(leaf)

    def _question(self, question: Question, numbered: Numbered) -> None:
        words = self.dossier.words
        note = length_note(question, words, blank=self.blank)
        self._heading(self._headed(numbered.number, question.title), numbered.level)
        if question.ask:
            self._add(literal(question.ask), look.ASK)
        if self.blank and question.help:
            self._add(literal(question.help), look.NOTE)
        if self.blank:
            self._add(note, look.NOTE, keep=True)
            self._room_to_write(lines_to_write(question))
        elif question.unanswered:
            required = f" {words.required}." if question.required else ""
            self._add(f"{words.not_answered}.{required}", look.ASK)
        else:
            self._prose(question.answer, look.ANSWER, question.language)
            self._add(note, look.NOTE, colour=look.DANGER if is_over(question) else look.MUTED)

    def _room_to_write(self, lines: int) -> None:
        frame = self.document.add_table(rows=1, cols=1)
        look.box_table(frame)
        frame.rows[0].height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST
        frame.rows[0].height = Mm(LINE_TO_WRITE_MM * lines)
        look.wear(frame.cell(0, 0).paragraphs[0], look.ANSWER)

    def _facts(self, rows: tuple[Fact, ...]) -> None:
        if not rows:
            return
        table = self.document.add_table(rows=len(rows), cols=2)
        look.rule_table(table)
        look.fix_widths(table, (LABEL_MM, look.TEXT_WIDTH_MM - LABEL_MM))
        for row, fact in zip(table.rows, rows, strict=True):
            _fill(row.cells[0], literal(fact.label), style=look.LABEL)
            value = literal(fact.value) if fact.value.strip() or self.blank else self.dossier.words.not_given
            _fill(row.cells[1], value)
        self._add("", look.NORMAL)

    def _table(self, block: Table, number: str) -> None:
        with_turn = block.landscape
        if with_turn:
            self._turn(WD_ORIENT.LANDSCAPE)
        self._add(f"{self.dossier.words.table} {number}  {literal(block.caption)}", look.CAPTION, keep=True)
        table = self.document.add_table(rows=1, cols=len(block.columns))
        look.rule_table(table)
        for cell, column in zip(table.rows[0].cells, block.columns, strict=True):
            _fill(cell, literal(column.title), bold=True, right=column.kind is ColumnKind.NUMBER)
        for row in self._rows(block):
            _fill_row(table.add_row().cells, row, block.columns)
        look.share_width(table, block.columns, look.LANDSCAPE_WIDTH_MM if with_turn else look.TEXT_WIDTH_MM)
        look.repeat_header_row(table)
        look.describe_table(table, literal(block.caption))
        if block.note:
            self._add(literal(block.note), look.NOTE, before=4)
        if with_turn:
            self._turn(WD_ORIENT.PORTRAIT)
        self._add("", look.NORMAL)

    def _rows(self, block: Table) -> tuple[Row, ...]:
        if block.rows:
            total = (Row(cells=block.total, kind=RowKind.SUBTOTAL),) if block.total else ()
            return (*block.rows, *total)
        if self.blank:
            return (Row(cells=("",) * len(block.columns)),) * EMPTY_ROWS
        return (Row(cells=(self.dossier.words.no_rows,), kind=RowKind.GROUP),)

    def _picture(self, block: Picture, number: str) -> None:
        if block.landscape:
            self._turn(WD_ORIENT.LANDSCAPE)
        self._add(f"{self.dossier.words.picture} {number}  {literal(block.caption)}", look.CAPTION, keep=True)
        widest = look.LANDSCAPE_WIDTH_MM if block.landscape else look.TEXT_WIDTH_MM
        drawn = self.press.picture_png(literal(block.svg), width_mm=widest, tallest_mm=look.LANDSCAPE_HEIGHT_MM)
        paragraph = self.document.add_paragraph()
        shape = paragraph.add_run().add_picture(BytesIO(drawn))
        shape.width, shape.height = (
            Emu(shape.width * PICTURE_DPI // PICTURE_PPI),
            Emu(shape.height * PICTURE_DPI // PICTURE_PPI),
        )
        look.describe_picture(paragraph, literal(block.alt))
        if block.landscape:
            self._turn(WD_ORIENT.PORTRAIT)

    def _signature(self, block: SignatureBlock) -> None:
        words = self.dossier.words
        self._facts(
            (
                Fact(label=words.organisation, value=block.organisation),
                Fact(label=words.name, value=block.name),
                Fact(label=words.role, value=block.role),
            )
        )
        for line in block.lines or (words.place, words.date, words.signature, words.stamp):
            self._add(f"{literal(line)}: " + "_" * 40, look.NORMAL, before=18)

    def _findings(self, block: FindingsList) -> None:
        words = self.dossier.words
        names = {
            FindingStatus.PASS: words.status_pass,
            FindingStatus.FAIL: words.status_fail,
            FindingStatus.WARNING: words.status_warning,
            FindingStatus.NOT_APPLICABLE: words.status_not_applicable,
        }
        if block.title:
            self._add(literal(block.title), look.CAPTION)
        for line in block.lines:
            paragraph = self._add("", look.NORMAL)
            status = paragraph.add_run(names[line.status] + ": ")
            status.bold, status.font.color.rgb = True, STATUS_COLOURS[line.status]
            paragraph.add_run(literal(line.text))
            if line.repair:
                self._add(f"{words.repair}: {literal(line.repair)}", look.NORMAL)
            if line.source:
                self._add(f"{words.source}: {literal(line.source)}", look.NOTE)

    def _prose(self, text: str, style: str, language: str = "") -> None:
        for passage in paragraphs_of(text):
            lines = passage.lines if passage.hang else ("\n".join(passage.lines),)
            for line in lines:
                paragraph = self._add(line, style)
                if passage.hang:
                    paragraph.paragraph_format.left_indent = Mm(5)
                    paragraph.paragraph_format.first_line_indent = Mm(-5)
                if language:
                    look.speak(paragraph, language_code(language))

    def _headed(self, number: str, title: str) -> str:
        return f"{number}  {one_line(title, self.dossier.words.not_given)}"

    def _heading(self, text: str, level: int) -> None:
        self._add(text, f"Heading {level}")

    def _add(
        self,
        text: str,
        style: str,
        *,
        colour: RGBColor | None = None,
        before: float | None = None,
        keep: bool | None = None,
    ) -> WordParagraph:
        paragraph = self.document.add_paragraph()
        look.wear(paragraph, style)
        run = paragraph.add_run(text)
        if colour is not None:
            run.font.color.rgb = colour
        if before is not None:
            paragraph.paragraph_format.space_before = Pt(before)
        if keep is not None:
            paragraph.paragraph_format.keep_with_next = keep
        return paragraph

    def _new_page(self) -> None:
        self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def _turn(self, orientation: WD_ORIENT) -> None:
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        long, short = Mm(297), Mm(210)
        wide = orientation is WD_ORIENT.LANDSCAPE
        section.orientation = orientation
        section.page_width, section.page_height = (long, short) if wide else (short, long)


def _furnish(document: WordDocument, dossier: Dossier) -> None:
    furniture = page_payload(dossier)
    look.run_header_and_footer(
        document,
        left=str(furniture["running"]),
        marks=" · ".join(marks_of(dossier)),
        foot=str(furniture["foot"]),
        page_of=dossier.words.page_of,
    )
    properties = document.core_properties
    dated = dossier.dated.astimezone(UTC).replace(tzinfo=None)
    properties.title = str(furniture["title"])[:255]
    properties.language = language_code(dossier.words.language)
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = dated


def _fill(cell: _Cell, text: str, *, bold: bool = False, right: bool = False, style: str = look.NORMAL) -> None:
    paragraph = cell.paragraphs[0]
    look.wear(paragraph, style)
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    run = paragraph.add_run(text)
    run.bold = bold or None
    run.font.size = Pt(9.5)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _fill_row(cells: tuple[_Cell, ...], row: Row, columns: tuple[Column, ...]) -> None:
    if row.kind is RowKind.GROUP:
        _fill(cells[0].merge(cells[-1]), literal(row.cells[0]), bold=True)
        return
    for cell, text, column in zip(cells, row.cells, columns, strict=True):
        _fill(cell, literal(text), bold=row.kind is RowKind.SUBTOTAL, right=column.kind is ColumnKind.NUMBER)


def _packed(document: WordDocument) -> bytes:
    """Save with fixed times inside, so that the same dossier gives the same bytes."""
    written, packed = BytesIO(), BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return packed.getvalue()
