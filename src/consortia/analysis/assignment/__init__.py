"""Which experts assess which applications: the best fit that the demands allow, proven, with reasons."""

from consortia.analysis.assignment.building import problem_of
from consortia.analysis.assignment.contradictions import Contradiction, any_contradiction, blocking, contradiction_of
from consortia.analysis.assignment.demands import Demand, Request, bits_of, problem_for
from consortia.analysis.assignment.drawing import Draw, drawn
from consortia.analysis.assignment.explaining import Passed, Why, barred_alone, reasons_of
from consortia.analysis.assignment.randomising import Lottery, draw, lottery_of
from consortia.analysis.assignment.repairing import Repair, reassign, repair
from consortia.analysis.assignment.solving import PinnedError, assign
from consortia.analysis.assignment.values import Aim, Problem, Solution

__all__ = [
    "Aim",
    "Contradiction",
    "Demand",
    "Draw",
    "Lottery",
    "Passed",
    "PinnedError",
    "Problem",
    "Repair",
    "Request",
    "Solution",
    "Why",
    "any_contradiction",
    "assign",
    "barred_alone",
    "bits_of",
    "blocking",
    "contradiction_of",
    "draw",
    "drawn",
    "lottery_of",
    "problem_for",
    "problem_of",
    "reasons_of",
    "reassign",
    "repair",
]
