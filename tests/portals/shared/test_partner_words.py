from __future__ import annotations

import pytest

from consortia.analysis.lacks import Lack
from consortia.portals.shared.call_words import CallWords
from consortia.portals.shared.partner_words import helps_words, lacks_words

WORDS = CallWords(kinds={"school": "School"}, countries={}, regions={}, fields={}, priorities={}, rules={})
SCHOOL = Lack(kind="kind", what="school", share=0.6)


def skills(*words: str) -> list[Lack]:
    return [Lack(kind="skill", what=word) for word in words]


@pytest.mark.parametrize(
    ("lacks", "said"),
    [
        ([], []),
        (skills("robots"), ["Your text says “robots”, and the profile of no partner does."]),
        (
            [SCHOOL, *skills("robots", "bees")],
            [
                "School: 60 in 100 similar consortia have one, yours has none.",
                "Your text says “robots”, “bees”, and the profile of no partner does.",
            ],
        ),
    ],
)
def test_words_that_no_profile_has_stand_in_one_sentence(lacks: list[Lack], said: list[str]) -> None:
    assert lacks_words(lacks, WORDS) == said


def test_words_that_a_profile_brings_stand_in_one_sentence() -> None:
    assert helps_words([SCHOOL, *skills("robots", "bees")], WORDS) == [
        "Is of a kind that similar consortia have: School",
        "Its profile speaks of “robots”, “bees”, as your text does",
    ]
