"""An assignment drawn by chance beside the best one without: what the draw promises, and what it holds back."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from consortia.analysis.assignment.randomising import Lottery, draw, lottery_of
from consortia.analysis.assignment.solving import assign
from consortia.analysis.assignment.values import Problem, Solution, Truth
from consortia.analysis.assignment.worst_off import lowest_of

# A pair of chance x counts x - x x / 5 times its score: it spreads chances below the bound, too, and costs little.
SPREAD: Final = Fraction(1, 5)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Draw:
    """The assignment that a seed drew, the lottery it was drawn from, and the best total without chance.

    `held_back` marks the applications that the bound may leave short although the best assignment serves them in full.
    """

    solution: Solution
    lottery: Lottery
    best: Solution
    held_back: Truth

    def chance(self, pair: int) -> float:
        """Return how likely the pair at this place of the problem was, from 0 to 1."""
        return float(self.lottery.chance[pair] / self.lottery.parts)

    def likeliest(self, problem: Problem) -> float:
        """Return the highest chance of a pair that is not pinned, from 0 to 1; never above the lottery's `most`."""
        free = self.lottery.chance[~problem.pinned]
        return float(free.max(initial=0) / self.lottery.parts)


def drawn(problem: Problem, *, most: Fraction, seed: int) -> Draw:
    """Draw an assignment in which no pair that is not pinned is likelier than `most`; a seed draws the same again.

    The total to be expected is the highest that the bound allows. The drawn total may lie above it or below.
    """
    best = assign(problem, "total")
    lottery = lottery_of(problem, most=most, spread=SPREAD)
    chosen = draw(lottery, seed)
    missing = problem.needs - problem.filled(chosen)
    served = (missing == 0) & (problem.needs > 0)
    short = [expected > 0 for expected in lottery.missing]
    solution = Solution(
        chosen=chosen,
        status="infeasible" if missing.any() else "feasible",
        total=problem.total(chosen),
        bound=best.total,
        worst_off=lowest_of(problem, served, chosen) if served.any() else None,
        worst_off_bound=None,
        missing=missing,
    )
    return Draw(solution=solution, lottery=lottery, best=best, held_back=short & (best.missing == 0))
