from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from consortia.analysis.assignment import assign, problem_of
from consortia.analysis.assignment.checking import faults_of
from consortia.analysis.assignment.values import Limit, Problem


def two_by_two() -> Problem:
    scores = {(of, by): Decimal(1) for of in ("a", "b") for by in ("e", "f")}
    return problem_of({"a": 1, "b": 1}, {"e": 1, "f": 1}, scores)


@pytest.mark.parametrize(
    ("taken", "fault"),
    [
        ([1, 1, 0, 0], "a has 2 experts and needs 1"),
        ([1, 0, 1, 0], "e has 2 applications and takes at most 1"),
    ],
)
def test_each_broken_rule_is_told(taken: list[int], fault: str) -> None:
    assert faults_of(two_by_two(), np.array(taken, dtype=np.bool_)) == [fault]


def test_an_expert_twice_on_one_application_is_told() -> None:
    problem = two_by_two()
    doubled = replace(problem, by=np.array([0, 0, 0, 1]), needs=np.array([2, 1]), loads=np.array([2, 1]))

    assert faults_of(doubled, np.array([True, True, False, False])) == ["a has e 2 times"]


def test_a_pin_that_is_not_kept_and_a_full_group_are_told() -> None:
    problem = replace(
        two_by_two(),
        needs=np.array([2, 1]),
        pinned=np.array([False, False, True, False]),
        limits=(Limit(name="one of a kind", group=np.array([0, 0, -1, -1]), most=np.array([1])),),
    )

    assert faults_of(problem, np.array([True, True, False, False])) == [
        "b and e are pinned and not together",
        "one of a kind: 2 are taken of a group of which 1 may be",
    ]


def test_what_the_solver_finds_has_no_fault() -> None:
    problem = two_by_two()

    assert faults_of(problem, assign(problem).chosen) == []
