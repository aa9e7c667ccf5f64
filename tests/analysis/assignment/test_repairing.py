from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
from hypothesis import given, settings

from consortia.analysis.assignment import Problem, Request, assign, problem_for, reassign, repair
from consortia.analysis.assignment.checking import faults_of
from consortia.analysis.assignment.network import fill_most, network_of
from consortia.analysis.assignment.values import Truth
from tests.analysis.assignment.requests import small_requests


def without(problem: Problem, expert: int) -> Problem:
    loads = problem.loads.copy()
    loads[expert] = 0
    return replace(problem, loads=loads)


def left_of(problem: Problem, chosen: Truth, expert: int) -> Truth:
    kept: Truth = chosen & (problem.by != expert)
    return kept


def a_round(applications: int, experts: int, *, load: int, allowed: float = 0.6) -> Problem:
    chance = np.random.default_rng(4)
    barred = (chance.random((applications, experts)) > allowed).astype(np.uint32)
    return problem_for(
        Request(
            applications=tuple(f"a{each:04}" for each in range(applications)),
            needs=np.full(applications, 2),
            experts=tuple(f"e{each:04}" for each in range(experts)),
            loads=np.full(experts, load),
            score=chance.integers(0, 1000, (applications, experts)),
            barred=barred,
            masks=("field",),
        )
    )


def test_a_hole_is_filled_by_the_best_expert_with_room_and_nothing_else_moves() -> None:
    problem = a_round(40, 20, load=6)
    before = assign(problem).chosen
    gone = int(problem.by[before][0])

    mended = repair(without(problem, gone), left_of(problem, before, gone))

    assert mended.missing.sum() == 0
    assert len(mended.removed) == 0
    assert len(mended.added) == int((problem.by[before] == gone).sum())


def test_a_chain_moves_one_expert_where_nobody_with_room_is_allowed() -> None:
    # Only e1 may take a0; e1 is with a1, for whom e2 has room.
    problem = Problem(
        applications=("a0", "a1"),
        needs=np.array([1, 1]),
        experts=("e0", "e1", "e2"),
        loads=np.array([0, 1, 1]),
        of=np.array([0, 0, 1, 1]),
        by=np.array([0, 1, 1, 2]),
        score=np.array([9, 5, 5, 1]),
        pinned=np.zeros(4, dtype=np.bool_),
    )

    mended = repair(problem, np.array([False, False, True, False]))

    assert mended.chosen.tolist() == [False, True, False, True]
    assert (mended.added.tolist(), mended.removed.tolist(), mended.missing.tolist()) == ([1, 3], [2], [0, 0])


def test_each_dropped_expert_of_a_round_is_replaced_quickly_with_at_most_three_new_pairs_a_place() -> None:
    problem = a_round(2000, 1000, load=5, allowed=0.17)
    before = assign(problem, "total").chosen
    seconds = []

    for gone in range(0, 1000, 100):
        lost = int((problem.by[before] == gone).sum())
        began = time.process_time()
        mended = repair(without(problem, gone), left_of(problem, before, gone))
        seconds.append(time.process_time() - began)
        assert mended.missing.sum() == 0
        assert len(mended.added) <= 3 * lost

    # Ten times what it takes on the machine this was written on.
    assert sorted(seconds)[len(seconds) // 2] < 1.0


@settings(max_examples=80, deadline=None)
@given(small_requests(pins=False))
def test_a_repair_fills_as_many_places_as_a_new_assignment_would(request: Request) -> None:
    plain = replace(request, employers=None, external=None)
    problem = problem_for(plain)
    before = assign(problem, "total").chosen
    dropped = without(problem, 0)

    mended = repair(dropped, left_of(problem, before, 0))

    network = network_of(dropped)
    assert mended.chosen.sum() == fill_most(network)[: len(network.free)].sum()


@settings(max_examples=80, deadline=None)
@given(small_requests(pins=False))
def test_a_repair_keeps_every_rule_and_fills_no_less_than_before(request: Request) -> None:
    problem = problem_for(request)
    before = assign(problem, "total").chosen
    dropped, kept = without(problem, 0), left_of(problem, before, 0)

    mended = repair(dropped, kept)

    assert faults_of(dropped, mended.chosen) == []
    assert (dropped.filled(mended.chosen) >= dropped.filled(kept)).all()


def test_solving_again_around_a_forbidden_pair_moves_as_little_as_can_be() -> None:
    problem = a_round(40, 20, load=5)
    before = assign(problem, "total").chosen
    forbidden = int(np.flatnonzero(before)[0])
    allowed = np.ones(len(problem.of), dtype=np.bool_)
    allowed[forbidden] = False
    smaller = replace(problem, **{name: getattr(problem, name)[allowed] for name in ("of", "by", "score", "pinned")})

    again = reassign(smaller, before[allowed])

    assert len(again.removed) == 0
    assert len(again.added) == 1
    assert again.missing.sum() == 0


def test_solving_again_with_the_same_demands_changes_nothing() -> None:
    problem = a_round(40, 20, load=5)
    before = assign(problem).chosen

    again = reassign(problem, before)

    assert (again.chosen == before).all()
