"""Scores as they are given, into a problem that is reckoned in whole numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal

import numpy as np

from consortia.analysis.assignment.network import largest_score
from consortia.analysis.assignment.values import Problem
from consortia.analysis.assignment.worst_off import MOST_WEIGHT


def problem_of(
    needs: Mapping[str, int], loads: Mapping[str, int], scores: Mapping[tuple[str, str], Decimal]
) -> Problem:
    """Return the problem of experts for applications, with the pairs that have a score; others are not allowed.

    Applications and experts are put into alphabetical order, so that the order of rows in a file changes nothing.
    Scores are reckoned with exactly where their decimals allow; else they are rounded to the finest unit that the
    solver can hold for a problem of this size, and the problem says so.
    """
    applications, experts = tuple(sorted(needs)), tuple(sorted(loads))
    place_of = {each: place for place, each in enumerate(applications)}
    place_by = {each: place for place, each in enumerate(experts)}
    pairs = sorted((place_of[of], place_by[by], score) for (of, by), score in scores.items())
    unit, rounded = _unit_for([score for _, _, score in pairs], nodes=len(applications) + len(experts) + 2)
    whole = [int((score / unit).to_integral_value(ROUND_HALF_EVEN)) for _, _, score in pairs]
    return Problem(
        applications=applications,
        needs=np.array([needs[each] for each in applications], dtype=np.int64),
        experts=experts,
        loads=np.array([loads[each] for each in experts], dtype=np.int64),
        of=np.array([of for of, _, _ in pairs], dtype=np.int64),
        by=np.array([by for _, by, _ in pairs], dtype=np.int64),
        score=np.array(whole, dtype=np.int64),
        pinned=np.zeros(len(pairs), dtype=np.bool_),
        unit=unit,
        rounded=rounded,
    )


def _unit_for(scores: Sequence[Decimal], *, nodes: int) -> tuple[Decimal, bool]:
    """Return the coarsest power of ten that holds every score exactly, or the finest one that can be reckoned with."""
    finest = min((_exponent(score) for score in scores), default=0)
    largest = max((abs(score) for score in scores), default=Decimal(0))
    most = largest_score(nodes, MOST_WEIGHT)
    exponent = finest
    while largest.scaleb(-exponent) > most:
        exponent += 1
    return Decimal(1).scaleb(exponent), exponent > finest


def _exponent(score: Decimal) -> int:
    exponent = score.normalize().as_tuple().exponent
    assert isinstance(exponent, int)  # noqa: S101  # a finite number has one; this is for the type checker
    return min(exponent, 0) if score else 0
