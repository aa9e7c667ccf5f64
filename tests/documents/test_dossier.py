"""What a dossier refuses, what a blank form keeps, how answers and numbers are told."""

import pytest

from consortia.documents.answers import Prose, length_note, lines_to_write, paragraphs_of
from consortia.documents.dossier import (
    Column,
    DossierState,
    Fact,
    FactsTable,
    FindingsList,
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
from consortia.documents.numbering import Numbering
from consortia.documents.payload import grouped_hash, language_code, shortened
from consortia.documents.words import ENGLISH
from tests.documents.samples import dossier, timetable

TWO = (Column(title="What"), Column(title="Amount"))


def test_a_row_that_does_not_fit_its_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="table 'Money': a line row has 1 cells, expected 2"):
        Table(caption="Money", columns=TWO, rows=(Row(cells=("only one",)),))


def test_a_group_row_has_one_cell_only() -> None:
    with pytest.raises(ValueError, match="a group row has 2 cells, expected 1"):
        Table(caption="Money", columns=TWO, rows=(Row(cells=("a", "b"), kind=RowKind.GROUP),))


def test_a_total_that_does_not_fit_its_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="the total has 3 cells, expected 2"):
        Table(caption="Money", columns=TWO, total=("a", "b", "c"))


def test_a_picture_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="picture 'Map': an alternative text is needed"):
        Picture(svg="<svg/>", alt=" ", caption="Map")


def test_a_blank_form_takes_out_what_people_wrote_and_keeps_what_is_asked() -> None:
    blocks = (
        Question(title="Q", ask="Why?", answer="because", limit=10, count=7),
        FactsTable(rows=(Fact(label="PIC", value="900"),)),
        Table(caption="T", columns=TWO, rows=(Row(cells=("a", "b")),), total=("", "b"), note="n"),
        timetable(),
        FindingsList(lines=()),
        Part(title="P", blocks=(SignatureBlock(name="N", role="R", organisation="O"), timetable())),
    )
    full = dossier(organisations=0, extra=(Section(title="S", blocks=blocks),))

    section = next(section for section in blank_form(full).sections if section.title == "S")

    assert section.blocks == (
        Question(title="Q", ask="Why?", limit=10),
        FactsTable(rows=(Fact(label="PIC", value=""),)),
        Table(caption="T", columns=TWO, note="n"),
        Part(title="P", blocks=(SignatureBlock(name="", role="", organisation=""),)),
    )


def test_marks_say_training_before_the_state() -> None:
    assert marks_of(dossier(state=DossierState.DRAFT, training=True)) == ("Training", "Draft")
    assert marks_of(dossier(state=DossierState.BLANK, training=False)) == ("Blank form",)
    assert marks_of(dossier(state=DossierState.SUBMITTED, training=False)) == ()


def test_an_answer_is_parted_at_empty_lines_and_lists_hang() -> None:
    text = "First line\nsecond line\n \nWe will:\n- meet\n2. write\nand go home"

    assert paragraphs_of(text) == (
        Prose(lines=("First line", "second line"), hang=False),
        Prose(lines=("We will:",), hang=False),
        Prose(lines=("- meet", "2. write"), hang=True),
        Prose(lines=("and go home",), hang=False),
    )


@pytest.mark.parametrize(
    ("question", "blank", "note"),
    [
        (Question(title="Q", limit=5000, count=4999), False, "4 999 of 5 000 characters"),
        (Question(title="Q", limit=5000, count=5000), False, "5 000 of 5 000 characters"),
        (Question(title="Q", limit=5000, count=5001), False, "5 001 of 5 000 characters · 1 over the limit"),
        (Question(title="Q", limit=5000), False, "At most 5 000 characters"),
        (Question(title="Q", limit=5000, count=12), True, "At most 5 000 characters"),
        (Question(title="Q", count=12), False, "12 characters"),
        (Question(title="Q"), False, ""),
    ],
)
def test_the_length_of_an_answer_is_told_beside_its_limit(question: Question, blank: bool, note: str) -> None:
    assert length_note(question, ENGLISH, blank=blank).replace("\u00a0", " ") == note


def test_a_blank_form_gives_more_lines_for_longer_answers_within_a_page() -> None:
    assert [lines_to_write(Question(title="Q", limit=limit)) for limit in (None, 100, 1800, 50_000)] == [2, 2, 8, 16]


def test_tables_and_pictures_count_through_the_document_and_questions_by_section() -> None:
    numbering = Numbering()
    table = Table(caption="T", columns=TWO)
    first = Section(
        title="A", blocks=(Question(title="Q"), table, Part(title="P", blocks=(Question(title="Q"), table)))
    )
    second = Section(title="B", blocks=(timetable(), table, Question(title="Q")))

    numbered = [*numbering.of_section(1, first), *numbering.of_section(2, second)]

    assert [each.number for each in numbered] == ["1.1", "1", "1.2", "1", "3", "2.1"]
    assert [each.number for each in numbered[2].inner] == ["1.2.1", "2"]


def test_line_ends_of_all_kinds_become_one() -> None:
    assert literal("a\r\nb\rc\u2028d\u2029e\x85f\x0bg\x0ch") == "a\nb\nc\nd\ne\nf\ng\nh"


def test_a_title_of_nothing_visible_gets_a_word() -> None:
    assert [one_line(title, "Not given") for title in ("", " \n ", "\u200b\u200d\ufe0f", " a \n b ")] == [
        "Not given",
        "Not given",
        "Not given",
        "a b",
    ]


def test_running_titles_are_cut_at_a_word() -> None:
    assert shortened("short") == "short"
    assert shortened("one two three four", most=12) == "one two…"
    assert shortened("x" * 30, most=12) == "x" * 12 + "…"


def test_languages_become_the_letters_typesetting_knows() -> None:
    assert [language_code(code) for code in ("el", "pt-BR", "EN", "", "Ελληνικά")] == ["el", "pt", "en", "und", "und"]


def test_fingerprints_are_written_in_groups_of_eight() -> None:
    assert grouped_hash("0123456789abcdef01") == "01234567 89abcdef 01"
