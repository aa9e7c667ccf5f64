"""Prices of the floor: what one more unit of an application's sum is worth, from a linear programme (HiGHS).

They are only a proposal, in floating point: a flow under these prices gives the bound, in whole numbers.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from consortia.analysis.assignment.values import NO_GROUP, Problem, Truth, Whole

ROUNDS = 5
PARTS = 1024
HIGHEST = 15 * PARTS
NEARLY = 1e-6


def prices_of_floor(
    problem: Problem, *, places: Whole, floor: int, rows: Truth, counted: Truth, columns: Truth
) -> tuple[Whole, Truth]:
    """Return the price of each application in parts of PARTS, and the applications that were priced.

    Begins with the applications in `rows`, and adds those that come to lie below the floor.
    """
    programme = _Programme(problem, places, columns)
    price = np.zeros(len(problem.applications), dtype=np.int64)
    for _ in range(ROUNDS):
        told = programme.solve(rows, floor)
        if told is None:
            return price, rows
        dual, sums = told
        price = np.clip(np.rint(dual * PARTS), 0, HIGHEST).astype(np.int64)
        lacking = counted & (sums < floor - NEARLY * max(1, abs(floor)))
        if not (lacking & ~rows).any():
            return price, rows
        rows = rows | lacking
    return price, rows


class _Programme:
    """The linear relaxation over some pairs."""

    def __init__(self, problem: Problem, places: Whole, columns: Truth) -> None:
        # Imported here because most assignments are settled by flows alone.
        from scipy import sparse

        self._sparse = sparse
        self._problem = problem
        at = self._at = np.flatnonzero(columns & ~problem.pinned)
        self._pinned_sums = problem.sums(problem.pinned)
        self._places = self._incidence(problem.of[at], len(places))
        self._left = places - problem.filled(problem.pinned)
        limits = [self._incidence(problem.by[at], len(problem.experts))]
        most = [problem.loads - problem.taken(problem.pinned)]
        for limit in problem.limits:
            group, pinned = limit.group[at], limit.group[problem.pinned]
            limits.append(self._incidence(group, len(limit.most)))
            most.append(limit.most - np.bincount(pinned[pinned != NO_GROUP], minlength=len(limit.most)))
        self._limits = sparse.vstack(limits, format="csr")
        self._most = np.concatenate(most)

    def solve(self, rows: Truth, floor: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]] | None:
        """Return the price of the floor for each application, and its sum; `None` where the pairs do not suffice."""
        from scipy.optimize import linprog

        score = self._problem.score[self._at].astype(np.float64)
        priced = np.flatnonzero(rows)
        sums = self._places.multiply(score).tocsr()
        result = linprog(
            -score,
            A_ub=self._sparse.vstack([-sums[priced], self._limits], format="csr"),
            b_ub=np.concatenate([self._pinned_sums[priced] - floor, self._most]),
            A_eq=self._places,
            b_eq=self._left,
            bounds=(0, 1),
            method="highs-ds",
        )
        if result.x is None:
            return None
        price = np.zeros(len(rows))
        price[priced] = -result.ineqlin.marginals[: len(priced)]
        return price, sums @ result.x + self._pinned_sums

    def _incidence(self, key: Whole, number: int) -> Any:
        inside = np.flatnonzero(key != NO_GROUP)
        ones = np.ones(len(inside))
        return self._sparse.csr_matrix((ones, (key[inside], inside)), shape=(number, len(key)))
