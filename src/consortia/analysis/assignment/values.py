"""What the assignment of experts is reckoned from, and what it says."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

Whole: TypeAlias = npt.NDArray[np.int64]
Truth: TypeAlias = npt.NDArray[np.bool_]
Aim = Literal["total", "worst-off"]
Status = Literal["optimal", "feasible", "infeasible"]

NO_GROUP = -1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Limit:
    """Of the pairs of a group, all of one application, at most so many may be taken.

    `group` holds the number of each pair's group, NO_GROUP where it is in none; `most` holds one number for each group.
    """

    name: str
    group: Whole
    most: Whole


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Problem:
    """Applications that need experts, experts with the most they take, and the allowed pairs with their scores.

    Pairs are three arrays of the same length, in the order of applications and then experts: `of` holds the place of
    the application, `by` that of the expert, `score` the score in whole numbers of `unit`. `rounded` says that some
    score is finer than the unit. A pair that is `pinned` is taken whatever it scores.
    """

    applications: tuple[str, ...]
    needs: Whole
    experts: tuple[str, ...]
    loads: Whole
    of: Whole
    by: Whole
    score: Whole
    pinned: Truth
    unit: Decimal = Decimal(1)
    rounded: bool = False
    limits: tuple[Limit, ...] = field(default=())

    def sums(self, chosen: Truth) -> Whole:
        """Return the sum of scores of each application."""
        found = np.zeros(len(self.applications), dtype=np.int64)
        np.add.at(found, self.of[chosen], self.score[chosen])
        return found

    def filled(self, chosen: Truth) -> Whole:
        """Return how many experts each application has."""
        return np.bincount(self.of[chosen], minlength=len(self.applications)).astype(np.int64)

    def taken(self, chosen: Truth) -> Whole:
        """Return how many applications each expert has."""
        return np.bincount(self.by[chosen], minlength=len(self.experts)).astype(np.int64)

    def total(self, chosen: Truth) -> int:
        """Return the sum of all scores."""
        return int(self.score[chosen].sum())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Solution:
    """Which pairs are taken, and how good that is proven to be; all sums in units of the problem.

    `bound`: no assignment that fills the same places has a higher total (for the aim "worst-off": none whose worst-off
    application is as well off). `worst_off` is the smallest sum among applications that got every expert they need,
    `None` where none did; no assignment has a higher one than `worst_off_bound` (known for that aim only).
    """

    chosen: Truth
    status: Status
    total: int
    bound: int
    worst_off: int | None
    worst_off_bound: int | None
    missing: Whole
