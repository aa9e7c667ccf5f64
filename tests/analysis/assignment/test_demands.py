from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from consortia.analysis.assignment import (
    Demand,
    PinnedError,
    Request,
    any_contradiction,
    assign,
    barred_alone,
    bits_of,
    contradiction_of,
    problem_for,
)
from consortia.analysis.assignment.contradictions import can_be_met
from tests.analysis.assignment.requests import small_requests, ways_to_meet


def french_round(**changes: object) -> Request:
    """Two applications in French and three experts, of whom only the first reads French and has a conflict."""
    masks = {
        "language": np.array([[True, False, False], [True, False, False]]),
        "conflict": np.array([[False, True, True], [True, True, True]]),
    }
    names, barred = bits_of(masks)
    told: dict[str, object] = {
        "applications": ("wood", "water"),
        "needs": np.array([1, 0]),
        "experts": ("ash", "birch", "elm"),
        "loads": np.array([1, 1, 1]),
        "score": np.array([[5, 3, 1], [4, 4, 4]]),
        "barred": barred,
        "masks": names,
    }
    return Request(**(told | changes))  # type: ignore[arg-type]  # a test's shorthand


def test_a_contradiction_names_the_masks_that_nobody_passes() -> None:
    found = any_contradiction(french_round())

    assert found is not None
    assert set(found.demands) == {
        Demand(kind="need", application="wood"),
        Demand(kind="mask", application="wood", mask="language"),
        Demand(kind="mask", application="wood", mask="conflict"),
    }
    assert (found.places, found.room) == (1, 0)


def test_what_each_mask_bars_alone_is_counted() -> None:
    assert {mask: each.tolist() for mask, each in barred_alone(french_round()).items()} == {
        "language": [2, 2],
        "conflict": [1, 0],
    }


def test_a_pinned_pair_stands_though_a_mask_bars_it() -> None:
    problem = problem_for(french_round(pins=frozenset({(0, 0)})))

    solution = assign(problem)

    assert (solution.status, solution.total) == ("optimal", 5)


def test_pins_beyond_a_load_are_refused_and_named() -> None:
    everybody = np.zeros((2, 3), dtype=np.uint32)
    request = french_round(needs=np.array([1, 1]), barred=everybody, pins=frozenset({(0, 0), (1, 0)}))

    with pytest.raises(PinnedError, match="ash has 2 applications and takes at most 1"):
        assign(problem_for(request))

    found = any_contradiction(request)
    assert found is not None
    assert set(found.demands) == {
        Demand(kind="load", expert="ash"),
        Demand(kind="pin", application="wood", expert="ash"),
        Demand(kind="pin", application="water", expert="ash"),
    }


def test_a_contradiction_beside_those_served_names_the_one_that_stays_short() -> None:
    free = np.zeros((3, 2), dtype=np.uint32)
    free[:, 1] = [1, 1, 0]
    request = french_round(
        applications=("wood", "water", "wind"),
        needs=np.array([1, 1, 1]),
        experts=("ash", "birch"),
        loads=np.array([1, 3]),
        score=np.ones((3, 2), dtype=np.int64),
        barred=free,
        masks=("language",),
    )

    found = contradiction_of(request, "wood", ["water", "wind"])

    assert found is not None
    assert Demand(kind="need", application="wood") in found.demands
    assert Demand(kind="need", application="water") in found.demands
    assert Demand(kind="need", application="wind") not in found.demands


def test_a_mask_before_experts_whom_a_side_demand_shuts_out_anyway_is_not_named() -> None:
    request = Request(
        applications=("wood",),
        needs=np.array([1]),
        experts=("ash", "birch"),
        loads=np.array([1, 0]),
        score=np.array([[0, 0]]),
        barred=np.array([[0, 1]], dtype=np.uint32),
        masks=("conflict",),
        external=np.array([False, False]),
    )

    found = any_contradiction(request)

    assert found is not None
    assert found.demands == (Demand(kind="need", application="wood"), Demand(kind="one-external", application="wood"))


@settings(max_examples=60, deadline=None)
@given(small_requests())
def test_without_any_one_of_its_demands_a_contradiction_is_gone(request: Request) -> None:
    found = any_contradiction(request)

    can_be = next(ways_to_meet(request, request.demands()), None) is not None
    assert (found is None) == can_be
    if found is None:
        return
    assert next(ways_to_meet(request, found.demands), None) is None
    for demand in found.demands:
        others = [each for each in found.demands if each != demand]
        assert next(ways_to_meet(request, others), None) is not None, demand


@settings(max_examples=60, deadline=None)
@given(small_requests())
def test_what_can_be_met_is_what_trying_everything_finds(request: Request) -> None:
    demands = request.demands()

    assert can_be_met(request, demands) == (next(ways_to_meet(request, demands), None) is not None)


@settings(max_examples=80, deadline=None)
@given(small_requests())
def test_the_best_under_all_demands_is_what_trying_everything_finds(request: Request) -> None:
    ways = list(ways_to_meet(request, request.demands()))
    if not ways:
        return
    sums = [[sum(int(request.score[row, by]) for by in experts) for row, experts in enumerate(way)] for way in ways]
    needing = [row for row in range(len(request.applications)) if request.needs[row]]

    by_total, by_worst = (assign(problem_for(request), aim) for aim in ("total", "worst-off"))

    assert by_total.total == max(sum(each) for each in sums)
    lowest = max((min(each[row] for row in needing) for each in sums), default=None) if needing else None
    assert by_worst.worst_off == lowest
    assert by_worst.total == max(
        sum(each) for each in sums if not needing or min(each[row] for row in needing) == lowest
    )
    assert {by_total.status, by_worst.status} == {"optimal"}


def test_employers_that_reach_into_the_agency_are_held_exactly() -> None:
    request = french_round(
        needs=np.array([2, 2]),
        loads=np.array([2, 2, 2]),
        barred=np.zeros((2, 3), dtype=np.uint32),
        # The second and third expert share an employer, and only the third is external.
        employers=np.array([0, 1, 1]),
        external=np.array([False, False, True]),
    )

    solution = assign(problem_for(request))

    assert [request.experts[by] for by in problem_for(request).by[solution.chosen]] == ["ash", "elm", "ash", "elm"]
    assert (solution.status, solution.total, solution.worst_off) == ("optimal", 14, 6)


@pytest.mark.parametrize("seed", range(6))
def test_a_contradiction_of_a_crowded_round_is_small_to_the_last_demand(seed: int) -> None:
    chance = np.random.default_rng(seed)
    names, barred = bits_of({name: chance.random((20, 9)) > 0.3 for name in ("language", "field")})
    request = Request(
        applications=tuple(f"a{each:02}" for each in range(20)),
        needs=chance.integers(1, 4, 20),
        experts=tuple(f"e{each}" for each in range(9)),
        loads=chance.integers(2, 5, 9),
        score=np.zeros((20, 9), dtype=np.int64),
        barred=barred,
        masks=names,
        employers=chance.integers(0, 6, 9) if seed % 2 else None,
    )

    found = any_contradiction(request)

    assert found is not None
    assert not can_be_met(request, found.demands)
    to_spare = [each for each in found.demands if not can_be_met(request, [d for d in found.demands if d != each])]
    assert to_spare == []
