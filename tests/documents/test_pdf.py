"""What a reader, a screen reader and an archive find in the PDFs."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from consortia.documents.dossier import DossierState, Question, Section
from consortia.documents.papers import declaration_section, mandate_part
from consortia.documents.pdf import application_pdf, blank_form_pdf, mandate_pdf, receipt_pdf
from consortia.documents.words import ENGLISH
from tests.documents.reading import alternative_texts, bookmarks, pages_of, structure_roles, text_of_pdf
from tests.documents.samples import budget_table, dossier, mandate, receipt

TITLE = "Workshops that visit each other: shared lesson plans for small vocational schools"


PRINTERS = {
    "application": lambda: application_pdf(dossier(organisations=2, length=400)),
    "blank form": lambda: blank_form_pdf(dossier(organisations=1)),
    "mandate": lambda: mandate_pdf(mandate()),
    "receipt": lambda: receipt_pdf(receipt()),
}


@pytest.mark.parametrize("name", PRINTERS)
def test_every_document_declares_both_standards_and_carries_a_structure(name: str) -> None:
    document = pikepdf.open(BytesIO(PRINTERS[name]()))

    metadata = document.open_metadata()

    assert metadata["pdfuaid:part"] == "1"
    assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
    assert metadata["dc:title"] == TITLE
    assert str(document.Root.Lang) == "en"
    assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
    assert bool(document.Root.MarkInfo.Marked)
    assert "/StructTreeRoot" in document.Root


def test_tables_have_header_cells_and_pictures_have_words() -> None:
    file = application_pdf(dossier(organisations=1, length=200))

    roles = structure_roles(file)

    assert {"H1", "H2", "H3", "Table", "THead", "TH", "TD", "Figure", "Caption", "TOC", "P"} <= roles
    assert alternative_texts(file) == [
        "Eight activities from September 2027 to August 2029, each overlapping the one before."
    ]


def test_bookmarks_lead_to_sections_parts_and_questions() -> None:
    marks = bookmarks(application_pdf(dossier(organisations=1, length=200)))

    assert [title for level, title in marks if level == 1] == [
        "Contents",
        "Context",
        "Organisations",
        "Description of the project",
        "Implementation",
        "Budget",
        "Declaration on honour",
    ]
    assert (2, "Instituto Técnico de Sant Vallès") in marks
    assert (3, "Profile") in marks


def test_every_page_after_the_cover_says_its_number_of_all() -> None:
    pages = pages_of(application_pdf(dossier(organisations=3, length=1500)))

    assert len(pages) > 6
    assert [f"Page {at} of {len(pages)}" in text for at, text in enumerate(pages, start=1)] == [
        False,
        *[True] * (len(pages) - 1),
    ]


def test_training_stands_on_every_page_the_cover_and_landscape_pages_included() -> None:
    for file in (
        application_pdf(dossier(organisations=2, length=900, training=True)),
        mandate_pdf(mandate(training=True)),
        receipt_pdf(receipt(training=True)),
    ):
        assert all("Training" in text for text in pages_of(file))


def test_a_submitted_application_outside_training_carries_no_mark() -> None:
    text = text_of_pdf(application_pdf(dossier(organisations=1, length=100, training=False)))

    assert "Training" not in text.replace("training round", "")
    assert "Draft" not in text


def test_a_draft_is_marked_on_every_page() -> None:
    pages = pages_of(application_pdf(dossier(organisations=1, length=100, state=DossierState.DRAFT, training=False)))

    assert all("Draft" in text for text in pages)


def test_the_same_dossier_gives_the_same_bytes_and_another_date_other_bytes() -> None:
    first = dossier(organisations=1, length=200)

    assert application_pdf(first) == application_pdf(first)
    assert application_pdf(first) != application_pdf(replace(first, dated=first.dated.replace(year=2028)))


def test_a_blank_form_keeps_questions_and_limits_and_no_answer() -> None:
    full = dossier(organisations=1, length=400)

    text = text_of_pdf(blank_form_pdf(full))

    assert "Needs and target groups" in text
    assert "At most 5 000 characters" in text.replace("\u00a0", " ")
    assert "Small vocational schools rarely" not in text
    assert "Łódź" not in text
    assert "Blank form" in text


def test_header_rows_are_repeated_where_a_table_goes_on() -> None:

    long_table = Section(title="Money", blocks=(budget_table(lines=40),), new_page=True)

    pages = pages_of(application_pdf(dossier(organisations=0, length=50, extra=(long_table,))))

    showing = [text for text in pages if "Intellectual outputs" in text or "Meeting 2." in text]
    assert len(showing) > 2
    assert all("Amount, €" in text for text in showing)


def test_unanswered_questions_say_so() -> None:
    text = text_of_pdf(application_pdf(dossier(organisations=0, length=50)))

    assert "Not answered yet. An answer is required." in text
    assert "Not given" in text


def test_an_answer_over_its_limit_says_by_how_much() -> None:
    over = Section(title="More", blocks=(Question(title="Long", answer="x" * 12, limit=10, count=12),))

    text = text_of_pdf(application_pdf(dossier(organisations=0, length=50, extra=(over,))))

    assert "12 of 10 characters · 2 over the limit" in " ".join(text.split())


def test_a_mandate_names_both_sides_the_money_and_what_was_read_on_one_page() -> None:
    pages = pages_of(mandate_pdf(mandate()))

    assert len(pages) == 1
    for words in ("Zespół Szkół Zawodowych", "Instituto Técnico", "30 200.00", "6f1ed002 ab559585", "Grażyna Przykład"):
        assert words in pages[0].replace("\u00a0", " ")


def test_a_receipt_gives_both_times_and_the_fingerprints_in_groups_on_one_page() -> None:
    pages = pages_of(receipt_pdf(receipt()))

    assert len(pages) == 1
    for words in (
        "SP-2027-00042",
        "2027-03-30 11:12:44",
        "2027-03-30 09:12:44",
        "Time (Brussels)",
        "Time (UTC)",
        "6f1ed002 ab559585 9014ebf0 951522d9",
        "0b9c2f62 aa1c4d15 b1f1c6a7 c1d4e8f3",
        "consortia verify SP-2027-00042-2.json",
    ):
        assert words in " ".join(pages[0].split())


def test_mandates_and_the_declaration_stand_on_pages_of_their_own_in_the_application() -> None:
    closing = (
        declaration_section(ENGLISH, organisation="Instituto", name="Ainhoa Example", position="Director"),
        Section(title="Mandates", blocks=(mandate_part(mandate()), mandate_part(mandate())), new_page=True),
    )

    pages = pages_of(application_pdf(dossier(organisations=0, length=50, extra=closing)))

    declared = [text for text in pages if "I may sign for Instituto" in text]
    mandated = [text for text in pages if "the mandate to submit the application" in " ".join(text.split())]
    assert len(declared) == 1
    assert len(mandated) == 2
    assert "Grażyna Przykład" not in declared[0]
