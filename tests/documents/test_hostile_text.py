"""Text of people comes out as they typed it, whatever it is, and never stops the press."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consortia.documents.dossier import (
    Column,
    Dossier,
    DossierState,
    Fact,
    FactsTable,
    Paragraph,
    Part,
    Picture,
    Question,
    Row,
    Section,
    SignatureBlock,
    Table,
)
from consortia.documents.pdf import application_pdf
from consortia.documents.press import PrintingError
from consortia.documents.word import application_word
from tests.documents.reading import text_of_pdf
from tests.documents.samples import DATED, timetable

MARKUP = r'#import "x": * [a] *b* _c_ $d$ `e` \f @g <h> ~ // i /* j */ = k #read("house.typ") {{ l }} {m} %n'


def everywhere(text: str) -> Dossier:
    """Put one text into every place that a person can fill."""
    blocks = (
        Question(title=text, ask=text, answer=text, help=text),
        FactsTable(title=text, rows=(Fact(label=text, value=text),)),
        Table(
            caption=text,
            columns=(Column(title=text), Column(title="n", share=0)),
            rows=(Row(cells=(text, text)),),
            total=(text, text),
            note=text,
        ),
        Paragraph(text=text),
        Part(title=text, blocks=(SignatureBlock(name=text, role=text, organisation=text),)),
    )
    return Dossier(
        title=text,
        acronym=text,
        number=text,
        call_title=text,
        dated=DATED,
        state=DossierState.DRAFT,
        language=text,
        cover=(Fact(label=text, value=text),),
        sections=(Section(title=text, purpose=text, blocks=blocks),),
        fingerprint=text,
    )


def answered_with(text: str) -> Dossier:
    section = Section(title="Answers", blocks=(Question(title="Answer", answer=text),))
    return Dossier(
        title="Title", call_title="Call", dated=DATED, state=DossierState.SUBMITTED, sections=(section,), language="en"
    )


def read_answer(text: str) -> str:
    return " ".join(text_of_pdf(application_pdf(answered_with(text))).split())


def test_markup_of_the_typesetter_stays_text() -> None:
    assert MARKUP in read_answer(MARKUP)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("a\x00b", "a[U+0000]b"),
        ("bell\x07", "bell[U+0007]"),
        ("\ufeffmark", "[U+FEFF]mark"),
        ("\ue000", "[U+E000]"),
        ("\ufffe", "[U+FFFE]"),
        ("\ud800 lone", "[U+D800] lone"),
        ("pay \u202e05 euros", "pay [U+202E]05 euros"),
        ("smile \U0001f600.", "smile [grinning face]."),
        ("\U0001f469\u200d\U0001f467", "[woman][girl]"),
        ("\u4e2d\u6587", "[U+4E2D][U+6587]"),
        ("\u1ca5\u1c90", "\u10e5\u10d0"),
        ("one\r\ntwo\rthree\u2028four", "one two three four"),
        ("a\tb", "a b"),
    ],
)
def test_signs_that_cannot_be_drawn_are_named(typed: str, printed: str) -> None:
    assert printed in read_answer(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "Zażółć gęślą jaźń",
        "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία",
        "Жълтата дюля беше щастлива",
        "Pijamal\u0131 hasta ya\u011f\u0131z şoföre güvendi; \u0130I\u0131i",
        "საქართველოს ანბანი: ჟღწჭხჯჰ",
        "Hæ, blessaður: þæð öðru",
        "Ĉu vi ŝatas ķīļus? Ňadra, őr, űr, Șț",
    ],
)
def test_alphabets_of_the_programme_come_out_letter_by_letter(typed: str) -> None:
    assert typed in read_answer(typed)


def test_a_sign_that_was_named_is_explained_with_the_contents() -> None:
    assert "are given by name in square brackets" in read_answer("\U0001f600")
    assert "are given by name in square brackets" not in read_answer("plain")


def test_a_word_longer_than_a_line_is_broken_and_whole() -> None:
    word = "".join(chr(97 + at % 26) for at in range(400))

    read = text_of_pdf(application_pdf(answered_with(word)))

    assert word in "".join(read.split())


@pytest.mark.parametrize(
    "text",
    [
        MARKUP,
        "",
        " \n\t\n ",
        "\x00\x01\x1f\x7f\x9f\ud800\udfff\ufffe\U000e0001",
        "W" * 3000,
        "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 \u202bmixed\u202c",
        "\U0001f1ea\U0001f1fa\U0001f469\u200d\U0001f52c\ufe0f e\u0301\u0302\u0303\u20dd \u0e17\u0e35\u0e48",
        "-\n- \n* \n1.\n#\n=\n/ term: x",
        "a" * 200 + "\n" * 500 + "b",
    ],
    ids=["markup", "empty", "blank", "control", "wide", "right-to-left", "clusters", "lists", "lines"],
)
def test_hostile_text_in_every_place_prints_and_writes(text: str) -> None:
    dossier = everywhere(text)

    assert application_pdf(dossier).startswith(b"%PDF-")
    assert application_word(dossier).startswith(b"PK")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(), max_size=60))
def test_any_text_prints(text: str) -> None:
    assert application_pdf(everywhere(text)).startswith(b"%PDF-")


def test_a_drawing_that_is_no_svg_is_refused_by_name() -> None:
    broken = Picture(svg="<svg", alt="Nothing", caption="Broken")
    section = Section(title="Pictures", blocks=(broken, timetable()))

    with pytest.raises(PrintingError, match="SVG"):
        application_pdf(Dossier(title="T", call_title="C", dated=DATED, state=DossierState.DRAFT, sections=(section,)))
