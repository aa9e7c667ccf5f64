from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consortia.analysis.assignment import Problem, Request, drawn, problem_for, problem_of
from consortia.analysis.assignment.checking import faults_of
from tests.analysis.assignment.requests import small_requests

SCORES = {
    ("wood", "ash"): Decimal(9),
    ("wood", "birch"): Decimal(6),
    ("wood", "elm"): Decimal(3),
    ("water", "ash"): Decimal(5),
    ("water", "elm"): Decimal(4),
}


def a_round(needed: int = 1) -> Problem:
    return problem_of({"wood": needed, "water": 1}, {"ash": 1, "birch": 2, "elm": 2}, SCORES)


def test_a_draw_tells_what_it_gives_up_and_how_likely_each_pair_was() -> None:
    problem = a_round()

    draw = drawn(problem, most=Fraction(1, 2), seed=4)

    assert draw.best.total == 13
    assert 0 < draw.lottery.expected < draw.best.total
    assert draw.likeliest(problem) == 0.5
    assert all(0 < draw.chance(int(at)) <= 0.5 for at in draw.solution.chosen.nonzero()[0])


def test_the_same_seed_draws_the_same_and_others_draw_otherwise() -> None:
    problem = a_round()

    found = [tuple(drawn(problem, most=Fraction(1, 2), seed=seed).solution.chosen) for seed in (*range(12), 0)]

    assert found[0] == found[-1]
    assert len(set(found)) > 1


@pytest.mark.parametrize(("most", "held_back"), [(Fraction(1, 2), ["wood"]), (Fraction(1), [])])
def test_what_only_the_bound_leaves_short_is_named(most: Fraction, held_back: list[str]) -> None:
    problem = a_round(needed=2)

    draw = drawn(problem, most=most, seed=1)

    assert [problem.applications[each] for each in draw.held_back.nonzero()[0]] == held_back


@settings(max_examples=40, deadline=None)
@given(small_requests(), st.sampled_from([Fraction(1, 3), Fraction(1, 2), Fraction(1)]), st.integers(0, 9))
def test_a_draw_keeps_every_rule_and_its_bound(request: Request, most: Fraction, seed: int) -> None:
    problem = problem_for(request)
    nested = request.employers is None or request.external is None
    if not nested or faults_of(problem, problem.pinned):
        return

    draw = drawn(problem, most=most, seed=seed)

    assert faults_of(problem, draw.solution.chosen) == []
    assert draw.likeliest(problem) <= most
    # What even the best assignment leaves short is not the bound's doing.
    assert not (draw.held_back & (draw.best.missing > 0)).any()
