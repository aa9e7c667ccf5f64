from __future__ import annotations

import numpy as np
from hypothesis import given, settings

from consortia.analysis.assignment import Passed, Request, Why, assign, problem_for, reasons_of
from consortia.analysis.assignment.checking import faults_of
from tests.analysis.assignment.requests import small_requests


def test_a_pair_says_its_rank_and_who_was_passed_over_for_what() -> None:
    request = Request(
        applications=("wood", "water"),
        needs=np.array([2, 1]),
        experts=("ash", "birch", "elm"),
        loads=np.array([1, 1, 1]),
        score=np.array([[9, 8, 1], [9, 0, 0]]),
        barred=np.array([[0, 0, 0], [0, 1, 1]], dtype=np.uint32),
        masks=("language",),
    )
    problem = problem_for(request)

    reasons = reasons_of(problem, assign(problem).chosen)

    ash_is_full = (Passed(expert="ash", score=9, why="full"),)
    assert reasons == (
        Why(application="wood", expert="birch", score=8, rank=2, allowed=3, pinned=False, better=ash_is_full),
        Why(application="wood", expert="elm", score=1, rank=3, allowed=3, pinned=False, better=ash_is_full),
        Why(application="water", expert="ash", score=9, rank=1, allowed=1, pinned=False, better=()),
    )


def test_an_expert_of_the_same_employer_is_passed_over_for_that() -> None:
    request = Request(
        applications=("wood",),
        needs=np.array([2]),
        experts=("ash", "birch", "elm"),
        loads=np.array([1, 1, 1]),
        score=np.array([[9, 8, 1]]),
        barred=np.zeros((1, 3), dtype=np.uint32),
        employers=np.array([0, 0, 1]),
    )
    problem = problem_for(request)

    *_, elm = reasons_of(problem, assign(problem).chosen)

    assert elm.better == (Passed(expert="birch", score=8, why="limit", limit="two-employers"),)


@settings(max_examples=60, deadline=None)
@given(small_requests())
def test_in_the_best_total_nobody_better_is_passed_over_without_a_reason(request: Request) -> None:
    problem = problem_for(request)
    if faults_of(problem, problem.pinned):
        return
    solution = assign(problem, "total")

    passed = [each for why in reasons_of(problem, solution.chosen) if not why.pinned for each in why.better]

    assert [each for each in passed if each.why == "free"] == []
