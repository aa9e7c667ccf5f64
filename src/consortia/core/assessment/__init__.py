"""The assessment of an application: points with reasons, consolidation, thresholds, signatures."""

from consortia.core.assessment.consolidating import Comparison, closest_pair, compare_totals, experts_needed
from consortia.core.assessment.moves import File, FileState
from consortia.core.assessment.noticing import Elsewhere, keeps_open, notice
from consortia.core.assessment.thresholds import Standing, examine_thresholds
from consortia.core.assessment.values import (
    PARTS,
    Assessment,
    Judgement,
    Part,
    band_at,
    band_named,
    points_of,
    total_of,
)

__all__ = [
    "PARTS",
    "Assessment",
    "Comparison",
    "Elsewhere",
    "File",
    "FileState",
    "Judgement",
    "Part",
    "Standing",
    "band_at",
    "band_named",
    "closest_pair",
    "compare_totals",
    "examine_thresholds",
    "experts_needed",
    "keeps_open",
    "notice",
    "points_of",
    "total_of",
]
