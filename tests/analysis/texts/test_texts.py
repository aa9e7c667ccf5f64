"""Words, clauses and languages of texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consortia.analysis.texts import clauses_of, fold, guess_language, sentences_of, stem, stems_of, words_of

PANGRAM = "First sentence. Second one; and a third, with a clause (in brackets) that goes on. \n\n• A bullet"


@given(st.text(max_size=300))
def test_words_sentences_and_clauses_stand_where_they_say(text: str) -> None:
    sentences = sentences_of(text)

    assert all(text[each.start : each.end] == each.text for each in sentences)
    assert all(text[each.start : each.end] == each.text for one in sentences for each in clauses_of(one))
    assert all(0 <= word.start < word.end <= len(text) for word in words_of(text))


@given(st.text(max_size=300))
def test_every_letter_stands_in_a_sentence(text: str) -> None:
    covered = {at for each in sentences_of(text) for at in range(each.start, each.end)}

    assert all(at in covered for at, letter in enumerate(text) if letter.isalnum())


def test_sentences_end_at_full_stops_semicolons_and_bullets() -> None:
    assert [each.text for each in sentences_of(PANGRAM)] == [
        "First sentence.",
        "Second one;",
        "and a third, with a clause (in brackets) that goes on.",
        "A bullet",
    ]


def test_an_abbreviation_before_a_small_letter_ends_no_sentence() -> None:
    assert [each.text for each in sentences_of("Tools, e.g. games, help.")] == ["Tools, e.g. games, help."]


def test_short_clauses_stay_with_the_next_one() -> None:
    (sentence,) = sentences_of(
        "Yes, and this clause is long enough to stand alone, while this one goes on for long too"
    )

    assert [each.text for each in clauses_of(sentence)] == [
        "Yes, and this clause is long enough to stand alone,",
        "while this one goes on for long too",
    ] or len(clauses_of(sentence)) == 1


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "teachers", "teacher"),
        ("de", "Schüler", "Schülern"),
        ("fr", "l'élève", "élèves"),
        ("es", "escuelas", "escuela"),
        ("it", "dell'insegnante", "insegnanti"),
        ("pl", "młodzież", "młodzieży"),
    ],
)
def test_forms_of_a_word_share_their_stem(language: str, one: str, other: str) -> None:
    assert stem(one, language) == stem(other, language)


def test_a_language_without_stemmer_keeps_whole_folded_words() -> None:
    assert stems_of("Učitelji poučujejo", "sl") == ("ucitelji", "poucujejo")


def test_folding_takes_accents_away() -> None:
    assert fold("Łódź, Straße, Ærø") == "lodz, strasse, aero"


def test_folding_makes_capitals_and_small_letters_of_turkish_alike() -> None:
    assert fold("ÇALIŞMALARI İZMİR") == fold(
        "çal\N{LATIN SMALL LETTER DOTLESS I}şmalar\N{LATIN SMALL LETTER DOTLESS I} izmir"
    )


def test_hyphenated_words_are_two() -> None:
    assert stems_of("work-based") == ("work", "base")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The teachers of this school want to learn from each other"),
        ("de", "Die Lehrkräfte der Schule wollen voneinander lernen und sich fortbilden"),
        ("fr", "Les enseignants de cette école veulent apprendre les uns des autres"),
        ("es", "Los docentes de la escuela quieren aprender unos de otros"),
        ("it", "Gli insegnanti della scuola vogliono imparare gli uni dagli altri"),
        ("pl", "Nauczyciele, rodzice i pracownicy socjalni wspólnie pomagają dzieciom"),
        ("nl", "De leraren van de school willen van elkaar leren en het samen doen"),
        ("lt", "Mokyklos mokytojai nori mokytis vieni iš kitų ir tai daro kartu"),
        ("hu", "Az iskola tanárai egymástól szeretnének tanulni, és ezt meg is teszik"),
        ("tr", "Okulun öğretmenleri birbirlerinden öğrenmek için bir araya gelir"),
    ],
)
def test_the_language_of_a_sentence_is_told(language: str, text: str) -> None:
    assert guess_language(text) == language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Digital skills for teachers"),
        ("en", "Mobile app for museum visitors"),
        ("de", "Jugendliche lernen Programmieren in Bibliotheken"),
        ("fr", "Formation numérique des enseignants"),
        ("es", "Formación digital de profesores"),
        ("it", "Formazione digitale degli insegnanti"),
        ("pl", "Szkolenia cyfrowe dla nauczycieli"),
        ("nl", "Jongeren leren programmeren in bibliotheken"),
        ("fi", "Nuoret oppivat ohjelmointia kirjastoissa"),
        ("hu", "Fiatalok programozni tanulnak a könyvtárban"),
    ],
)
def test_a_title_without_small_words_tells_its_language_by_endings(language: str, text: str) -> None:
    assert guess_language(text) == language


def test_a_text_without_words_is_taken_for_the_language_given() -> None:
    assert guess_language("1234 !?", otherwise="fr") == "fr"
