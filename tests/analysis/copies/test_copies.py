from __future__ import annotations

import random
import unicodedata
from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from consortia.analysis.copies import Found, Index, Pair, Text, compare, find_copies, fingerprints_of, known_runs
from consortia.analysis.copies.words import words_in

SOIL = "The teachers learn how to measure soil and water together, and nobody is left behind."
MOON = "Every family may borrow the small telescope for one night and draw what the moon looks like."


def prose(seed: int, words: int = 400) -> str:
    """Words in an order that comes up once."""
    chance = random.Random(seed)  # noqa: S311  # made-up words, nothing secret
    return " ".join(f"word{chance.randrange(5_000)}" for _ in range(words))


def found(*texts: str, known: tuple[str, ...] = ()) -> Found:
    """What comes of texts with the ids a, b, c and so on."""
    return find_copies([Text(id=chr(ord("a") + at), text=text) for at, text in enumerate(texts)], known)


def passages(pair: Pair, a: str, b: str) -> list[tuple[str, str]]:
    return [(a[each.a_start : each.a_end], b[each.b_start : each.b_end]) for each in pair.passages]


def test_two_sentences_in_both_texts_are_one_passage_with_its_place_in_each() -> None:
    a = f"We build a garden. {SOIL} {MOON} This is how we end."
    b = f"Quite another beginning it is.\r\n{SOIL} {MOON}"

    (pair,) = found(a, b).pairs

    shared = f"{SOIL} {MOON}".rstrip(".")
    assert (pair.a, pair.b, pair.shared_words) == ("a", "b", 32)
    assert passages(pair, a, b) == [(shared, shared)]
    assert pair.containment == pair.of_b == 32 / 37
    assert pair.of_a == 32 / 41


def test_sentences_that_changed_places_are_two_passages() -> None:
    a, b = f"{SOIL} Then it rains. {MOON}", f"{MOON} But first of all: {SOIL}"

    (pair,) = found(a, b).pairs

    assert passages(pair, a, b) == [(SOIL.rstrip("."), SOIL.rstrip(".")), (MOON.rstrip("."), MOON.rstrip("."))]


def test_short_sentences_apart_are_found_in_short_texts() -> None:
    a = "Birds sing over the red roof. We came here by train and by boat. Nobody counted the old apple trees."
    b = "Nobody counted the old apple trees. It was late in the autumn again. Birds sing over the red roof."

    (pair,) = found(a, b).pairs

    assert [each.words for each in pair.passages] == [6, 6]


def test_texts_that_share_a_common_turn_of_phrase_only_are_no_pair() -> None:
    texts = [f"{prose(seed)} at the end of the project {prose(seed + 100)}" for seed in (1, 2)]

    assert found(*texts).pairs == ()


def test_a_repeated_word_does_not_make_endless_passages() -> None:
    a, b = "so " * 5_000, "so " * 4_000

    (pair,) = found(a, b).pairs

    assert (pair.shared_words, pair.containment, len(pair.passages)) == (4_000, 1.0, 1)


def test_a_refrain_is_matched_once_for_each_time_it_stands_in_both() -> None:
    a = " ".join(f"{SOIL} {prose(seed, 30)}" for seed in range(40))
    b = " ".join(f"{SOIL} {prose(seed + 900, 30)}" for seed in range(25))

    (pair,) = found(a, b).pairs

    assert [each.words for each in pair.passages] == [15] * 25


@pytest.mark.parametrize("copies", [21, 30, 41, 120])
def test_many_copies_of_one_application_are_named_as_copies_of_one_template(copies: int) -> None:
    others = [Text(id=f"other {number}", text=prose(1_000 + number)) for number in range(30)]
    mill = [Text(id=f"mill {number:03}", text=f"{prose(1)} {prose(5_000 + number, 20)}") for number in range(copies)]

    answer = find_copies([*others, *mill])

    assert answer.templates == (tuple(each.id for each in mill),)
    assert {key for pair in answer.pairs for key in (pair.a, pair.b)} == {each.id for each in mill}


def test_thirty_copies_are_shown_pair_by_pair() -> None:
    answer = find_copies([Text(id=f"{number:02}", text=prose(1)) for number in range(30)])

    assert [(pair.a, pair.b) for pair in answer.pairs] == [
        (f"{one:02}", f"{other:02}") for one, other in combinations(range(30), 2)
    ]


