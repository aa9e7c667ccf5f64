"""Which experts assess which applications: the best fit that the demands allow, proven, with reasons."""

from consortia.analysis.assignment.building import problem_of
from consortia.analysis.assignment.contradictions import Contradiction, any_contradiction, contradiction_of
from consortia.analysis.assignment.demands import Demand, Request, bits_of, problem_for
from consortia.analysis.assignment.solving import assign
from consortia.analysis.assignment.values import Aim, Problem, Solution

__all__ = [
    "Aim",
    "Contradiction",
    "Demand",
    "Problem",
    "Request",
    "Solution",
    "any_contradiction",
    "assign",
    "bits_of",
    "contradiction_of",
    "problem_for",
    "problem_of",
]
