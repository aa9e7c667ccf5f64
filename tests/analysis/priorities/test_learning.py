"""Learning from examples, on made-up ones."""

from __future__ import annotations

import gzip
from dataclasses import replace

import pytest

from consortia.analysis.priorities.labelled import Example
from consortia.analysis.priorities.learned import Learned, learned_for, pack, unpack
from consortia.analysis.priorities.learning import learn, piece_of, profile_of
from consortia.analysis.priorities.matching import match_by
from tests.factories.documents import CALL_2016, call_2016

TEXTS = {
    ("SCH", "SCH-3"): "The pupils of the school leave early and the school wants inclusion for number {}.",
    ("SCH", "SCH-2"): "The pupils of the school do mathematics and robotics in the lessons of number {}.",
    ("YOUTH", "YOUTH-3"): "The young people of the youth club found a social enterprise in the town of number {}.",
}


def examples(times: int = 12) -> list[Example]:
    return [
        Example(text=text.format(n), field=field, read=True, first=(code,), own=(code,))
        for n in range(times)
        for (field, code), text in TEXTS.items()
    ]


def taught() -> Learned:
    profiles = [profile for each in examples() if (profile := profile_of(call_2016(), each))]
    return learn(call_2016(), profiles)


def test_what_was_taught_is_found_again() -> None:
    learned = taught()

    for (field, code), text in TEXTS.items():
        match = match_by(call_2016(), text.format(99), field=None, vocabulary=None, learned=learned)
        assert (match.fields[0].code, match.priorities[0].code) == (field, code)


def test_the_beginning_of_a_text_is_less_sure_of_its_field_than_the_whole() -> None:
    learned = replace(taught(), field_half=4.0)
    text = TEXTS["YOUTH", "YOUTH-3"].format(99)

    sure = [
        match_by(call_2016(), part, field=None, vocabulary=None, learned=learned).fields[0].confidence
        for part in ("The young people", text)
    ]

    assert sure[0] < sure[1]


def test_a_text_of_which_nothing_is_known_has_no_field_and_no_priority() -> None:
    match = match_by(call_2016(), "asdf qwer", field=None, vocabulary=None, learned=taught())

    assert (match.fields, match.priorities, match.horizontal) == ((), (), ())


def test_a_common_priority_is_not_suggested_without_a_passage() -> None:
    learned = taught()
    always = replace(learned, thresholds=dict.fromkeys(learned.thresholds, -99.0))

    match = match_by(call_2016(), "The club of the town.", field="YOUTH", vocabulary=None, learned=always)

    assert [each.code for each in match.priorities if not each.evidence] == []


def test_a_piece_of_an_example_keeps_its_labels() -> None:
    whole = profile_of(call_2016(), examples()[0])
    assert whole is not None

    piece = piece_of(call_2016(), whole, 5)

    assert piece is not None
    assert piece.example.text == "The pupils of the school"
    assert replace(piece.example, text="") == replace(whole.example, text="")


def test_packing_and_unpacking_give_the_same() -> None:
    learned = taught()

    again = unpack(pack(learned))

    assert pack(again) == pack(learned)
    assert again.stems == learned.stems


def test_a_text_in_another_language_teaches_nothing() -> None:
    assert profile_of(call_2016(), Example(text="Die Schule und der Unterricht mit den Kindern", field="SCH")) is None


def test_a_file_of_another_form_is_refused() -> None:
    with pytest.raises(ValueError, match="expected consortia-priorities-2"):
        unpack(gzip.compress(b'{"format": "other"}'))


def test_what_ships_was_learned_with_the_vocabulary_that_ships() -> None:
    learned = learned_for(CALL_2016)

    assert learned is not None
    assert set(learned.fields) == {each.code for each in call_2016().fields}
    assert set(learned.priorities) == {each.code for each in call_2016().priorities}


def test_what_ships_holds_no_run_of_words_but_phrases_of_the_vocabulary() -> None:
    learned = learned_for(CALL_2016)

    assert learned is not None
    assert all(" " not in stem for stem in learned.stems)
    assert learned_for("another-call") is None
