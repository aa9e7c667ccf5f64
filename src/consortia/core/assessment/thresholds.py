"""Whether points reach the call's thresholds: in total, and under each criterion."""

from collections.abc import Mapping
from dataclasses import dataclass

from consortia.core.assessment.values import total_of
from consortia.core.call.award import Award, Criterion
from consortia.core.values import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where points stand against the thresholds; `below` names the criteria that fall short, in the call's order."""

    total: int
    total_needed: int
    below: tuple[str, ...]
    source: Source

    @property
    def reaches_total(self) -> bool:
        """Whether the sum of the points is enough."""
        return self.total >= self.total_needed

    @property
    def passes(self) -> bool:
        """Whether the total and every criterion are enough; both must hold."""
        return self.reaches_total and not self.below


def examine_thresholds(award: Award, points: Mapping[str, int]) -> Standing:
    """Compare points with the thresholds of the call."""
    below = tuple(each.code for each in award.criteria if falls_short(award, each, points[each.code]))
    return Standing(
        total=total_of(points.values()), total_needed=award.threshold_total, below=below, source=award.source
    )


def falls_short(award: Award, criterion: Criterion, points: int) -> bool:
    """Whether points are below the threshold of a criterion, or below the share of its points that the call asks."""
    return points < award.least_under(criterion)
