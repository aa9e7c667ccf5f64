"""How sure a ranking is: severity of experts, expected ranks, chances of funding. It informs; it never ranks."""

from consortia.analysis.uncertainty.quality import ExpertFigures, Marked, expert_figures
from consortia.analysis.uncertainty.shadow import shadow_ranking
from consortia.analysis.uncertainty.values import (
    Assessment,
    Interval,
    NotFitting,
    Requested,
    Severity,
    Shadow,
    Spread,
    Standing,
)

__all__ = [
    "Assessment",
    "ExpertFigures",
    "Interval",
    "Marked",
    "NotFitting",
    "Requested",
    "Severity",
    "Shadow",
    "Spread",
    "Standing",
    "expert_figures",
    "shadow_ranking",
]
