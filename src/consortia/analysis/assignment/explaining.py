"""Why each pair was taken: its score, how it ranks among the allowed ones, and why those that score better were not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from consortia.analysis.assignment.demands import Request
from consortia.analysis.assignment.values import NO_GROUP, Problem, Truth, Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """An expert who scores better and was not taken.

    "full": has as many applications as an expert takes; "limit": would break the limit named, such as two experts of
    one employer; "free": neither, which happens only where an assignment is not the best.
    """

    expert: str
    score: int
    why: Literal["full", "limit", "free"]
    limit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why an application has an expert; `rank` 1 is the best score among the `allowed` experts of the application."""

    application: str
    expert: str
    score: int
    rank: int
    allowed: int
    pinned: bool
    better: tuple[Passed, ...]


def reasons_of(problem: Problem, chosen: Truth) -> tuple[Why, ...]:
    """Return the reason of each pair that was taken, in the order of applications."""
    first = np.searchsorted(problem.of, np.arange(len(problem.applications) + 1))
    full = problem.taken(chosen) >= problem.loads
    found = []
    for at in np.flatnonzero(chosen).tolist():
        own = np.arange(first[problem.of[at]], first[problem.of[at] + 1])
        higher = own[problem.score[own] > problem.score[at]]
        passed = higher[~chosen[higher]]
        others = own[chosen[own] & (own != at)]
        found.append(
            Why(
                application=problem.applications[problem.of[at]],
                expert=problem.experts[problem.by[at]],
                score=int(problem.score[at]),
                rank=len(higher) + 1,
                allowed=len(own),
                pinned=bool(problem.pinned[at]),
                better=tuple(
                    _passed(problem, int(each), others=others, full=bool(full[problem.by[each]]))
                    for each in passed[np.argsort(-problem.score[passed], kind="stable")]
                ),
            )
        )
    return tuple(found)


def barred_alone(request: Request) -> dict[str, Whole]:
    """Return for each mask how many experts of each application it bars alone: those that relaxing it would allow."""
    return {
        mask: (request.barred == np.uint32(1 << bit)).sum(axis=1).astype(np.int64)
        for bit, mask in enumerate(request.masks)
    }


def _passed(problem: Problem, pair: int, *, others: Whole, full: bool) -> Passed:
    expert, score = problem.experts[problem.by[pair]], int(problem.score[pair])
    for limit in problem.limits:
        group = int(limit.group[pair])
        if group != NO_GROUP and int((limit.group[others] == group).sum()) >= limit.most[group]:
            return Passed(expert=expert, score=score, why="limit", limit=limit.name)
    return Passed(expert=expert, score=score, why="full" if full else "free")
