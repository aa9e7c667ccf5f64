"""The Word file says the same as the PDF, in the same order, with real styles."""

from io import BytesIO

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from consortia.documents.dossier import DossierState
from consortia.documents.pdf import application_pdf
from consortia.documents.word import application_word, blank_form_word
from tests.documents.reading import bookmarks
from tests.documents.samples import dossier


def opened(file: bytes) -> Document:
    return docx.Document(BytesIO(file))


def headings(document: Document) -> list[tuple[int, str]]:
    return [
        (int(paragraph.style.name.removeprefix("Heading ")), paragraph.text.partition("  ")[2])
        for paragraph in document.paragraphs
        if paragraph.style.name.startswith("Heading ")
    ]


def test_headings_are_those_of_the_pdf_in_the_same_order() -> None:
    sample = dossier(organisations=3, length=200)

    written = headings(opened(application_word(sample)))

    assert written == [mark for mark in bookmarks(application_pdf(sample)) if mark != (1, "Contents")]


def test_headings_carry_the_numbers_of_the_pdf() -> None:
    numbers = [
        paragraph.text.partition("  ")[0]
        for paragraph in opened(application_word(dossier(organisations=2, length=100))).paragraphs
        if paragraph.style.name.startswith("Heading ")
    ]

    assert numbers[:6] == ["1", "1.1", "2", "2.1", "2.1.1", "2.1.2"]


def test_tables_repeat_their_header_row_and_align_money_right() -> None:
    document = opened(application_word(dossier(organisations=0, length=50)))

    partners = next(table for table in document.tables if table.cell(0, 0).text == "Organisation")

    assert partners.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert partners.rows[1].cells[4].text == "31\u00a0450.00"
    assert partners.rows[1].cells[4].paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.RIGHT
    assert partners.rows[-1].cells[0].text == "Total"


def test_marks_and_page_numbers_stand_in_header_and_footer() -> None:
    document = opened(application_word(dossier(organisations=0, length=50, state=DossierState.DRAFT)))

    section = document.sections[0]

    assert "Training · Draft" in section.header.paragraphs[0].text
    assert "NUMPAGES" in section.footer.paragraphs[0]._p.xml


def test_pictures_have_words_and_landscape_pages_of_their_own() -> None:
    document = opened(application_word(dossier(organisations=0, length=50)))

    described = [node.get("descr") for node in document.element.iter(qn("wp:docPr"))]
    widths = [section.page_width > section.page_height for section in document.sections]

    assert described == ["Eight activities from September 2027 to August 2029, each overlapping the one before."]
    assert widths == [False, True, False]


def test_answers_are_marked_with_their_language() -> None:
    document = opened(application_word(dossier(organisations=0, length=50)))

    language = document.styles["Answer"].element.rPr.find(qn("w:lang"))

    assert language.get(qn("w:val")) == "en"


def test_a_blank_form_keeps_questions_and_gives_room() -> None:
    document = opened(blank_form_word(dossier(organisations=1, length=300)))

    text = "\n".join(paragraph.text for paragraph in document.paragraphs)

    assert "At most 5\u00a0000 characters" in text
    assert "Small vocational schools" not in text
    assert "Needs and target groups" in text
    assert sum(len(table.columns) == 1 for table in document.tables) == 8


def test_the_same_dossier_gives_the_same_bytes() -> None:
    sample = dossier(organisations=1, length=100)

    assert application_word(sample) == application_word(sample)
