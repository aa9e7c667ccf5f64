"""From the text of an idea to the priorities of a call: what it fits, which passages say so, and what it leaves out."""

from consortia.analysis.priorities.matching import match_idea
from consortia.analysis.priorities.supporting import unsupported_priorities
from consortia.analysis.priorities.values import (
    Basis,
    Evidence,
    FieldMatch,
    Match,
    PriorityMatch,
    Reason,
    Support,
    TypeMatch,
)

__all__ = [
    "Basis",
    "Evidence",
    "FieldMatch",
    "Match",
    "PriorityMatch",
    "Reason",
    "Support",
    "TypeMatch",
    "match_idea",
    "unsupported_priorities",
]
