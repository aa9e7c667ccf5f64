"""Ranking lists: who is awarded what, who waits, and why, from consolidated points and the money of each envelope."""

from consortia.core.ranking.ranking import rank_applications
from consortia.core.ranking.values import Assessed, Declined, Envelope, Event, Grown, Outcome, Ranked

__all__ = ["Assessed", "Declined", "Envelope", "Event", "Grown", "Outcome", "Ranked", "rank_applications"]
