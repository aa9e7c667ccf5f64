"""Words that any text may hold."""

from __future__ import annotations

from consortia.analysis.texts import common_words


def test_common_words_are_ways_to_speak_and_no_subjects() -> None:
    common = common_words()

    assert {"along", "themselves", "should", "better"} <= common
    assert not {"library", "bank", "apprentice", "inclusion"} & common


def test_common_words_are_plain_small_letters() -> None:
    assert [word for word in common_words() if not (word.isalpha() and word.isascii() and word == word.lower())] == []
