"""What a form asks of an application, and what a draft still lacks."""

from __future__ import annotations

import pytest

from consortia.core.eligibility.completeness import Answers, asked_questions, examine_completeness
from tests.factories.documents import an_application, call_2016


@pytest.mark.parametrize(
    ("language", "summaries"),
    [
        ("en", ["summary.public"]),
        ("pl", ["summary.public", "summary.english"]),
        ("", ["summary.public", "summary.english"]),
    ],
)
def test_a_summary_in_english_is_asked_of_those_who_write_in_another_language(
    language: str, summaries: list[str]
) -> None:
    asked = asked_questions(call_2016(), an_application(), language=language)

    assert [each.question.code for each in asked if each.section == "summary"] == summaries


@pytest.mark.parametrize(("language", "missing"), [("en", False), ("fr", True)])
def test_a_draft_lacks_the_summary_in_english_only_where_it_is_asked(language: str, missing: bool) -> None:
    findings = examine_completeness(call_2016(), an_application(), Answers(texts={}, language=language))

    places = {place for finding in findings for place in finding.where}
    assert "answers.summary.public" in places
    assert ("answers.summary.english" in places) == missing


@pytest.mark.parametrize(("text", "missing"), [("\u200b \ufeff\u3164", True), ("é", False)])
def test_a_text_without_a_visible_character_answers_nothing(text: str, missing: bool) -> None:
    answers = Answers(texts={("summary.public", ""): text}, language="en")

    findings = examine_completeness(call_2016(), an_application(), answers)

    assert (("answers.summary.public",) in [finding.where for finding in findings]) == missing
