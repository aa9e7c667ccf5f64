"""Words that any text may hold."""

from __future__ import annotations

import pytest

from consortia.analysis.texts import common_words, tells_no_subject


def test_common_words_are_ways_to_speak_and_no_subjects() -> None:
    common = common_words()

    assert {"along", "themselves", "should", "better"} <= common
    assert not {"library", "bank", "apprentice", "inclusion"} & common


def test_common_words_are_plain_small_letters() -> None:
    assert [word for word in common_words() if not (word.isalpha() and word.isascii() and word == word.lower())] == []


@pytest.mark.parametrize("word", ["involve", "involved", "Offers", "programmes", "guess", "taught", "reduces", "every"])
def test_words_of_any_project_tell_no_subject_in_any_form(word: str) -> None:
    assert tells_no_subject(word)


@pytest.mark.parametrize(
    "word",
    [
        "carpentry",
        "refugees",
        "translation",
        "drawing",
        "care",
        "history",
        "school",
        "music",
        "pumps",
        "deaf",
        "sailing",
    ],
)
def test_subjects_and_skills_tell_one(word: str) -> None:
    assert not tells_no_subject(word)


@pytest.mark.parametrize(("language", "small"), [("ro", True), ("en", False)])
def test_small_words_tell_no_subject_in_their_own_language(language: str, *, small: bool) -> None:
    assert tells_no_subject("care", language) is small
