from __future__ import annotations

from decimal import Decimal
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consortia.analysis.assignment import Problem, Solution, assign, certifying, problem_of
from tests.analysis.assignment.brute_force import Assigned, Small, every_fullest, pattern, small_rounds


def assigned_in(problem: Problem, solution: Solution) -> Assigned:
    found: dict[str, tuple[str, ...]] = dict.fromkeys(problem.applications, ())
    for at in solution.chosen.nonzero()[0]:
        found[problem.applications[problem.of[at]]] += (problem.experts[problem.by[at]],)
    return found


def solved(small: Small, aim: str) -> tuple[Problem, Solution]:
    problem = problem_of(small.needs, small.loads, small.scores)
    return problem, assign(problem, "total" if aim == "total" else "worst-off")


@settings(max_examples=60, deadline=None)
@given(small_rounds())
def test_the_best_total_is_the_one_that_trying_everything_finds(small: Small) -> None:
    problem, solution = solved(small, "total")

    fullest = every_fullest(small)
    assert sum(pattern(assigned_in(problem, solution)).values()) == sum(pattern(fullest[0]).values())
    assert solution.total * problem.unit == max(small.total(each) for each in fullest)
    assert solution.bound == solution.total


@settings(max_examples=60, deadline=None)
@given(small_rounds())
def test_the_best_worst_off_and_the_total_beneath_it_are_what_trying_everything_finds(small: Small) -> None:
    problem, solution = solved(small, "worst-off")

    found = assigned_in(problem, solution)
    alike = [each for each in every_fullest(small) if pattern(each) == pattern(found)]
    lows = [low for each in alike if (low := small.lowest(each)) is not None]
    best = max(lows, default=None)
    assert small.lowest(found) == best
    assert small.total(found) == max(small.total(each) for each in alike if small.lowest(each) == best)
    assert solution.total * problem.unit == small.total(found)
    assert (solution.bound, solution.worst_off_bound) == (solution.total, solution.worst_off)


@settings(max_examples=40, deadline=None)
@given(small_rounds(loads=(0, 1)))
def test_who_stays_short_is_decided_by_the_best_total(small: Small) -> None:
    problem, solution = solved(small, "worst-off")

    fullest = every_fullest(small)
    best = max(small.total(each) for each in fullest)
    assert pattern(assigned_in(problem, solution)) in [pattern(each) for each in fullest if small.total(each) == best]
    assert (solution.status == "infeasible") == bool(solution.missing.any())


@settings(max_examples=30, deadline=None)
@given(small_rounds(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(small: Small, chance: Random) -> None:
    needs, loads, scores = (list(each.items()) for each in (small.needs, small.loads, small.scores))
    for rows in (needs, loads, scores):
        chance.shuffle(rows)

    mixed = Small(needs=dict(needs), loads=dict(loads), scores=dict(scores))

    assert assigned_in(*solved(mixed, "worst-off")) == assigned_in(*solved(small, "worst-off"))


def test_an_application_that_needs_nobody_is_not_the_worst_off() -> None:
    small = Small(needs={"a": 0, "b": 1}, loads={"e": 1}, scores={("a", "e"): Decimal(9), ("b", "e"): Decimal(4)})

    problem, solution = solved(small, "worst-off")

    assert assigned_in(problem, solution) == {"a": (), "b": ("e",)}
    assert (solution.worst_off, solution.status) == (4, "optimal")


def test_the_worst_off_is_raised_though_the_total_falls() -> None:
    scores = {("a", "e"): Decimal(10), ("a", "f"): Decimal(5), ("b", "e"): Decimal(6), ("b", "f"): Decimal(2)}
    small = Small(needs={"a": 1, "b": 1}, loads={"e": 1, "f": 1}, scores=scores)

    by_total, by_worst = (assigned_in(*solved(small, aim)) for aim in ("total", "worst-off"))

    assert by_worst == {"a": ("f",), "b": ("e",)}
    assert small.total(by_total) == Decimal(12)
    assert (small.total(by_worst), small.lowest(by_worst)) == (Decimal(11), Decimal(5))


def test_nothing_at_all_is_assigned_where_nothing_is_asked() -> None:
    solution = assign(problem_of({}, {}, {}))

    assert (solution.status, solution.total, solution.bound, solution.worst_off) == ("optimal", 0, 0, None)


def test_scores_finer_than_the_solver_can_hold_are_rounded_and_the_problem_says_so() -> None:
    fine = {("a", "e"): Decimal("0.12345678901234567890"), ("a", "f"): Decimal("0.3")}

    problem = problem_of({"a": 1}, {"e": 1, "f": 1}, fine)

    assert problem.rounded
    assert not problem_of({"a": 1}, {"e": 1, "f": 1}, {("a", "f"): Decimal("0.3")}).rounded
    assert abs(int(problem.score[0]) * problem.unit - fine["a", "e"]) <= problem.unit / 2
    assert problem.unit < Decimal("1e-9")


def crowded(seed: int) -> Problem:
    """A round in which loads are nearly filled and scores lie close, so that flows alone seldom settle it."""
    chance = np.random.default_rng(seed)
    needs = {f"a{number:02}": 3 for number in range(12)}
    loads = {f"e{number:02}": 4 for number in range(9)}
    scores = {(of, by): Decimal(int(chance.integers(0, 40))) for of in needs for by in loads if chance.random() < 0.8}
    return problem_of(needs, loads, scores)


@pytest.mark.parametrize("seed", range(4))
def test_what_is_not_proven_says_so_and_its_bounds_hold(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = crowded(seed)
    proven = assign(problem)

    monkeypatch.setattr("consortia.analysis.assignment.worst_off.MOST_PAIRS", 0)
    monkeypatch.setattr("consortia.analysis.assignment.trading.MOST_PAIRS", 0)
    by_flows_alone = assign(problem)

    assert certifying.MOST_PAIRS > 0
    assert proven.status in {"optimal", "infeasible"}
    assert proven.worst_off is not None
    assert by_flows_alone.worst_off is not None
    assert by_flows_alone.worst_off_bound is not None
    assert by_flows_alone.worst_off <= proven.worst_off <= by_flows_alone.worst_off_bound
    assert proven.total <= by_flows_alone.bound or by_flows_alone.worst_off < proven.worst_off
