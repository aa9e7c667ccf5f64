"""Prices of the floor: what holding applications at it costs, from a linear programme (HiGHS).

They are only a proposal, in floating point: a flow under these prices gives the bound, in whole numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from consortia.analysis.assignment.floors import Rows, rows_of_floor
from consortia.analysis.assignment.values import NO_GROUP, Problem, Truth, Whole

ROUNDS = 6
PARTS = 1024
# Prices and scores together stay within what `worst_off.MOST_WEIGHT` allows: 15 times the largest score.
HIGHEST = 14
NEARLY = 1e-6

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prices:
    """What each pair is worth beyond its score, in parts of PARTS, less one sum for the floors that this holds."""

    beyond: Whole
    less: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Proposal:
    """Prices, the applications that were held at the floor for them, and what the programme is worth."""

    prices: Prices
    held: Truth
    value: float


def no_prices(problem: Problem) -> Prices:
    """Return prices under which every pair is worth its score."""
    return Prices(beyond=np.zeros(len(problem.of), dtype=np.int64), less=0)


def lifted(problem: Problem, prices: Prices, *, applications: Truth, by: int, floor: int) -> Prices:
    """Return prices under which the scores of some applications count more, by so many parts."""
    beyond = prices.beyond + np.where(applications[problem.of], by * problem.score, 0)
    return Prices(beyond=beyond, less=prices.less + by * floor * int(applications.sum()))


def propose_prices(
    problem: Problem, *, places: Whole, floor: int, held: Truth, counted: Truth, usable: Truth, columns: Truth
) -> Proposal:
    """Return the prices of holding applications at the floor, reckoned over some of the usable pairs.

    Begins with the applications in `held`, and adds those that come to lie below the floor.
    """
    programme = _Programme(problem, places=places, floor=floor, usable=usable, columns=columns)
    found = Proposal(prices=no_prices(problem), held=held, value=np.inf)
    for _ in range(ROUNDS):
        rows = [programme.rows(int(each)) for each in np.flatnonzero(held)]
        told = programme.solve(rows)
        if told is None:
            break
        price, sums = told
        found = Proposal(prices=_in_parts(problem, rows, price), held=held, value=float(sums.sum()))
        below = counted & ~held & (sums < floor - NEARLY * max(1, abs(floor)))
        if not below.any():
            break
        held = held | below
    return found


def _in_parts(problem: Problem, rows: Sequence[Rows], price: Numbers) -> Prices:
    """Whole prices; all are lowered alike where they would leave what can be reckoned with."""
    largest = int(np.abs(problem.score).max(initial=1))
    split = np.split(price, np.cumsum([len(each.least) for each in rows])[:-1])
    beyond = np.zeros(len(problem.of), dtype=np.float64)
    for each, own in zip(rows, split, strict=True):
        beyond[each.pairs] = own @ each.weights
    scale = PARTS * min(1.0, HIGHEST * largest / max(1.0, float(np.abs(beyond).max(initial=0))))
    found, less = np.zeros(len(problem.of), dtype=np.int64), 0
    for each, own in zip(rows, split, strict=True):
        whole = np.rint(own * scale).astype(np.int64)
        found[each.pairs] = whole @ each.weights
        less += int(whole @ each.least)
    return Prices(beyond=found, less=less)


class _Programme:
    """The linear relaxation over some pairs."""

    def __init__(self, problem: Problem, *, places: Whole, floor: int, usable: Truth, columns: Truth) -> None:
        # Imported here because most assignments are settled by flows alone.
        from scipy import sparse

        self._sparse = sparse
        self._problem = problem
        self._floor = floor
        self._usable = np.flatnonzero(usable & ~problem.pinned)
        at = self._at = np.flatnonzero(columns & ~problem.pinned)
        self._place = np.full(len(problem.of), NO_GROUP, dtype=np.int64)
        self._place[at] = np.arange(len(at))
        self._pinned = problem.sums(problem.pinned)
        self._left = places - problem.filled(problem.pinned)
        self._places = self._incidence(problem.of[at], len(places))
        limits = [self._incidence(problem.by[at], len(problem.experts))]
        most = [problem.loads - problem.taken(problem.pinned)]
        for limit in problem.limits:
            group, pinned = limit.group[at], limit.group[problem.pinned]
            limits.append(self._incidence(group, len(limit.most)))
            most.append(limit.most - np.bincount(pinned[pinned != NO_GROUP], minlength=len(limit.most)))
        self._limits = sparse.vstack(limits, format="csr")
        self._most = np.concatenate(most)

    def rows(self, application: int) -> Rows:
        """Return the rows that hold an application at the floor, over all its usable pairs."""
        first, last = np.searchsorted(self._problem.of[self._usable], [application, application + 1])
        return rows_of_floor(
            self._problem,
            open_pairs=self._usable[first:last],
            left=int(self._left[application]),
            least=self._floor - int(self._pinned[application]),
        )

    def solve(self, rows: Sequence[Rows]) -> tuple[Numbers, Numbers] | None:
        """Return the price of each row, and the sum of each application; `None` where the pairs do not suffice."""
        from scipy.optimize import linprog

        score = self._problem.score[self._at].astype(np.float64)
        result = linprog(
            -score,
            A_ub=self._sparse.vstack([*(-self._over_columns(each) for each in rows), self._limits], format="csr"),
            b_ub=np.concatenate([*(-each.least for each in rows), self._most]),
            A_eq=self._places,
            b_eq=self._left,
            bounds=(0, 1),
            method="highs-ds",
        )
        if result.x is None:
            return None
        number = sum(len(each.least) for each in rows)
        sums = self._places.multiply(score).tocsr() @ result.x + self._pinned
        return np.maximum(-result.ineqlin.marginals[:number], 0), sums

    def _over_columns(self, rows: Rows) -> Any:
        place = self._place[rows.pairs]
        row, inside = np.nonzero(rows.weights * (place != NO_GROUP))
        weights = rows.weights[row, inside].astype(np.float64)
        return self._sparse.csr_matrix((weights, (row, place[inside])), shape=(len(rows.least), len(self._at)))

    def _incidence(self, key: Whole, number: int) -> Any:
        inside = np.flatnonzero(key != NO_GROUP)
        ones = np.ones(len(inside))
        return self._sparse.csr_matrix((ones, (key[inside], inside)), shape=(number, len(key)))
