"""The list of versions: saves of one sitting are one entry, but a text that was taken out stays within reach."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

import pytest

from consortia.stages.applications.answers import answer_to, sittings_of
from consortia.stages.applications.models import AnswerVersion
from consortia.stages.applications.services.writing import Save, View, save_answer
from tests.factories.applications import Consortium, a_draft

QUESTION = "description.needs"
LONG = "We asked two hundred parents what their children need, and this is what they told us."
numbers = count(1)


@pytest.fixture
def consortium() -> Consortium:
    return a_draft()


def texts_within_reach(consortium: Consortium, *texts: str) -> list[str]:
    """Save texts one after the other, each grown from the one before, and return the last text of every entry."""
    version = 0
    for text in texts:
        grew_from = View(version=version)
        save = Save(text=text, save_id=f"save-{next(numbers)}", grew_from=grew_from)
        version = save_answer(consortium.lead, consortium.application, QUESTION, save=save).version
    return [sitting.last.text for sitting in sittings_of(answer_to(consortium.application, QUESTION, ""))]


def test_typing_in_one_go_is_one_entry(consortium: Consortium) -> None:
    assert texts_within_reach(consortium, "We", "We asked", "We asked two", LONG) == [LONG]


def test_small_corrections_stay_in_the_entry(consortium: Consortium) -> None:
    better = LONG.replace("two hundred", "212")

    assert texts_within_reach(consortium, LONG, better, f"{better} It moved us.") == [f"{better} It moved us."]


def test_a_text_that_was_written_over_is_an_entry_of_its_own(consortium: Consortium) -> None:
    assert texts_within_reach(consortium, LONG, "oops") == ["oops", LONG]


def test_a_text_that_was_taken_out_bit_by_bit_stays_within_reach(consortium: Consortium) -> None:
    shorter = [LONG[:-taken] for taken in (15, 30, 45, 60, 75)]

    first, second = texts_within_reach(consortium, LONG, *shorter)

    assert first == shorter[-1]
    assert second == shorter[1]


def test_writing_again_after_taking_out_is_kept_as_well(consortium: Consortium) -> None:
    assert texts_within_reach(consortium, LONG, "", "Now", LONG.upper(), "oops") == ["oops", LONG.upper(), LONG]


def test_a_pause_begins_a_new_entry(consortium: Consortium) -> None:
    texts_within_reach(consortium, LONG)
    written = AnswerVersion.objects.filter(answer__question=QUESTION)
    written.update(at=written.get().at - timedelta(hours=1))

    save = Save(text=f"{LONG} Later.", save_id="later", grew_from=View(version=1))
    save_answer(consortium.lead, consortium.application, QUESTION, save=save)

    assert len(sittings_of(answer_to(consortium.application, QUESTION, ""))) == 2
