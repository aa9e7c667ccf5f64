from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from consortia.analysis.conflicts import (
    Body,
    Candidate,
    Case,
    Part,
    Partner,
    Past,
    Together,
    closed_pairs,
    conflicts_of,
    open_conflicts,
)

HARBOUR = Body(
    id="harbour", name="Harbour School", country="DE", town="Leipzig", domains=frozenset({"harbour.example"})
)
NORTH = Body(id="north", name="North Institute", country="ES", town="Zaragoza")
CASE = Case(
    id="REPAIR",
    country="DE",
    partners=(Partner(body=HARBOUR, role="coordinator"), Partner(body=NORTH, role="partner")),
    people_domains={"north.example": "North Institute"},
)
NOWHERE = Body(id="far", name="Far Workshop", country="BE", town="Ghent")


def told(candidate: Candidate, case: Case = CASE, past: Past | None = None) -> dict[str, dict[str, object]]:
    """The ties of one pair by kind."""
    found = conflicts_of([candidate], [case], past or Past())
    return {tie.kind: dict(tie.path) for tie in found.get((candidate.id, case.id), ())}


def a_candidate(**facts: object) -> Candidate:
    usual: dict[str, object] = {"id": "1", "country": "BE", "employer": NOWHERE, "domain": "far.example"}
    return Candidate(**{**usual, **facts})  # type: ignore[arg-type]  # passed on as they are


def test_an_expert_from_elsewhere_has_no_conflict() -> None:
    assert told(a_candidate()) == {}


def test_an_employer_in_the_consortium_is_shown_with_its_role() -> None:
    found = told(a_candidate(employer=NORTH))

    assert found == {
        "same-organisation": {
            "how": "employer",
            "own": "North Institute",
            "organisation": "North Institute",
            "role": "partner",
        }
    }


def test_a_membership_counts_like_an_employer() -> None:
    found = told(a_candidate(memberships=(HARBOUR,)))

    assert found["same-organisation"]["how"] == "member"


def test_an_employer_that_is_only_named_meets_the_same_name_of_the_same_country() -> None:
    named = Body(id="", name="NORTH INSTITUTE, S.L.", country="ES")
    elsewhere = Body(id="", name="North Institute", country="FI")

    assert told(a_candidate(employer=named)) == {
        "same-name": {"own": "NORTH INSTITUTE, S.L.", "organisation": "North Institute"}
    }
    assert told(a_candidate(employer=elsewhere)) == {}


def test_names_that_differ_by_a_number_are_not_the_same() -> None:
    case = Case(id="A", partners=(Partner(body=Body(id="b", name="School 21", country="DE"), role="partner"),))

    assert told(a_candidate(employer=Body(id="", name="School 4", country="DE")), case) == {}
    assert [*told(a_candidate(employer=Body(id="", name="SCHOOL 21", country="DE")), case)] == ["same-name"]


@pytest.mark.parametrize("domain", ["harbour.example", "law.harbour.example", "north.example"])
def test_a_domain_of_the_consortium_or_below_it_is_a_tie(domain: str) -> None:
    found = told(a_candidate(domain=domain))

    assert [*found] == ["same-domain"]
    assert found["same-domain"]["own"] == domain


def test_a_domain_beside_another_is_none() -> None:
    assert told(a_candidate(domain="otherharbour.example")) == {}


def test_an_employer_one_level_above_a_partner_is_a_tie() -> None:
    case = Case(
        id="A", partners=(Partner(body=Body(id="x", name="X", domains=frozenset({"law.uni.example"})), role="partner"),)
    )

    found = told(a_candidate(domain="uni.example"), case)

    assert found == {"same-domain": {"own": "uni.example", "organisation": "X", "domain": "law.uni.example"}}


def test_a_part_in_another_application_of_the_round_ties_to_this_one() -> None:
    past = Past(parts={"far": (Part(case="OTHER", reference="OTHER"),)})

    assert told(a_candidate(), past=past) == {"employer-in-round": {"own": "Far Workshop", "application": "OTHER"}}
    assert told(a_candidate(memberships=(NOWHERE,)), past=past) == {
        "person-in-round": {"own": "Far Workshop", "application": "OTHER"}
    }


def test_a_part_in_this_very_application_is_no_second_tie() -> None:
    past = Past(parts={"north": (Part(case="REPAIR", reference="REPAIR"),)})

    assert [*told(a_candidate(employer=NORTH), past=past)] == ["same-organisation"]


