"""The closed set of ways to reckon a heading: one function for each basis that a call file may name."""

from collections.abc import Mapping

from consortia.core.budget.bases.costs import lump_sum, real_costs
from consortia.core.budget.bases.people import per_participant
from consortia.core.budget.bases.reckoning import Basis, Reckoning
from consortia.core.budget.bases.shares import monthly_share
from consortia.core.budget.bases.stays import stays
from consortia.core.budget.bases.travel import distance_travel
from consortia.core.budget.bases.work import daily_rates
from consortia.core.call.headings import BasisCode

BASES: Mapping[BasisCode, Basis] = {
    "monthly-share": monthly_share,
    "distance-travel": distance_travel,
    "daily-rates": daily_rates,
    "per-participant": per_participant,
    "stays": stays,
    "real-costs": real_costs,
    "lump-sum": lump_sum,
}

__all__ = ["BASES", "Basis", "Reckoning"]