def test_what_all_applicants_of_a_large_round_write_makes_no_pairs() -> None:
    texts = [f"{prose(number)} {MOON} {prose(9_000 + number)}" for number in range(60)]

    answer = find_copies([Text(id=str(number), text=text) for number, text in enumerate(texts)])

    assert (answer.pairs, answer.templates) == ((), ())


def test_what_stands_in_a_known_text_is_no_copy() -> None:
    a, b = f"{prose(1, 60)} {MOON} {SOIL}", f"{MOON} {SOIL} {prose(2, 60)}"

    assert found(a, b, known=(f"Guide: {MOON} {SOIL}",)).pairs == ()
    assert passages(found(a, b, known=(MOON,)).pairs[0], a, b) == [
        (SOIL.rstrip("."), SOIL.rstrip(".")),
    ]


@pytest.mark.parametrize("text", ["", " \r\n", "😀 — !?", "\ud800"])
def test_a_text_without_words_is_named_and_pairs_with_nothing(text: str) -> None:
    answer = found(text, text, SOIL)

    assert (answer.pairs, answer.without_words, answer.texts) == ((), ("a", "b"), 3)


def test_two_texts_with_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="two texts have the id a"):
        find_copies([Text(id="a", text=SOIL), Text(id="a", text=MOON)])


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("A", "A", "same"), ("A", "B", "different"), ("A", None, "unknown"), (None, None, "unknown"), ("", "", "unknown")],
)
def test_a_pair_tells_whether_one_coordinator_answers_for_both(
    one: str | None, other: str | None, expected: str
) -> None:
    answer = find_copies([Text(id="a", text=SOIL, coordinator=one), Text(id="b", text=SOIL, coordinator=other)])

    assert [pair.coordinators for pair in answer.pairs] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Écoles d'été à Liège, où les élèves créent des œuvres nées là-bas, près de l'île.",
        "Οι μαθητές μετρούν το νερό και το χώμα μαζί, κι εμείς ακούμε τους ήχους τους.",  # noqa: RUF001  # Greek
        "Ёжик и йод: ученики измеряют воду и почву вместе, и никто не остаётся позади.",
        "Die Schüler üben täglich; große Straße, ﬁne Maße, ½ Größe, Åre \u212bre İstanbul.",
        "Uczniowie 👩\u200d👩\u200d👧 mierzą wodę 😀 i glebę\u00ad razem,\r\n\tżółw też\u2019 chodzi łąką.",
    ],
)
def test_the_way_accents_are_written_does_not_matter_and_places_are_those_of_the_text_as_given(text: str) -> None:
    composed, apart = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)

    (pair,) = found(f"😀 {composed}", apart.upper() if "İ" not in text else apart).pairs

    assert pair.containment == pair.of_a == pair.of_b == 1
    ((one, other),) = passages(pair, f"😀 {composed}", apart)
    assert unicodedata.normalize("NFC", other) == one
    assert not composed.removeprefix(one).strip(".")


letters = st.text(st.sampled_from("ab é\u0301ßﬁ½😀.\n\ud800ΆάИй"), max_size=60)
small_texts = st.lists(st.sampled_from(["red", "blue", "tall", "tree", "so"]), max_size=40).map(" ".join)


@given(text=st.text(max_size=40))
def test_words_are_the_same_in_either_form_of_unicode(text: str) -> None:
    composed, apart = (words_in(unicodedata.normalize(form, text)).numbers.tolist() for form in ("NFC", "NFD"))

    assert composed == apart


@given(text=letters)
def test_words_stand_in_order_and_do_not_overlap(text: str) -> None:
    words = words_in(text)

    places = [place for pair in zip(words.starts.tolist(), words.ends.tolist(), strict=True) for place in pair]
    assert places == sorted(places)
    assert all(text[start:end].strip() for start, end in zip(words.starts, words.ends, strict=True))


@given(text=small_texts)
def test_identical_texts_contain_each_other_whole(text: str) -> None:
    assume(text)

    (pair,) = found(text, text).pairs

    assert (pair.containment, pair.of_a, pair.of_b) == (1, 1, 1)
    assert (pair.passages[0].a_start, pair.passages[0].a_end) == (0, len(text))