def test_a_project_together_is_named() -> None:
    past = Past(together={"1": {"north": Together(project="2014-ES-1", title="Tools", year=2014)}})

    assert told(a_candidate(), past=past) == {
        "worked-together": {
            "own": "Far Workshop",
            "organisation": "North Institute",
            "project": "2014-ES-1",
            "title": "Tools",
            "year": 2014,
        }
    }


@pytest.mark.parametrize(
    ("ours", "theirs", "word"),
    [
        ("Harbour Hospital", "Harbour School", "harbour"),
        ("University of Leipzig", "University Hospital of Leipzig", "university"),
        ("Leipzig School", "Leipzig Hospital", None),
        ("School 3 of Leipzig", "School 4 of Leipzig", None),
        ("Lakeside University", "Hillside University", None),
    ],
)
def test_bodies_of_a_town_are_a_family_by_a_telling_word(ours: str, theirs: str, word: str | None) -> None:
    case = Case(
        id="A", partners=(Partner(body=Body(id="b", name=theirs, country="DE", town="Leipzig"), role="partner"),)
    )

    found = told(a_candidate(employer=Body(id="a", name=ours, country="DE", town="Leipzig")), case)

    assert found.get("same-family", {}).get("word") == word


def test_the_same_names_in_two_towns_are_no_family() -> None:
    assert told(a_candidate(employer=Body(id="a", name="Harbour Hospital", country="DE", town="Hamburg"))) == {}


def test_a_named_tie_and_a_declared_conflict_bar() -> None:
    past = Past(declared={("1", "REPAIR"): "My sister coordinates it."})
    found = conflicts_of([a_candidate(ties=("North Institute",))], [CASE], past)

    assert [(tie.kind, tie.severity) for tie in found["1", "REPAIR"]] == [("declared", "bars"), ("tie", "bars")]


def test_the_country_of_the_applicant_is_a_tie_and_that_of_a_partner_is_not() -> None:
    assert told(a_candidate(country="DE")) == {"same-country": {"country": "DE"}}
    assert told(a_candidate(country="ES")) == {}


def test_what_bars_is_never_lifted_and_the_rest_kind_by_kind() -> None:
    past = Past(declared={("1", "REPAIR"): "Tied."})
    ties = conflicts_of([a_candidate(country="DE", domain="north.example")], [CASE], past)["1", "REPAIR"]

    left = open_conflicts(ties, {"declared", "same-country"})

    assert [tie.kind for tie in left] == ["declared", "same-domain"]


def test_a_pair_is_open_again_only_when_every_tie_is_lifted() -> None:
    found = conflicts_of([a_candidate(country="DE", domain="north.example")], [CASE], Past())
    pair = ("1", "REPAIR")

    assert closed_pairs(found, {pair: {"same-country"}}) == {pair}
    assert closed_pairs(found, {pair: {"same-country", "same-domain"}}) == frozenset()


BODIES = some.sampled_from(
    [HARBOUR, NORTH, NOWHERE, Body(id="u", name="University of Leipzig", country="DE", town="Leipzig")]
)


@given(
    employers=some.lists(BODIES, min_size=1, max_size=4), parts=some.lists(some.lists(BODIES, max_size=3), max_size=4)
)
def test_many_pairs_at_once_say_what_each_says_alone(employers: list[Body], parts: list[list[Body]]) -> None:
    candidates = [a_candidate(id=str(at), employer=body) for at, body in enumerate(employers)]
    cases = [
        Case(id=f"case {at}", country="DE", partners=tuple(Partner(body=body, role="partner") for body in bodies))
        for at, bodies in enumerate(parts)
    ]

    together = conflicts_of(candidates, cases, Past())
    alone = {
        pair: ties
        for candidate in candidates
        for case in cases
        for pair, ties in conflicts_of([candidate], [case], Past()).items()
    }

    assert together == alone


def test_ten_thousand_pairs_take_a_moment() -> None:
    bodies = [Body(id=str(at), name=f"Body {at}", country="DE", town=f"Town {at % 20}") for at in range(300)]
    cases = [
        Case(
            id=f"c{at}",
            country="DE",
            partners=tuple(Partner(body=bodies[(at + k) % 300], role="partner") for k in range(4)),
        )
        for at in range(200)
    ]
    candidates = [a_candidate(id=str(at), employer=bodies[at], country="DE") for at in range(50)]

    began = time.perf_counter()
    found = conflicts_of(candidates, cases, Past())

    assert len(found) == 10_000
    assert time.perf_counter() - began < 5
