"""How sure a score makes one, and from which score on to suggest: measured on labelled texts that were left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from consortia.analysis.priorities.labelled import NONE, Example
from consortia.core.call import CallDefinition

# Of each priority of each text: its score, whether it is right, and whether readers differed (of a first one: whether
# none would be right).
Points: TypeAlias = list[tuple[float, bool, bool]]


def look(
    call: CallDefinition,
    scores: Mapping[str, float],
    example: Example,
    seen: Mapping[str, Points],
) -> None:
    """Add to each kind of priority what the scores say of a labelled text, and what its readers do."""
    for priority in call.priorities:
        if priority.code in scores and priority.field in {None, example.field}:
            kind = "horizontal" if priority.field is None else "field"
            right = priority.code in (example.horizontal if priority.field is None else example.own)
            seen[kind].append((scores[priority.code], right, priority.code in example.open_))


def first_points(call: CallDefinition, scores: Mapping[str, float], example: Example) -> Points:
    """Return the score of the first priority of the field, whether it is right, and whether none would be."""
    own = [each.code for each in call.priorities if each.field == example.field and each.code in scores]
    if not own:
        return []
    best = max(own, key=lambda code: (scores[code], code))
    return [(scores[best], best in example.first, NONE in example.first)]


def best_first(firsts: Points) -> float:
    """Return the score from which naming the first priority, rather than none, is right most often."""
    steps = [step / 4 for step in range(-12, 13)]

    def quality(threshold: float) -> int:
        return sum(right if score >= threshold else none for score, right, none in firsts)

    return max(steps, key=quality)


def line_through(points: Points) -> tuple[float, float]:
    """Return constant and slope that turn scores into log odds (Platt); what readers differed on is left out."""
    clear = [(score, right) for score, right, open_ in points if not open_]
    if len({right for _, right in clear}) < 2:  # right and wrong
        return (0.0, 1.0)
    model = logistic(100.0).fit([[score] for score, _ in clear], [right for _, right in clear])
    return (round(float(model.intercept_[0]), 4), round(float(model.coef_[0][0]), 4))


def best_threshold(points: Points) -> float:
    """Return the score from which suggesting gives the best F1, looked for in steps too wide to follow every text."""
    steps = [step / 4 for step in range(-12, 13)]

    def quality(threshold: float) -> float:
        hits = sum(right for score, right, _ in points if score >= threshold)
        wrong = sum(not right and not open_ for score, right, open_ in points if score >= threshold)
        missed = sum(right for score, right, _ in points if score < threshold)
        return 2 * hits / (2 * hits + wrong + missed) if hits else 0.0

    return max(steps, key=quality) if points else 0.0


def logistic(freedom: float) -> Any:
    """Return a model of chances that moves from nothing only as far as its freedom lets it."""
    from sklearn.linear_model import LogisticRegression  # only learning needs it, and it starts slowly

    return LogisticRegression(C=freedom, solver="liblinear", intercept_scaling=5, random_state=0)
