"""A round as a whole: what applications ask for and experts can give, and the plan that follows."""

from consortia.analysis.planning.reckoning import plan_round
from consortia.analysis.planning.values import (
    MASKS,
    Asked,
    Chance,
    Drawn,
    Mask,
    Pair,
    PlannedPair,
    Ready,
    RoundInputs,
    RoundPlan,
    Unserved,
)

__all__ = [
    "MASKS",
    "Asked",
    "Chance",
    "Drawn",
    "Mask",
    "Pair",
    "PlannedPair",
    "Ready",
    "RoundInputs",
    "RoundPlan",
    "Unserved",
    "plan_round",
]
