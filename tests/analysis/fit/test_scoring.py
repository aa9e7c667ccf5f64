from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as some

from consortia.analysis.fit import Brief, Expertise, fits_of

REPAIR = Brief(
    id="A",
    text="Repair cafés teach welding and carpentry to apprentices",
    field="VET",
    priorities=frozenset({"VET-1", "HZ-2"}),
)
CHOIR = Brief(
    id="B", text="Choirs of pensioners learn harmony and notation", field="AE", priorities=frozenset({"AE-1"})
)
WELDER = Expertise(
    id="1",
    texts=("Welding for apprentices", "Gardens of Ghent"),
    fields=frozenset({"VET"}),
    priorities=frozenset({"VET-1"}),
)
SINGER = Expertise(id="2", texts=("Harmony and notation for choirs",), fields=frozenset({"AE"}))


def test_an_expert_fits_what_their_texts_speak_of_and_says_by_which_words() -> None:
    fits = fits_of([WELDER, SINGER], [REPAIR, CHOIR])

    assert fits.score[0, 0] > fits.score[0, 1] == 0
    assert fits.score[1, 1] > fits.score[1, 0] == 0
    assert set(fits.why(0, 0).words) == {"welding", "apprentices"}
    assert (fits.why(0, 0).priorities, fits.why(0, 0).field) == (("VET-1",), "VET")
    assert fits.why(0, 1).words == ()


def test_a_shared_priority_counts_by_its_share() -> None:
    brief = Brief(id="A", text="", priorities=frozenset({"VET-1", "HZ-2"}))
    half = Expertise(id="1", texts=(), priorities=frozenset({"VET-1", "AE-1"}))
    whole = Expertise(id="2", texts=(), priorities=frozenset({"VET-1", "HZ-2"}))

    assert fits_of([half, whole], [brief]).score.tolist() == [[100, 200]]


def test_the_three_closest_texts_count_and_further_ones_change_nothing() -> None:
    close = ("welding apprentices", "welding carpentry", "repair welding")
    some_ = Expertise(id="1", texts=close)
    more = Expertise(id="2", texts=(*close, "gardens", "choirs", "rivers"))

    fits = fits_of([some_, more], [REPAIR])

    assert fits.likeness[0, 0] == fits.likeness[0, 1] > 0


TEXTS = some.lists(some.sampled_from(["welding", "choirs", "gardens of ghent", "repair apprentices", ""]), max_size=5)


@given(texts=TEXTS, seed=some.randoms(use_true_random=False))
def test_the_order_of_texts_changes_no_score(texts: list[str], seed: object) -> None:
    shuffled = list(texts)
    seed.shuffle(shuffled)  # type: ignore[attr-defined]  # a random generator

    one = fits_of([Expertise(id="1", texts=tuple(texts))], [REPAIR, CHOIR]).score
    other = fits_of([Expertise(id="1", texts=tuple(shuffled))], [REPAIR, CHOIR]).score

    assert np.array_equal(one, other)
    assert one.min() >= 0
    assert one.max() <= 1000


def test_nobody_and_nothing_give_an_empty_table() -> None:
    assert fits_of([], [REPAIR]).score.shape == (1, 0)
    assert fits_of([WELDER], []).score.shape == (0, 1)
