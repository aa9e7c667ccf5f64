from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consortia.analysis.same_body import Pair, Written, clusters_of, likely_pairs
from consortia.analysis.same_body.names import name_of
from consortia.analysis.same_body.pairs import SUGGESTED, candidates, compare, confidence_of, is_slip, measures_of

# Names that make words common or rare, as a register does.
REGISTER = [
    Written(id=f"r{number}", name=name, country="DE", town=town)
    for number, (name, town) in enumerate(
        [
            ("Universität Halmen", "Halmen"),
            ("Universität Brodau", "Brodau"),
            ("Hochschule Brodau", "Brodau"),
            ("Volkshochschule Tarwen", "Tarwen"),
            ("Grundschule am Wald", "Halmen"),
            ("Verein für Jugendarbeit Halmen e.V.", "Halmen"),
            ("Institut für Bodenkunde", "Tarwen"),
        ]
    )
]


def sure(one: Written, other: Written) -> float:
    """How sure it is that two names mean one body, in the register."""
    entries = [*REGISTER, one, other]
    compared = compare(entries)
    return float(confidence_of(measures_of(compared, [(len(entries) - 2, len(entries) - 1)]))[0])


def written(name: str, town: str = "Velmen", key: str = "x") -> Written:
    return Written(id=key, name=name, country="DE", town=town)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Orlevia Maschinenbau GmbH", "ORLEVIA MASCHINENBAU G.m.b.H."),
        ("Fachhochschule Münzfeld", "FACHHOCHSCHULE MUENZFELD"),
        ("Château Velmare S.r.l.", "Chateau Velmare SRL"),
        ("Energieinstitut Tölz", "Energieinstitut T√∂lz"),
    ],
)
def test_case_accents_forms_in_law_and_misread_letters_do_not_tell_bodies_apart(one: str, other: str) -> None:
    assert name_of(written(one)).joined == name_of(written(other)).joined
    assert sure(written(one), written(other)) > 0.9


@pytest.mark.parametrize(
    ("one", "other"),
    [("Grundschule No 1", "Grundschule No 2"), ("II Liceum Tarwen", "III Liceum Tarwen"), ("16. Schule", "61. Schule")],
)
def test_numbered_schools_of_one_town_are_two(one: str, other: str) -> None:
    assert sure(written(one), written(other)) < 0.3


def test_the_same_name_in_another_town_is_less_sure() -> None:
    here, there = written("Albert-Brodau-Schule"), written("Albert-Brodau-Schule", "Tarwen")

    assert sure(here, there) < sure(here, here)


def test_a_pair_tells_its_reasons() -> None:
    entries = [*REGISTER, written("Orlevia Werk AG", key="a"), written("Orlevia Werk GmbH", key="b")]

    pair = likely_pairs(entries)[0]

    assert pair.ids == ("a", "b")
    assert [reason.code for reason in pair.reasons] == ["same-but-for-form", "same-town"]


def test_only_names_of_one_country_are_compared() -> None:
    entries = [written("Orlevia Werk", key="a"), Written(id="b", name="Orlevia Werk", country="AT", town="Velmen")]

    assert candidates(compare(entries)) == set()


def test_nothing_and_one_name_have_no_pairs() -> None:
    assert likely_pairs([]) == ()
    assert likely_pairs([written("Orlevia")]) == ()


names = st.text(st.sampled_from("abcdeéü .-12"), min_size=1, max_size=25)


@given(one=names, other=names, towns=st.tuples(st.sampled_from(["", "Ulm"]), st.sampled_from(["", "Ulm", "Bonn"])))
def test_exchanging_two_names_changes_nothing(one: str, other: str, towns: tuple[str, str]) -> None:
    a, b = Written(id="a", name=one, town=towns[0]), Written(id="b", name=other, town=towns[1])

    forward, backward = (compare([*REGISTER, *pair]) for pair in ((a, b), (b, a)))

    places = [(len(REGISTER), len(REGISTER) + 1)]
    assert measures_of(forward, places)[0].tolist() == pytest.approx(measures_of(backward, places)[0].tolist())


@given(name=names)
def test_a_name_is_as_sure_of_itself_as_any_pair_can_be(name: str) -> None:
    itself = sure(written(name, key="a"), written(name, key="b"))

    assert itself > 0.5


def pair(one: str, other: str, confidence: float) -> Pair:
    return Pair(ids=(one, other), confidence=confidence, reasons=())


def test_a_chain_of_pairs_does_not_make_one_body() -> None:
    found = clusters_of([pair("a", "b", 0.9), pair("b", "c", 0.8), pair("c", "d", 0.95), pair("d", "e", 0.7)])

    assert [cluster.ids for cluster in found] == [("c", "d"), ("a", "b")]


def test_pairs_that_hold_together_are_one_body_as_sure_as_the_weakest() -> None:
    pairs = [pair("a", "b", 0.9), pair("b", "c", 0.8), pair("a", "c", 0.6)]

    found = clusters_of(pairs)

    assert [(cluster.ids, cluster.confidence) for cluster in found] == [(("a", "b", "c"), 0.6)]


def test_the_order_of_pairs_does_not_change_the_clusters() -> None:
    pairs = [pair("a", "b", 0.9), pair("b", "c", 0.8), pair("a", "c", 0.6), pair("d", "e", 0.5)]

    assert len({tuple(each.ids for each in clusters_of(order)) for order in permutations(pairs)}) == 1


def test_a_name_whose_words_begin_alike_is_not_paired_with_itself() -> None:
    compared = compare([Written(id="a", name="Develop Development Choir"), Written(id="b", name="Developed Choir")])

    assert candidates(compared) == {(0, 1)}


@pytest.mark.parametrize("typed", ["House of the River (Tampere)", "House of the River, TAMPERE", "House of the River"])
def test_a_town_behind_the_name_says_nothing(typed: str) -> None:
    assert name_of(Written(id="a", name=typed, town="Tampere")).words == {"house", "of", "the", "river"}


def test_a_town_within_the_name_and_one_that_is_another_stay() -> None:
    names = [
        Written(id="a", name="Tampere, House of Song", town="Tampere"),
        Written(id="b", name="Song (Oulu)", town="Ii"),
    ]

    assert [sorted(name_of(each).words) for each in names] == [["house", "of", "song", "tampere"], ["oulu", "song"]]


@pytest.mark.parametrize("typed", ["ammatiopisto", "ammattiopisto", "ammattiopistoo", "ammattioqisto", "ammattiopitso"])
def test_one_letter_astray_is_a_slip(typed: str) -> None:
    assert is_slip("ammattiopisto", typed)
    assert is_slip(typed, "ammattiopisto")


@pytest.mark.parametrize("typed", ["ammattikoulu", "mmattiopist", "ammattiopis", "opistoammatti", ""])
def test_more_than_one_letter_is_another_word(typed: str) -> None:
    assert not is_slip("ammattiopisto", typed)


def test_a_slip_is_a_reason_that_shows_both_words() -> None:
    names = [Written(id="a", name="Centro de Formación Garrelma"), Written(id="b", name="Centro de Formción Garrelma")]

    (found,) = likely_pairs([*names, *REGISTER], least=SUGGESTED)

    assert [(each.code, each.facts["words"]) for each in found.reasons] == [
        ("shared-words", ("centro", "garrelma")),
        ("slip", ("formacion", "formcion")),
    ]
