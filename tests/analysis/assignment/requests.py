"""Requests with masks, employers, external experts and pins, small enough to try everything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
from hypothesis import strategies as st

from consortia.analysis.assignment import Demand, Request, bits_of

MASKS = ("language", "field", "conflict")


@st.composite
def small_requests(draw: st.DrawFn, *, pins: bool = True) -> Request:
    applications, experts = draw(st.integers(1, 3)), draw(st.integers(1, 4))
    shape = (applications, experts)
    numbers = st.integers(0, 9)
    masks = {
        name: np.array([[draw(numbers) > 2 for _ in range(experts)] for _ in range(applications)]) for name in MASKS
    }
    names, barred = bits_of(masks)
    pairs = st.tuples(st.integers(0, applications - 1), st.integers(0, experts - 1))
    return Request(
        applications=tuple(f"a{each}" for each in range(applications)),
        needs=np.array([draw(st.integers(0, 2)) for _ in range(applications)]),
        experts=tuple(f"e{each}" for each in range(experts)),
        loads=np.array([draw(st.integers(0, 2)) for _ in range(experts)]),
        score=np.array([draw(st.integers(-2, 9)) for _ in range(applications * experts)]).reshape(shape),
        barred=barred,
        masks=names,
        employers=np.array([draw(st.integers(0, 1)) for _ in range(experts)]) if draw(st.booleans()) else None,
        external=np.array([draw(st.booleans()) for _ in range(experts)]) if draw(st.booleans()) else None,
        pins=frozenset(draw(st.sets(pairs, max_size=1))) if pins else frozenset(),
    )


def ways_to_meet(request: Request, demands: Sequence[Demand]) -> Iterator[list[tuple[int, ...]]]:
    """Every assignment that meets these demands, the experts of each application in turn."""
    kept = set(demands)
    needed = [Demand(kind="need", application=each) in kept for each in request.applications]
    loads = [
        int(load) if Demand(kind="load", expert=each) in kept else len(request.applications)
        for each, load in zip(request.experts, request.loads, strict=True)
    ]

    def rest(row: int, left: list[int]) -> Iterator[list[tuple[int, ...]]]:
        if row == len(needed):
            yield []
            return
        pinned = pinned_to(request, kept, row)
        number = int(request.needs[row]) if needed[row] else len(pinned)
        allowed = [by for by in range(len(left)) if left[by] > 0 and may_take(request, kept, row, by)]
        for experts in combinations(allowed, number):
            if set(pinned) <= set(experts) and keeps_sides(request, kept, row, experts):
                after = [load - (by in experts) for by, load in enumerate(left)]
                for others in rest(row + 1, after):
                    yield [experts, *others]

    yield from rest(0, loads)


def pinned_to(request: Request, kept: set[Demand], row: int) -> list[int]:
    return [
        by
        for of, by in request.pins
        if of == row and Demand(kind="pin", application=request.applications[row], expert=request.experts[by]) in kept
    ]


def may_take(request: Request, kept: set[Demand], row: int, by: int) -> bool:
    if (row, by) in request.pins:
        return True
    barring = [mask for bit, mask in enumerate(request.masks) if int(request.barred[row, by]) >> bit & 1]
    return not any(Demand(kind="mask", application=request.applications[row], mask=mask) in kept for mask in barring)


def keeps_sides(request: Request, kept: set[Demand], row: int, experts: Sequence[int]) -> bool:
    name = request.applications[row]
    if request.employers is not None and Demand(kind="two-employers", application=name) in kept:
        employers = [int(request.employers[by]) for by in experts]
        if len(set(employers)) < len(employers):
            return False
    if request.external is not None and Demand(kind="one-external", application=name) in kept:
        inside = sum(not request.external[by] for by in experts)
        return inside <= max(int(request.needs[row]) - 1, 0)
    return True
