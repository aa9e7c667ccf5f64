"""Finding phrases in texts."""

from __future__ import annotations

import pytest

from consortia.analysis.priorities.phrases import PhraseBook
from consortia.analysis.texts import words_of


def found(phrase: str, text: str, language: str = "en") -> list[str]:
    words = words_of(text, language)
    hits = PhraseBook.of(language, {"X": [phrase]}).hits(words)
    return [text[words[hit.first].start : words[hit.last].end] for hit in hits]


@pytest.mark.parametrize(
    ("phrase", "text", "passages"),
    [
        ("teacher training", "Good Teachers training here", ["Teachers training"]),
        ("teacher training", "training of teachers", []),
        ("train* ~ teachers", "training of our teachers", ["training of our teachers"]),
        ("train* ~ teachers", "teachers are trained", ["teachers are trained"]),
        ("train* ~ teachers", "training and then one two three four five teachers", []),
        ("apprentice*", "An apprenticeship for two apprentices", ["apprenticeship", "apprentices"]),
        ("*arbeit", "Die Jugendarbeit", ["Jugendarbeit"]),
        ("work-based learning", "work based learning", ["work based learning"]),
    ],
)
def test_a_phrase_is_found_where_its_words_stand(phrase: str, text: str, passages: list[str]) -> None:
    assert found(phrase, text) == passages


def test_compounds_and_endings_are_found_in_german() -> None:
    assert found("lehrerfortbildung*", "In der Lehrerfortbildungen", "de") == ["Lehrerfortbildungen"]
