"""What it means in rows for one application to stay at or above a floor.

The sum of its scores is at least the floor. Where two places are open, this is said more sharply too: with an expert at
or below some low score, the other one must be high enough to make up for it. Whole choices keep both alike; parts of
choices, in a linear programme, are held far more closely by the second.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from consortia.analysis.assignment.values import Problem, Whole


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rows:
    """Rows over the open pairs of one application: each, weighed with its numbers, comes to at least `least`."""

    pairs: Whole
    weights: Whole
    least: Whole


def rows_of_floor(problem: Problem, *, open_pairs: Whole, left: int, least: int) -> Rows:
    """Return the rows that hold an application at a floor.

    `open_pairs` are its pairs still to be decided, of which `left` are taken; their scores must add up to `least`.
    """
    score = problem.score[open_pairs]
    low = np.sort(score[2 * score < least]) if left == 2 else score[:0]
    low = low[np.diff(low, prepend=low[0] - 1) > 0] if len(low) else low
    makes_up = score[np.newaxis, :] >= (least - low)[:, np.newaxis]
    is_low = score[np.newaxis, :] <= low[:, np.newaxis]
    return Rows(
        pairs=open_pairs,
        weights=np.vstack([score[np.newaxis, :], makes_up.astype(np.int64) - is_low]),
        least=np.concatenate([[least], np.zeros(len(low), dtype=np.int64)]),
    )
