"""The exact part of the model: points = mean + application + leniency of the expert + residual, each normal.

Given the three standard deviations, applications are eliminated first (Schur), which leaves a matrix over the experts
alone. It depends on one ratio only, the application's deviation to the residual's. Once it is turned into its
eigenvalues, every severity and every scale costs no more than sums over experts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import linalg, sparse

from consortia.analysis.uncertainty.sums import Floats, Sums


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """The experts' matrix for one ratio, turned: `values` and `vectors`, what a mean (`ones`) and the points say in it.

    `weights`: one an application, how far its points pull it. All in units of the residual's variance.
    """

    ratio: float
    weights: Floats
    values: Floats
    vectors: Any
    ones: Floats
    points: Floats
    ones_ones: float
    ones_points: float
    points_points: float
    log_volume: float
    count: int
    mean_known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fits:
    """What is left of the points (`rest`) when severities and the mean have taken their part, one for each `added`.

    `added` is the precision of severity beside that of the residual; `freedom` what remains to learn the scale from.
    """

    added: Floats
    mean: Floats
    mean_precision: Floats
    rest: Floats
    log_volume: Floats
    freedom: int


def turned(sums: Sums, ratio: float, *, mean_known: bool) -> Turned:
    """Eliminate the applications for one ratio of deviations, and turn what is left."""
    counts, points = sums.application_counts, sums.application_points
    weights = 1.0 / (counts + ratio**-2)
    if sparse.issparse(sums.met):
        weighed = sums.met.T @ sparse.diags_array(weights)
        matrix = sparse.csr_array(sparse.diags_array(sums.expert_counts) - weighed @ sums.met)
    else:
        weighed = sums.met.T * weights
        matrix = np.diag(sums.expert_counts) - weighed @ sums.met
    values, vectors = _eigen(matrix, sums)
    return Turned(
        ratio=ratio,
        weights=weights,
        values=values,
        vectors=vectors,
        ones=vectors.T @ (sums.expert_counts - weighed @ counts),
        points=vectors.T @ (sums.expert_points - weighed @ points),
        ones_ones=float(counts.sum() - (weights * counts**2).sum()),
        ones_points=float(points.sum() - (weights * counts * points).sum()),
        points_points=float(sums.squares - (weights * points**2).sum()),
        log_volume=float(np.log1p(counts * ratio**2).sum()),
        count=sums.count,
        mean_known=mean_known,
    )


def fits_of(at: Turned, added: Floats) -> Fits:
    """Fit severities and the mean for each of several precisions of severity; a known mean is where points begin."""
    values = at.values + added[:, None]
    log_volume = at.log_volume + np.log1p(at.values / added[:, None]).sum(axis=1)
    rest = at.points_points - (at.points**2 / values).sum(axis=1)
    mean = mean_precision = np.zeros(len(added))
    if not at.mean_known:
        mean_precision = at.ones_ones - (at.ones**2 / values).sum(axis=1)
        along = at.ones_points - (at.ones * at.points / values).sum(axis=1)
        mean = along / mean_precision
        rest = rest - along * mean
        log_volume = log_volume + np.log(mean_precision)
    return Fits(
        added=added,
        mean=mean,
        mean_precision=mean_precision,
        rest=np.maximum(rest, 0.0),
        log_volume=log_volume,
        freedom=at.count - (not at.mean_known),
    )


def _eigen(matrix: Any, sums: Sums) -> tuple[Floats, Any]:
    """Return eigenvalues and vectors; parts that nothing connects are turned one by one."""
    parts = sums.expert_parts
    members = [np.flatnonzero(parts == part) for part in range(int(parts.max()) + 1)]
    blocks = [matrix] if len(members) == 1 else [matrix[each][:, each] for each in members]
    full = [block.toarray() if sparse.issparse(block) else block for block in blocks]
    found = [linalg.eigh(block, driver="evd", check_finite=False) for block in full]
    values = np.maximum(np.concatenate([each for each, _ in found]), 0.0)
    if len(members) == 1:
        return values, found[0][1]
    back = np.argsort(np.concatenate(members))
    vectors = sparse.csr_array(sparse.block_diag([each for _, each in found], format="csr"))
    return values, vectors[back]
