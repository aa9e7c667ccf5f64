from __future__ import annotations

from dataclasses import replace

import pytest

from consortia.analysis.lacks import Candidate, Lack, broken_by_consortium, fits, lacking_kinds, lacking_skills
from consortia.core.application import Application, read_application
from consortia.core.call import CallDefinition
from consortia.core.eligibility import examine_eligibility
from consortia.rulebook import load_calls
from tests.factories.documents import a_document

CODE = "erasmus-2016-ka2-strategic-partnerships"


@pytest.fixture(scope="module")
def call() -> CallDefinition:
    return load_calls()[CODE]


def application(call: CallDefinition, *countries: str) -> Application:
    """An application whose organisations are in these countries, the first of them coordinating."""
    known = read_application(a_document(), call)
    first = known.organisations[0]
    members = tuple(
        replace(first, id=f"o{n}", country=country, role="partner" if n else "coordinator")
        for n, country in enumerate(countries)
    )
    return replace(known, organisations=members)


def candidate(country: str, kind: str = "school", key: str = "x") -> Candidate:
    return Candidate(id=key, country=country, kind=kind)


def test_a_third_country_helps_with_the_rules_that_count_and_the_same_country_less(call: CallDefinition) -> None:
    two = application(call, "DE", "ES")

    abroad, at_home = fits(call, two, [candidate("DE", key="home"), candidate("PL", key="abroad")])

    assert abroad.candidate.id == "abroad"
    assert {lack.what for lack in abroad.helps} == {"consortium.minimum-countries", "consortium.minimum-organisations"}
    assert {lack.what for lack in at_home.helps} == {"consortium.minimum-organisations"}


def test_what_lacks_says_the_finding_of_the_rule(call: CallDefinition) -> None:
    two = application(call, "DE", "ES")
    broken = {finding.rule: finding for finding in examine_eligibility(call, two) if finding.status == "fail"}

    lacks = broken_by_consortium(call, two, [candidate("PL")])

    assert lacks == tuple(
        Lack(kind="rule", what=rule, finding=broken[rule])
        for rule in ("consortium.minimum-countries", "consortium.minimum-organisations")
    )


def test_a_full_consortium_lacks_nothing_by_the_rules(call: CallDefinition) -> None:
    assert broken_by_consortium(call, application(call, "DE", "ES", "PL"), [candidate("FI")]) == ()


def test_a_candidate_that_breaks_a_rule_stands_behind_all_others(call: CallDefinition) -> None:
    schools = replace(application(call, "DE", "ES", "PL"), field="SCH", format="schools-only")
    schools = replace(schools, organisations=tuple(replace(o, kind="school") for o in schools.organisations))

    first, last = fits(call, schools, [candidate("FI", "enterprise", "firm"), candidate("FI", "school", "school")])

    assert (first.candidate.id, first.breaks) == ("school", ())
    assert last.candidate.id == "firm"
    assert last.breaks
    assert last.score < 0


def test_a_country_that_the_call_does_not_know_is_no_candidate(call: CallDefinition) -> None:
    assert fits(call, application(call, "DE"), [candidate("ZZ")]) == ()


def test_kinds_lack_that_most_similar_consortia_have() -> None:
    assert lacking_kinds(["school"], {"school": 0.9, "ngo": 0.7, "firm": 0.5, "research": 0.49}) == (
        Lack(kind="kind", what="ngo", share=0.7),
        Lack(kind="kind", what="firm", share=0.5),
    )


def test_skills_lack_that_the_text_says_and_no_member_has() -> None:
    profiles = [
        frozenset({"sailing"}),
        frozenset({"theatre"}),
        frozenset({"twelve"}),
        *(frozenset({"learning"}) for _ in range(10)),
    ]

    found = lacking_skills(
        "Sailing and theatre, sailing and theatre; learning, learning; twelve and twelve; a kite",
        [frozenset({"theatre"})],
        profiles,
    )

    assert found == (Lack(kind="skill", what="sailing", share=1.0),)


def test_kinds_and_skills_count_where_a_candidate_has_them(call: CallDefinition) -> None:
    full = application(call, "DE", "ES", "PL")
    wished = (Lack(kind="kind", what="ngo", share=0.5), Lack(kind="skill", what="boats", share=0.8))
    has_both = Candidate(id="both", country="FI", kind="ngo", words=frozenset({"boats"}))

    both, none = fits(call, full, [candidate("FI", key="none"), has_both], wished)

    assert (both.candidate.id, both.helps, both.score) == ("both", wished, pytest.approx(0.5 * 1.5 + 0.8))
    assert (none.helps, none.score) == ((), 0)


@pytest.mark.parametrize(
    ("word", "is_skill"), [("some", False), ("programmes", False), ("music", True), ("deaf", True)]
)
def test_a_word_of_any_project_is_no_skill(word: str, is_skill: bool) -> None:
    found = lacking_skills(f"{word} and {word}", [], [frozenset({word}), *[frozenset({"other"})] * 9])

    assert [lack.what for lack in found] == ([word] if is_skill else [])
