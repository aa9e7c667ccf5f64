"""What the model believes, drawn: severities and qualities that fit the points, as many as wanted, from a seed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from consortia.analysis.uncertainty.grid import Nodes
from consortia.analysis.uncertainty.sums import Floats, Sums
from consortia.analysis.uncertainty.turning import fits_of

Singles = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A row a draw: leniency of each expert and quality of each application, in points.

    `again` is the quality as experts drawn anew would mark it. `leniency` and `quality` without draws are exact means.
    """

    leniencies: Singles
    qualities: Singles
    again: Singles
    leniency: Floats
    quality: Floats


def drawn(sums: Sums, nodes: tuple[Nodes, ...], *, draws: int, chance: np.random.Generator) -> Drawn:
    """Draw from the model."""
    leniencies = np.empty((draws, len(sums.experts)), dtype=np.float32)
    qualities = np.empty((draws, len(sums.applications)), dtype=np.float32)
    again = np.empty_like(qualities)
    leniency, quality = np.zeros(len(sums.experts)), np.zeros(len(sums.applications))
    row = 0
    # Neighbours in the order of draws would come from one node; mixed, any part of the draws stands for all.
    order = chance.permutation(draws)
    for each, times in zip(nodes, _times(nodes, draws, chance), strict=True):
        mean_l, mean_q = _means(sums, each)
        leniency += mean_l
        quality += mean_q
        picked = np.repeat(np.arange(len(times)), times)
        if len(picked):
            rows = order[row : row + len(picked)]
            row += len(picked)
            leniencies[rows], qualities[rows], again[rows] = _draw(sums, each, picked, chance)
    return Drawn(
        leniencies=leniencies,
        qualities=qualities,
        again=again,
        leniency=leniency,
        quality=quality + sums.centre,
    )


def _times(nodes: tuple[Nodes, ...], draws: int, chance: np.random.Generator) -> list[npt.NDArray[np.int64]]:
    """Return how many draws each node gets: its share, rounded by one common random start."""
    ends = np.cumsum(np.concatenate([each.shares for each in nodes]))
    ends[-1] = 1.0
    marks = (np.arange(draws) + chance.random()) / draws
    counts = np.diff(np.concatenate([[0], np.searchsorted(marks, ends)]))
    return np.split(counts, np.cumsum([len(each.shares) for each in nodes])[:-1])


def _draw(
    sums: Sums, nodes: Nodes, picked: npt.NDArray[np.int64], chance: np.random.Generator
) -> tuple[Floats, Singles, Singles]:
    """Return draws from nodes of one ratio, a row each: leniency, quality, and quality as marked once more."""
    at = nodes.turned
    residual, severity = nodes.residual[picked], nodes.severity[picked]
    fits = fits_of(at, (nodes.residual / nodes.severity) ** 2)
    mean, values = fits.mean[picked], at.values[:, None] + fits.added[picked]
    if not at.mean_known:
        mean = mean + residual / np.sqrt(fits.mean_precision[picked]) * chance.standard_normal(len(picked))
    noise = chance.standard_normal(values.shape) * residual / np.sqrt(values)
    leniency = at.vectors @ ((at.points[:, None] - mean * at.ones[:, None]) / values + noise)
    left = (sums.application_points[:, None] - sums.application_counts[:, None] * mean - sums.met @ leniency).T
    quality = np.asarray(left * at.weights, dtype=np.float32, order="C")
    residual, severity = residual[:, None].astype(np.float32), severity[:, None].astype(np.float32)
    quality += np.sqrt(at.weights).astype(np.float32) * residual * _normal(quality.shape, chance)
    quality += (mean + sums.centre)[:, None].astype(np.float32)
    other = np.asarray(np.sqrt((residual**2 + severity**2) / sums.application_counts), dtype=np.float32)
    return leniency.T, quality, quality + other * _normal(quality.shape, chance)


def _normal(shape: tuple[int, ...], chance: np.random.Generator) -> Singles:
    return chance.standard_normal(shape, dtype=np.float32)


def _means(sums: Sums, nodes: Nodes) -> tuple[Floats, Floats]:
    """Return the exact mean leniency and quality over the nodes of one ratio, times their shares."""
    at = nodes.turned
    fits = fits_of(at, (nodes.residual / nodes.severity) ** 2)
    values = at.values[:, None] + fits.added
    leniency = at.vectors @ ((at.points[:, None] - fits.mean * at.ones[:, None]) / values @ nodes.shares)
    mean, share = float(fits.mean @ nodes.shares), float(nodes.shares.sum())
    left = sums.application_points * share - sums.application_counts * mean - sums.met @ leniency
    return leniency, at.weights * left + mean
