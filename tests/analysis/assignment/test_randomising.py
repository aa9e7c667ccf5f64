from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from consortia.analysis.assignment import Problem, Request, assign, draw, lottery_of, problem_for
from consortia.analysis.assignment.checking import faults_of
from tests.analysis.assignment.requests import small_requests

DRAWS = 600


def a_round(**changes: object) -> Problem:
    chance = np.random.default_rng(7)
    told: dict[str, object] = {
        "applications": tuple(f"a{each:02}" for each in range(24)),
        "needs": np.full(24, 2),
        "experts": tuple(f"e{each:02}" for each in range(16)),
        "loads": np.full(16, 4),
        "score": chance.integers(0, 1000, (24, 16)),
        "barred": (chance.random((24, 16)) > 0.6).astype(np.uint32),
        "masks": ("field",),
    }
    return problem_for(Request(**(told | changes)))  # type: ignore[arg-type]  # a test's shorthand


def test_no_pair_is_likelier_than_the_bound_and_every_place_is_filled() -> None:
    lottery = lottery_of(a_round(), most=Fraction(1, 2))

    assert Fraction(int(lottery.chance.max()), lottery.parts) == Fraction(1, 2)
    assert set(lottery.missing) == {Fraction(0)}


def test_without_a_bound_the_expected_total_is_the_best_one() -> None:
    problem = a_round()

    assert lottery_of(problem).expected == assign(problem, "total").total


def test_a_spread_makes_the_likeliest_pairs_less_likely_and_costs_little() -> None:
    problem = a_round()

    certain, spread = lottery_of(problem), lottery_of(problem, spread=Fraction(1, 5))

    taken = certain.chance > 0
    assert spread.chance[taken].mean() < certain.chance[taken].mean()
    assert (spread.chance > 0).sum() > taken.sum()
    assert Fraction(9, 10) * certain.expected < spread.expected < certain.expected


def test_the_same_seed_draws_the_same_and_another_one_does_not() -> None:
    lottery = lottery_of(a_round(), most=Fraction(1, 2))

    first, again, other = draw(lottery, 1), draw(lottery, 1), draw(lottery, 2)

    assert (first == again).all()
    assert (first != other).any()


def test_draws_have_the_chances_of_the_lottery() -> None:
    lottery = lottery_of(a_round(), most=Fraction(3, 5), spread=Fraction(1, 5))

    drawn = sum(draw(lottery, seed).astype(np.int64) for seed in range(DRAWS))

    chance = lottery.chance / lottery.parts
    open_pairs = (chance > 0) & (chance < 1)
    z = (drawn - DRAWS * chance)[open_pairs] / np.sqrt(DRAWS * (chance * (1 - chance))[open_pairs])
    assert open_pairs.sum() > 50
    assert (drawn[chance == 0] == 0).all()
    # Of some hundred pairs the largest should lie near 3; and together they should scatter as chance does.
    assert np.abs(z).max() < 4
    assert 0.7 < (z**2).mean() < 1.3


@settings(max_examples=60, deadline=None)
@given(small_requests(), st.sampled_from([Fraction(1, 2), Fraction(2, 3), Fraction(1)]), st.integers(0, 5))
def test_every_draw_keeps_every_rule(request: Request, most: Fraction, seed: int) -> None:
    problem = problem_for(request)
    nested = request.employers is None or request.external is None
    if not nested or faults_of(problem, problem.pinned):
        return
    lottery = lottery_of(problem, most=most, spread=Fraction(1, 4))

    chosen = draw(lottery, seed)

    assert faults_of(problem, chosen) == []
    assert not chosen[(lottery.chance == 0)].any()
    assert chosen[lottery.chance == lottery.parts].all()
