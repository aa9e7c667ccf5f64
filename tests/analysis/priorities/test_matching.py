"""From the text of an idea to fields and priorities."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consortia.analysis.priorities import Match, match_idea, unsupported_priorities
from consortia.core.errors import NoValueError
from tests.factories.documents import call_2016
from tests.rulebook.test_second_call import small_call

WORKSHOP = (
    "Three vocational schools and eleven small companies set up a common apprenticeship for bicycle mechanics. "
    "Trainees learn at the workplace, and mentors in the companies learn to guide them. "
    "In the end there is a toolkit."
)
UNRELATED = "\nThe bicycles are blue and green."
PIECES = st.sampled_from(
    [
        "refugees",
        "teacher training",
        "youth workers",
        "Kita",
        "literacy",
        "é",
        "; ",
        ". ",
        "\n",
        "digital tools",
        "42",
        " ",
    ]
)


def codes(match: Match) -> tuple[str, ...]:
    return tuple(each.code for each in match.priorities)


def test_an_idea_finds_its_field_its_priority_and_the_passages() -> None:
    match = match_idea(call_2016(), WORKSHOP)

    assert (match.field and match.field.code, codes(match)[0]) == ("VET", "VET-1")
    assert match.priorities[0].evidence[0].passage.text.startswith(("Three vocational schools", "Trainees"))
    assert "VET-1b" in {theme.code for theme in match.priorities[0].touched}
    assert "VET-1e" in {theme.code for theme in match.priorities[0].left_out}


def test_with_the_field_given_priorities_are_of_that_field() -> None:
    match = match_idea(call_2016(), "Students design games with companies and refugees.", field="HE")

    assert match.field is not None
    assert match.field.code == "HE"
    assert {each.priority.field for each in match.priorities} <= {"HE"}
    assert {each.priority.field for each in match.horizontal} <= {None}


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(NoValueError):
        match_idea(call_2016(), WORKSHOP, field="XX")


@pytest.mark.parametrize("text", ["", "  \n ", "?!"])
def test_a_text_without_words_fits_nothing(text: str) -> None:
    match = match_idea(call_2016(), text)

    assert (match.fields, match.priorities, match.horizontal, match.type) == ((), (), (), None)


@pytest.mark.parametrize("untrained", [True, False])
def test_a_text_about_something_else_gets_no_priority(*, untrained: bool) -> None:
    text = "The cat sat in the sun and looked at the sea until it was dark."

    match = match_idea(call_2016(), text, field="AE", untrained=untrained)

    assert (match.priorities, match.horizontal) == ((), ())


@pytest.mark.parametrize(
    "text",
    [
        "Beat the butter with the sugar, add the eggs one by one and bake for forty minutes until golden.",
        "The seller delivers the goods free of any lien, and the buyer pays within thirty days of the invoice.",
        "The striker scored twice in the second half and the visitors went home with three points.",
    ],
)
def test_a_text_about_something_else_gets_no_field(text: str) -> None:
    match = match_idea(call_2016(), text)

    assert (match.fields, match.priorities, match.horizontal) == ((), (), ())


def test_words_that_tell_a_field_without_any_phrase_still_name_it() -> None:
    match = match_idea(call_2016(), "Classroom and playground for our pupils")

    assert match.fields[0].code == "SCH"


def test_a_language_nobody_wrote_words_for_gets_no_priority() -> None:
    match = match_idea(
        call_2016(), "Az iskola tanárai egymástól szeretnének tanulni, és ezt meg is teszik", field="SCH"
    )

    assert (match.language, match.priorities) == ("hu", ())


@pytest.mark.parametrize("untrained", [True, False])
def test_the_order_of_priorities_in_the_call_changes_nothing(*, untrained: bool) -> None:
    call = call_2016()
    turned = replace(call, priorities=tuple(reversed(call.priorities)))

    one, other = (match_idea(each, WORKSHOP, untrained=untrained) for each in (call, turned))

    assert [(each.code, each.confidence) for each in one.priorities] == [
        (each.code, each.confidence) for each in other.priorities
    ]
    assert one.priorities[0].evidence == other.priorities[0].evidence


def test_an_unrelated_sentence_removes_no_evidence() -> None:
    before, after = (
        unsupported_priorities(call_2016(), text, ["VET-1", "VET-4"]) for text in (WORKSHOP, WORKSHOP + UNRELATED)
    )

    for one, other in zip(before, after, strict=True):
        assert one.match.evidence == other.match.evidence


@settings(deadline=None, max_examples=40)
@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from(["HE", "SCH", "VET", "AE", "YOUTH"]))
def test_evidence_stands_in_the_text_and_chances_are_chances(text: str, field: str) -> None:
    match = match_idea(call_2016(), text, field=field)

    found = [*match.priorities, *match.horizontal]
    assert all(0 <= each.confidence <= 1 for each in [*found, *match.fields])
    assert [each.confidence for each in match.priorities] == sorted(
        (e.confidence for e in match.priorities), reverse=True
    )
    for each in found:
        themes = {theme.code for theme in each.priority.sub_themes}
        assert {theme.code for theme in (*each.touched, *each.left_out)} == themes
        for said in each.evidence:
            assert text[said.passage.start : said.passage.end] == said.passage.text
            assert said.priority_passage


def test_a_long_text_is_matched_within_reason() -> None:
    text = (WORKSHOP + UNRELATED + "\n") * 120
    match_idea(call_2016(), WORKSHOP)

    began = time.perf_counter()
    match = match_idea(call_2016(), text[:30_000])

    assert codes(match)[0] == "VET-1"
    assert time.perf_counter() - began < 10


def test_a_call_without_vocabulary_is_matched_by_its_own_words() -> None:
    call = small_call()
    priority = call.priorities[0]

    match = match_idea(call, f"Our idea. {priority.text}")

    found = {each.code for each in (*match.priorities, *match.horizontal)}
    assert match.basis == "call"
    assert priority.code in found or not call.fields


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ("We will exchange good practices and learn from each other in study visits.", "GOOD_PRACTICE"),
        ("We will develop a toolkit and a mobile app as intellectual outputs.", "INNOVATION"),
        ("We will meet.", None),
    ],
)
def test_the_type_is_suggested_with_its_reasons(text: str, suggested: str | None) -> None:
    match = match_idea(call_2016(), text)

    assert (match.type.code if match.type else None) == suggested
    assert match.type is None or match.type.reasons[0].passage.text == text


def test_a_chosen_priority_that_the_text_does_not_speak_for_is_told() -> None:
    told = unsupported_priorities(call_2016(), WORKSHOP, ["VET-1", "H-6", "VET-1", "no-such-code"])

    assert [(each.code, each.supported) for each in told] == [("VET-1", True), ("H-6", False)]
    assert [theme.code for theme in told[1].match.left_out] == ["H-6a"]