@given(a=small_texts, b=small_texts)
def test_words_of_a_passage_are_equal_in_both_texts_and_none_is_counted_twice(a: str, b: str) -> None:
    pair = compare(Text(id="a", text=a), Text(id="b", text=b))

    assert all(one == other for one, other in passages(pair, a, b))
    assert pair.shared_words == sum(each.words for each in pair.passages)
    assert pair.shared_words == sum(len(one.split()) for one, _ in passages(pair, a, b))
    for begin, end in (("a_start", "a_end"), ("b_start", "b_end")):
        taken = sorted((getattr(each, begin), getattr(each, end)) for each in pair.passages)
        assert all(first[1] <= second[0] for first, second in pairwise(taken))


@given(a=small_texts, b=small_texts)
def test_exchanging_two_texts_turns_the_pair_round(a: str, b: str) -> None:
    forward, back = found(a, b).pairs, found(b, a).pairs

    assert [(pair.of_a, pair.of_b) for pair in forward] == [(pair.of_b, pair.of_a) for pair in back]
    assert [sorted(passages(pair, a, b)) for pair in forward] == [
        sorted((one, other) for other, one in passages(pair, b, a)) for pair in back
    ]


@given(order=st.permutations(range(6)))
def test_the_order_of_texts_does_not_matter(order: list[int]) -> None:
    texts = [Text(id=str(at), text=f"{prose(at % 3, 40)} {prose(at, 30)}") for at in range(6)]

    assert find_copies([texts[at] for at in order]) == find_copies(texts)


def test_many_texts_compared_by_fingerprints_give_what_each_run_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [Text(id=str(at), text=f"{prose(at // 2, 60)} {prose(at, 200)} {SOIL}") for at in range(12)]
    exact = find_copies(texts)

    # As if there were too many texts to look at every run.
    monkeypatch.setattr("consortia.analysis.copies.finding.FEW", 0)

    assert find_copies(texts) == exact


def test_an_index_finds_the_texts_worth_comparing_with_a_new_one() -> None:
    index = Index({str(at): fingerprints_of(prose(at)) for at in range(50)})
    new = f"{prose(7)[:900]} {prose(900, 60)}"

    met = index.ask(fingerprints_of(new))

    assert [each.key for each in met] == ["7"]
    assert compare(Text(id="new", text=new), Text(id="7", text=prose(7))).shared_words > 80


def test_an_index_grows_replaces_and_forgets() -> None:
    index = Index()
    index.add("a", fingerprints_of(prose(1)))
    index.add("b", fingerprints_of(prose(2)))
    index.add("a", fingerprints_of(prose(3)))
    index.remove("b")
    index.remove("b")

    assert len(index) == 1
    assert [each.key for at in (1, 2, 3) for each in index.ask(fingerprints_of(prose(at)))] == ["a"]
    assert index.ask(fingerprints_of("")) == ()


def test_an_index_meets_every_copy_of_a_template() -> None:
    mill = {f"mill {at:02}": fingerprints_of(f"{prose(1)} {prose(500 + at, 20)}") for at in range(45)}
    rest = {f"rest {at:02}": fingerprints_of(f"{prose(50 + at)} {SOIL}") for at in range(45)}

    met = Index({**mill, **rest}).ask(fingerprints_of(f"{prose(1)} {SOIL}"))

    assert sorted(each.key for each in met) == sorted(mill)


def test_an_index_built_at_once_answers_like_one_that_grew(monkeypatch: pytest.MonkeyPatch) -> None:
    prints = {str(at): fingerprints_of(f"{prose(at % 5)} {prose(at, 50)}") for at in range(20)}
    # Small enough to be merged several times.
    monkeypatch.setattr("consortia.analysis.copies.index._LATELY", 300)
    grown = Index()
    for key, each in prints.items():
        grown.add(key, each)

    assert [grown.ask(each) for each in prints.values()] == [Index(prints).ask(each) for each in prints.values()]


def test_known_runs_are_left_out_of_fingerprints() -> None:
    known = known_runs([MOON])

    assert fingerprints_of(MOON, known).tolist() == []
    assert fingerprints_of(f"{MOON} {prose(1, 9)}", known).tolist() != []
    assert compare(Text(id="a", text=MOON), Text(id="b", text=MOON), known).passages == ()


def test_a_pair_keeps_the_order_of_ids() -> None:
    one, other = Text(id="a", text=SOIL), Text(id="b", text=f"{MOON} {SOIL}")

    assert compare(other, one) == compare(one, other)
    assert replace(compare(one, other), passages=()).a == "a"
