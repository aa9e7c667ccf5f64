"""How sure a ranking is: severity of experts, expected ranks, chances of funding. It informs; it never ranks."""

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
    "Interval",
    "NotFitting",
    "Requested",
    "Severity",
    "Shadow",
    "Spread",
    "Standing",
    "shadow_ranking",
]
