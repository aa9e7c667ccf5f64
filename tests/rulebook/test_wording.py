"""Findings in plain words."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from consortia.core.errors import NoValueError
from consortia.core.values import euros, message
from consortia.rulebook.wording import say, say_to_officer, unbroken
from consortia.rulebook.wording.saying import officer_texts, texts, written
from tests.factories.documents import a_verdict, organisations


def said(rule: str, **changes: object) -> str:
    return next(say(each.message) for each in a_verdict(**changes).findings if each.rule == rule)


def test_what_why_and_what_to_do() -> None:
    assert said("consortium.minimum-organisations", organisations=organisations("ES", "DE")) == (
        "Three organisations from Programme Countries are needed; you have two. Invite one more from a Programme "
        "Country; associated partners do not count here."
    )
    assert said("consortium.minimum-countries", organisations=organisations("ES", "PL")) == (
        "Organisations from three different Programme Countries are needed; you have two. Invite one organisation "
        "from a Programme Country other than Poland and Spain."
    )
    assert said("format.allowed-for-field", format="schools-only") == (
        "Partnership of schools only exists only in School education. Choose another format, or change the field."
    )


def test_one_is_one() -> None:
    told = said("coordinator.exactly-one", organisations=organisations("ES partner", "DE", "PL"))

    assert told.startswith("One organisation coordinates and applies for all; you have no coordinators.")


def test_a_late_second_is_told_to_the_second() -> None:
    told = said("submission.deadline", submitted_at="2016-03-31T10:00:01Z")

    assert told.startswith(
        "Submitted on Thursday 31 March 2016, 12:00:01 Brussels time, after the deadline on "
        "Thursday 31 March 2016, 12:00 Brussels time."
    )


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (euros("92705.50"), "€ 92 705.50"),
        (euros(575), "€ 575.00"),
        (1000, "1000"),
        (12500, "12 500"),
        (Decimal("0.75"), "0.75"),
        (Decimal("60.25"), "60.25"),
        (Decimal("12500.5"), "12 500.5"),
        (date(2019, 8, 31), "31 August 2019"),
        (datetime(2016, 3, 31, 10, tzinfo=UTC), "Thursday 31 March 2016, 10:00 UTC"),
        (datetime(2016, 3, 31, 12, 0, 0, 500, tzinfo=ZoneInfo("Europe/Brussels")),
         "Thursday 31 March 2016, 12:00:00.0005 Brussels time"),
        (("Spain", "Poland", "Italy"), "Spain, Poland and Italy"),
        (("Spain",), "Spain"),
        ((), "none"),
    ],
)  # fmt: skip
def test_facts_are_written_as_one_reads_them(fact: object, words: str) -> None:
    assert written(fact) == words


def test_a_message_without_words_is_an_error() -> None:
    with pytest.raises(NoValueError):
        say(message("unheard.of"))


@pytest.mark.parametrize("code", sorted(texts()))
def test_texts_are_calm(code: str) -> None:
    text = texts()[code]

    assert "!" not in text
    assert not re.search(r"\b(invalid|error|illegal|wrong|forbidden|failed to)\b", text, re.IGNORECASE)
    assert text.endswith(".")


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("It needs € 1 150 000.00 and € 100.00 is left.", "It needs €~1~150~000.00 and €~100.00 is left."),
        ("10 applications; 12 500 words", "10 applications; 12~500 words"),
        ("position 2 of 3, 2016 0141", "position 2 of 3, 2016 0141"),
    ],
)
def test_no_line_ends_within_an_amount(text: str, whole: str) -> None:
    assert unbroken(text) == whole.replace("~", "\N{NO-BREAK SPACE}")


@pytest.mark.parametrize("code", sorted(officer_texts()))
def test_officers_read_the_same_facts_without_being_told_what_to_do(code: str) -> None:
    text = officer_texts()[code]

    assert not re.search(r"\byou(r|rs)?\b|\b(Invite|Choose|Change|Add|Remove)\b", text)
    assert text.endswith(".")
    assert _facts(text) <= _facts(texts()[code])


def _facts(text: str) -> set[str]:
    return set(re.findall(r"\{([a-z]+)", text))


def test_an_officer_reads_the_usual_words_where_none_are_their_own() -> None:
    passed = message("one-coordinator.pass", name="A school")

    assert (say_to_officer(passed), say(passed)) == ("A school coordinates.", "A school coordinates.")
