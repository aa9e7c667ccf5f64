"""Whether an assignment keeps every rule: written apart from the solver, pair by pair, so that it can catch it."""

from __future__ import annotations

from collections import Counter

from consortia.analysis.assignment.values import NO_GROUP, Problem, Truth


def faults_of(problem: Problem, chosen: Truth) -> list[str]:
    """Return what is wrong with an assignment, one sentence each; nothing where it keeps every rule."""
    pairs = [(int(problem.of[at]), int(problem.by[at])) for at in chosen.nonzero()[0]]
    return [
        *(
            f"{problem.applications[of]} has {problem.experts[by]} {times} times"
            for (of, by), times in Counter(pairs).items()
            if times > 1
        ),
        *(
            f"{problem.applications[of]} has {number} experts and needs {problem.needs[of]}"
            for of, number in Counter(of for of, _ in pairs).items()
            if number > problem.needs[of]
        ),
        *(
            f"{problem.experts[by]} has {number} applications and takes at most {problem.loads[by]}"
            for by, number in Counter(by for _, by in pairs).items()
            if number > problem.loads[by]
        ),
        *(
            f"{problem.applications[problem.of[at]]} and {problem.experts[problem.by[at]]} are pinned and not together"
            for at in (problem.pinned & ~chosen).nonzero()[0]
        ),
        *_broken_limits(problem, chosen),
    ]


def _broken_limits(problem: Problem, chosen: Truth) -> list[str]:
    found = []
    for limit in problem.limits:
        groups = [int(limit.group[at]) for at in chosen.nonzero()[0] if limit.group[at] != NO_GROUP]
        for group, number in Counter(groups).items():
            if number > limit.most[group]:
                found.append(f"{limit.name}: {number} are taken of a group of which {limit.most[group]} may be")
    return found
