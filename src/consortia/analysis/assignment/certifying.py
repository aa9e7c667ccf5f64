"""The exact solver for what flows cannot decide: CP-SAT, in whole numbers, with limits that do not depend on a clock.

One search worker and a limit in deterministic time: the same problem gives the same answer on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from consortia.analysis.assignment.floors import rows_of_floor
from consortia.analysis.assignment.values import NO_GROUP, Problem, Truth, Whole

# Above so many undecided pairs a model of its own takes too long; the gap is stated instead.
MOST_PAIRS = 60_000
SEED = 2016
EPSILON = 2.0**-40
UNLIMITED = 1e9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Certified:
    """What the solver found: a choice (`None`: none), whether that is the last word, and else a bound on the goal."""

    chosen: Truth | None
    proven: bool
    bound: int | None


class ExactModel:
    """The whole problem as a model with a yes or no for each pair that is not decided yet.

    `places` says how many experts each application gets, at most where not `all_places` need be filled; `taken` and
    `left_out` are pairs decided before.
    """

    def __init__(
        self,
        problem: Problem,
        places: Whole,
        *,
        taken: Truth | None = None,
        left_out: Truth | None = None,
        all_places: bool = True,
    ) -> None:
        # Imported here because most assignments are settled by flows alone.
        from ortools.sat.python import cp_model

        self._cp = cp_model
        self._problem = problem
        self._places = places
        self._taken = problem.pinned if taken is None else problem.pinned | taken
        self._open = ~self._taken if left_out is None else ~self._taken & ~left_out
        self.model = cp_model.CpModel()
        self._at = np.flatnonzero(self._open)
        self._variables = [self.model.new_bool_var("") for _ in self._at]
        self._of_application = self._members(problem.of, len(problem.applications))
        self._add_places(all_places=all_places)
        self._add_loads()
        for limit in problem.limits:
            self._add_limit(limit.group, limit.most)

    def require_sums(self, counted: Truth, at_least: int) -> None:
        """Let every application that counts have at least such a sum."""
        fixed, left = self._problem.sums(self._taken), self._places - self._problem.filled(self._taken)
        for application in np.flatnonzero(counted).tolist():
            members = self._of_application[application]
            rows = rows_of_floor(
                self._problem,
                open_pairs=self._at[members],
                left=int(left[application]),
                least=at_least - int(fixed[application]),
            )
            variables = self._picked(members)
            for weights, least in zip(rows.weights, rows.least.tolist(), strict=True):
                self.model.add(self._cp.LinearExpr.weighted_sum(variables, weights.tolist()) >= least)

    def raise_the_lowest(self, counted: Truth, *, low: int, high: int) -> None:
        """Seek the highest smallest sum of those that count, known to lie between two numbers."""
        lowest = self.model.new_int_var(low, high, "")
        fixed = self._problem.sums(self._taken)
        for application in np.flatnonzero(counted):
            self.model.add(self._sum_of(int(application)) + int(fixed[application]) >= lowest)
        self.model.maximize(lowest)

    def raise_the_number(self) -> None:
        """Seek the highest number of pairs taken."""
        self.model.maximize(sum(self._variables))

    def require_number(self, at_least: int) -> None:
        """Let so many pairs be taken, with those decided before."""
        self.model.add(sum(self._variables) >= at_least - int(self._taken.sum()))

    def raise_the_total(self, above: int | None = None) -> None:
        """Seek the highest total of scores, only above a number where one is given."""
        scores = self._problem.score[self._at].tolist()
        total = self._cp.LinearExpr.weighted_sum(self._variables, scores) + self._problem.total(self._taken)
        if above is not None:
            self.model.add(total > above)
        self.model.maximize(total)

    def solve(self, effort: float, hint: Truth | None = None) -> Certified:
        """Search, beginning from a hint, as long as the effort (deterministic time, about seconds) lasts."""
        if hint is not None:
            for variable, value in zip(self._variables, hint[self._at].tolist(), strict=True):
                self.model.add_hint(variable, value)
        solver = self._cp.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = SEED
        solver.parameters.max_deterministic_time = effort
        solver.parameters.linearization_level = 2
        return self._told(solver, solver.solve(self.model))

    def _told(self, solver: Any, status: Any) -> Certified:
        cp = self._cp
        if status == cp.MODEL_INVALID:
            raise AssertionError(self.model.validate())
        proven = status in {cp.OPTIMAL, cp.INFEASIBLE}
        chosen = None
        if status in {cp.OPTIMAL, cp.FEASIBLE}:
            chosen = self._taken.copy()
            chosen[self._at] = [solver.boolean_value(each) for each in self._variables]
        bound = None if proven else _rounded_up(solver.best_objective_bound)
        return Certified(chosen=chosen, proven=proven, bound=bound)

    def _members(self, key: Whole, number: int) -> list[list[int]]:
        """For each application (or expert) the places of its variables."""
        members: list[list[int]] = [[] for _ in range(number)]
        for place, of in enumerate(key[self._at].tolist()):
            members[of].append(place)
        return members

    def _sum_of(self, application: int) -> Any:
        members = self._of_application[application]
        scores = self._problem.score[self._at[members]].tolist()
        return self._cp.LinearExpr.weighted_sum([self._variables[each] for each in members], scores)

    def _add_places(self, *, all_places: bool) -> None:
        left = self._places - self._problem.filled(self._taken)
        for members, number in zip(self._of_application, left.tolist(), strict=True):
            self.model.add_linear_constraint(sum(self._picked(members)), number if all_places else 0, number)

    def _add_loads(self) -> None:
        left = self._problem.loads - self._problem.taken(self._taken)
        for members, number in zip(self._members(self._problem.by, len(left)), left.tolist(), strict=True):
            if len(members) > number:
                self.model.add(sum(self._picked(members)) <= number)

    def _add_limit(self, group: Whole, most: Whole) -> None:
        taken = group[self._taken]
        left = most - np.bincount(taken[taken != NO_GROUP], minlength=len(most))
        members: list[list[int]] = [[] for _ in range(len(most))]
        for place, number in enumerate(group[self._at].tolist()):
            if number != NO_GROUP:
                members[number].append(place)
        for inside, number in zip(members, left.tolist(), strict=True):
            if len(inside) > number:
                self.model.add(sum(self._picked(inside)) <= number)

    def _picked(self, members: Sequence[int]) -> list[Any]:
        return [self._variables[each] for each in members]


def _rounded_up(bound: float) -> int:
    """A bound as a whole number that is no lower, whatever the floating point lost."""
    return math.floor(bound + abs(bound) * EPSILON + EPSILON)


def fills_all(problem: Problem) -> bool:
    """Whether every place can be filled, asked of the exact solver: for limits that no network holds."""
    return ExactModel(problem, problem.needs).solve(UNLIMITED).chosen is not None
