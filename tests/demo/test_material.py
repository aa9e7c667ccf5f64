from __future__ import annotations

import os
import subprocess
import sys

import pytest

from consortia.analysis.places import fold_name, search_places
from consortia.core.call.content import Question
from consortia.demo.accounts import ACCOUNTS
from consortia.demo.ideas import ideas
from consortia.demo.names import material, tongues
from consortia.demo.population import Body, imagine
from consortia.demo.stories import stories
from consortia.demo.world import SEED
from tests.factories.documents import call_2016

# Typed by people; facts and tables are shown from elsewhere, and the title is the idea's own.
QUESTIONS = {
    question.code: question
    for question in call_2016().questions
    if question.kind not in {"facts", "table"} and question.fills != "title"
}
NAMES = "from tests.demo.test_material import names; print(names())"


@pytest.fixture(scope="module")
def bodies() -> tuple[Body, ...]:
    return imagine(SEED)


def names() -> list[str]:
    return [f"{body.record.name} {body.record.city} {body.members}" for body in imagine(SEED)]


@pytest.mark.parametrize("order", ["1", "2"])
def test_the_same_seed_gives_the_same_bodies_in_every_process(order: str):
    environment = {**os.environ, "PYTHONHASHSEED": order}

    told = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); {NAMES}"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert told.strip() == str(names())


def test_another_seed_gives_other_bodies(bodies: tuple[Body, ...]):
    assert {body.record.name for body in imagine(SEED + 1)} != {body.record.name for body in bodies}


def test_no_invented_word_is_the_name_of_a_place(bodies: tuple[Body, ...]):
    words = {body.record.website.removeprefix("https://").removesuffix(".example") for body in bodies}

    places = {word for word in words if any(fold_name(place.name) == word for place in search_places(word))}

    assert places == set()


def test_nobody_can_be_reached_outside(bodies: tuple[Body, ...]):
    addresses = [member.email for body in bodies for member in body.members] + [each.email for each in ACCOUNTS]

    assert [address for address in addresses if not address.endswith(".example")] == []
    assert len({body.record.oid for body in bodies if body.record.oid}) > len(bodies) / 2


def test_numbers_have_the_form_of_real_ones_and_lie_outside_their_range(bodies: tuple[Body, ...]):
    numbered = [body.record for body in bodies if body.record.oid]

    assert {(len(record.oid), record.oid[:4]) for record in numbered} == {(9, "E000")}
    assert {(len(record.pic), record.pic[:3]) for record in numbered} == {(9, "000")}


def test_every_kind_of_body_has_a_name_and_a_profile():
    kinds = set(call_2016().look.kinds)

    assert {name for name, tongue in tongues().items() if set(tongue.kinds) != kinds} == set()
    assert set(material("kinds")["profiles"]) == kinds
    assert set(material("kinds")["positions"]["heads"]) == kinds


def test_every_story_tells_another_idea():
    told = [story.idea for story in stories()]

    assert sorted(told) == sorted(ideas())


def test_ideas_answer_questions_that_are_asked_and_within_their_limits():
    wrong = [
        (idea.code, code)
        for idea in ideas().values()
        for code, text in idea.answers.items()
        if code not in QUESTIONS or _is_over(QUESTIONS[code], text)
    ]

    assert wrong == []


def test_ideas_choose_what_the_call_offers():
    call = call_2016()
    topics = {option.code for option in QUESTIONS["priorities.topics"].choices}

    assert {topic for idea in ideas().values() for topic in idea.topics} <= topics
    assert {code for idea in ideas().values() for code in idea.priorities} <= set(call.look.priorities)
    assert all(len(idea.topics) <= 3 for idea in ideas().values())


def test_there_is_a_usual_answer_to_every_question_that_must_be_answered():
    asked = {question.code for question in QUESTIONS.values() if question.required and question.kind == "long-text"}

    assert set(material("phrases")) == asked


def _is_over(question: Question, text: str) -> bool:
    return question.limit is not None and len(text) + text.count("\n") > question.limit
