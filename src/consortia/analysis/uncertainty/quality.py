"""Plain figures on how an expert worked: how widely points spread, how lenient, whether that drifts, how quick.

They are counted from what was marked, without a model: with few assessments they are mostly chance. The estimate that
says how far to trust it is `Severity`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean, median, stdev
from typing import Final

_DAY: Final = 24 * 60 * 60
# A line through fewer points tells nothing.
_FEWEST_FOR_A_LINE: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """One assessment as it was handed in: total points, when it was given to the expert and when it came back."""

    application: str
    expert: str
    points: float
    assigned: datetime | None = None
    handed_in: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertFigures:
    """Figures on one expert; none where there is too little to count.

    `spread`: standard deviation of the points. `leniency`: points above those of others for the same applications, on
    average. `drift`: how leniency changes from one assessment to the next, in points, in the order they were handed in.
    `turn_around`: days from assignment to handing in, the median.
    """

    expert: str
    assessments: int
    mean: float
    spread: float | None
    leniency: float | None
    drift: float | None
    turn_around: float | None


def expert_figures(marked: Sequence[Marked]) -> tuple[ExpertFigures, ...]:
    """Return figures on each expert, in the order of experts; the order of rows does not matter."""
    others = _points_by_application(marked)
    by_expert: dict[str, list[Marked]] = defaultdict(list)
    for each in marked:
        by_expert[each.expert].append(each)
    return tuple(_figures(expert, by_expert[expert], others) for expert in sorted(by_expert))


def _points_by_application(marked: Sequence[Marked]) -> dict[str, list[tuple[str, float]]]:
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for each in marked:
        found[each.application].append((each.expert, each.points))
    return found


def _figures(expert: str, own: Sequence[Marked], others: dict[str, list[tuple[str, float]]]) -> ExpertFigures:
    points = [each.points for each in own]
    above = [(each, leniency) for each in own if (leniency := _above(each, others)) is not None]
    taken = [
        (each.handed_in - each.assigned).total_seconds() / _DAY
        for each in own
        if each.assigned is not None and each.handed_in is not None
    ]
    return ExpertFigures(
        expert=expert,
        assessments=len(own),
        mean=fmean(points),
        spread=stdev(points) if len(points) > 1 else None,
        leniency=fmean(leniency for _, leniency in above) if above else None,
        drift=_drift(above),
        turn_around=median(taken) if taken else None,
    )


def _above(each: Marked, others: dict[str, list[tuple[str, float]]]) -> float | None:
    rest = [points for expert, points in others[each.application] if expert != each.expert]
    return each.points - fmean(rest) if rest else None


def _drift(above: Sequence[tuple[Marked, float]]) -> float | None:
    """Return the slope of a line through leniency in the order of handing in."""
    dated = [(each.handed_in, each.application, leniency) for each, leniency in above if each.handed_in is not None]
    if len(dated) < _FEWEST_FOR_A_LINE:
        return None
    values = [leniency for _, _, leniency in sorted(dated)]
    middle, mean = (len(values) - 1) / 2, fmean(values)
    along = sum((at - middle) * (value - mean) for at, value in enumerate(values))
    return along / sum((at - middle) ** 2 for at in range(len(values)))
