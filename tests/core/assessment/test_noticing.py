"""What is noticed while an assessment is written."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consortia.core.assessment import Assessment, Elsewhere, Judgement, keeps_open, notice
from consortia.core.assessment.likeness import Passage, likeness
from consortia.core.assessment.noticing import praise_in
from consortia.core.call.award import CommentRules
from consortia.core.values import Finding
from consortia.rulebook.wording import say
from tests.core.assessment.test_consolidating import award, selection

LEAST = 200
REASONS = (
    "The partners show with figures from three towns whom the project is for and why these people are not reached "
    "today. The aims follow from that, and each of them can be measured. What working in three countries adds is said "
    "for every result."
)


def rules() -> CommentRules:
    found = selection().comments
    assert found is not None
    return found


def judged(code: str = "C1", *, points: str = "20", band: str = "", comment: str = REASONS) -> Judgement:
    return Judgement(criterion=code, points=points, band=band, comment=comment)


def noticed(first: Judgement, *, elsewhere: tuple[Elsewhere, ...] = ()) -> list[Finding]:
    """What is noticed under the first criterion, while nothing is odd under the others."""
    whole = (first, judged("C2", points="15"), judged("C3", points="15"), judged("C4"))
    return list(notice(award(), rules(), Assessment(judgements=whole), elsewhere=elsewhere))


def said(first: Judgement, *, elsewhere: tuple[Elsewhere, ...] = ()) -> list[tuple[str, str]]:
    return [(each.status, say(each.message)) for each in noticed(first, elsewhere=elsewhere)]


def test_nothing_is_noticed_where_all_is_well() -> None:
    assert said(judged(band="fair")) == []


def test_an_empty_assessment_lacks_points_and_comment_under_each_criterion() -> None:
    found = notice(award(), rules(), Assessment())

    assert [(each.rule, each.where) for each in found] == [
        (f"assessment.{part}-missing", (f"{code}.{part}",))
        for code in ("C1", "C2", "C3", "C4")
        for part in ("points", "comment")
    ]
    assert keeps_open(found)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Relevance of the project: no points yet. Give 0 to 30 points."),
        ("24.5", "Relevance of the project: “24.5” is not a whole number. Give 0 to 30 points."),
        ("31", "Relevance of the project: 31 points are more than there are. Give 0 to 30 points."),
    ],
)
def test_points_that_are_none_keep_the_assessment_open(typed: str, words: str) -> None:
    assert said(judged(points=typed)) == [("fail", words)]


@pytest.mark.parametrize(("length", "fails"), [(LEAST - 1, True), (LEAST, False), (LEAST + 1, False)])
def test_a_comment_has_the_least_length_of_the_call(length: int, fails: bool) -> None:
    found = noticed(judged(comment="x" * length))

    assert rules().minimum_characters == LEAST
    assert [each.rule for each in found] == ["assessment.comment-short"] * fails
    assert keeps_open(found) == fails


def test_a_short_comment_says_how_much_is_missing() -> None:
    assert said(judged(comment="Sound.")) == [
        ("fail", "Relevance of the project: the comment has 6 characters; at least 200 are needed. Write 194 more.")
    ]


@pytest.mark.parametrize(
    ("points", "band", "odd"),
    [("21", "good", False), ("25", "good", False), ("20", "good", True), ("26", "good", True), ("26", "", False)],
)
def test_points_outside_the_named_band_are_shown(points: str, band: str, odd: bool) -> None:
    found = noticed(judged(points=points, band=band))

    assert [each.rule for each in found] == ["assessment.points-outside-band"] * odd
    assert not keeps_open(found)


def test_very_good_words_beside_low_points_are_shown() -> None:
    praise = f"An excellent idea with outstanding partners. {REASONS}"

    assert said(judged(points="14", comment=praise)) == [
        (
            "warning",
            (
                "Relevance of the project: the comment says excellent and outstanding, but 14 points are below the "
                "threshold of 15. Look whether words and points fit together."
            ),
        )
    ]
    assert said(judged(points="15", comment=praise)) == []


@pytest.mark.parametrize(
    ("comment", "words"),
    [
        ("An excellent plan.", ("excellent",)),
        ("The plan is VERY   GOOD, mostly.", ("very good",)),
        ("The plan is not excellent.", ()),
        ("It is far from very good.", ()),
        ("It is not, as one might say, very excellent.", ("excellent",)),
        ("Nothing excellent was not seen.", ("excellent",)),
        ("Excellence is a word of its own.", ()),
        ("", ()),
    ],
)
def test_a_word_that_is_taken_back_is_no_praise(comment: str, words: tuple[str, ...]) -> None:
    assert praise_in(comment, rules()) == words


def test_the_same_comment_beside_another_application_is_shown() -> None:
    other = Elsewhere(application="AB12", criterion="C1", comment=REASONS.upper().replace(",", ""))

    assert said(judged(), elsewhere=(other,)) == [
        (
            "warning",
            "Relevance of the project: the same comment stands beside AB12. Say what is true of this application.",
        )
    ]
    assert said(judged(), elsewhere=(replace(other, criterion="C4"),)) != said(judged(), elsewhere=(other,))


def test_a_comment_that_is_nearly_the_same_is_shown_with_its_share() -> None:
    changed = REASONS.replace("three towns", "four villages")

    found = noticed(judged(), elsewhere=(Elsewhere(application="AB12", criterion="C1", comment=changed),))

    assert [each.rule for each in found] == ["assessment.comment-nearly-pasted"]
    assert found[0].message.parameters["application"] == "AB12"


def test_comments_of_ones_own_words_are_not_shown() -> None:
    own = "Two schools and a museum want to teach local history by walking; the need is told in one sentence only."

    assert noticed(judged(), elsewhere=(Elsewhere(application="AB12", criterion="C1", comment=own),)) == []


def test_without_rules_for_comments_only_their_absence_is_noticed() -> None:
    three = tuple(judged(code, points="5", comment="Excellent.") for code in ("C1", "C2", "C3"))

    found = notice(award(), None, Assessment(judgements=three))

    assert [each.rule for each in found] == ["assessment.points-missing", "assessment.comment-missing"]


words = st.lists(st.sampled_from(["aim", "need", "plan", "team", "town"]), max_size=12).map(" ".join)


@given(words, words)
def test_likeness_is_symmetric_and_one_with_itself(one: str, other: str) -> None:
    here, there = Passage.of(one, 3), Passage.of(other, 3)

    assert likeness(here, there) == likeness(there, here)
    assert likeness(here, here) == (1 if one else 0)
    assert 0 <= likeness(here, there) <= 1


def test_likeness_counts_runs_of_words_of_the_shorter_comment() -> None:
    short, long = Passage.of("a b c d", 3), Passage.of("x a b c y z", 3)

    assert likeness(short, long) == Decimal("0.5")
