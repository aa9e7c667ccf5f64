"""The standard deviations, integrated over a grid that goes where belief is.

Few ratios (each needs a matrix turned), each with many severities and scales (which cost next to nothing). Steps are
equal in the logarithm and no longer than about a standard deviation, so that such sums are nearly exact.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy import special

from consortia.analysis.uncertainty.sums import Floats, Sums
from consortia.analysis.uncertainty.turning import Fits, Turned, fits_of, turned
from consortia.analysis.uncertainty.values import Spread

RATIOS: Final = 9
SEVERITIES: Final = 33
SCALES: Final = 25
# How far below the best a node may lie and still count, as a logarithm.
DEEP: Final = 9.0
# Beyond these ratios one of two deviations is nothing beside the other.
_RATIO: Final = (0.02, 50.0)
_STEP: Final = 0.25
_MOVES: Final = 8
# In standard deviations: where a normal curve has fallen nearly deep enough.
_WIDE: Final = 4.4
_SEVERITY: Final = (0.01, 20.0)
# The residual is at least this part of its bound: points are whole numbers and never fit to the last digit.
_LEAST: Final = 0.01
_LEAST_SHARE: Final = 1e-7


@dataclass(frozen=True, slots=True, kw_only=True)
class Nodes:
    """Combinations of deviations for one ratio, and the share of all belief that each has."""

    turned: Turned
    severity: Floats
    residual: Floats
    shares: Floats

    @property
    def application(self) -> Floats:
        """The application's deviation at each node."""
        return self.turned.ratio * self.residual


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """Nodes of one ratio with the logarithm of their belief, the size of the cell included."""

    turned: Turned
    severity: Floats
    residual: Floats
    log_density: Floats


def nodes_of(sums: Sums, spread: Spread) -> tuple[Nodes, ...]:
    """Return the grid of deviations; the shares of all nodes add up to one."""
    tables = _tables(sums, spread)
    together = np.concatenate([table.log_density for table in tables])
    total = float(special.logsumexp(together))
    found = []
    for table in tables:
        shares = np.exp(table.log_density - total)
        kept = shares > _LEAST_SHARE
        if kept.any():
            nodes = Nodes(
                turned=table.turned,
                severity=table.severity[kept],
                residual=table.residual[kept],
                shares=shares[kept],
            )
            found.append(nodes)
    whole = sum(float(nodes.shares.sum()) for nodes in found)
    return tuple(replace(nodes, shares=nodes.shares / whole) for nodes in found)


def _tables(sums: Sums, spread: Spread) -> list[_Table]:
    """Return tables for ratios in equal steps from where belief begins to where it ends."""

    def table(log_ratio: float) -> _Table:
        return _table(turned(sums, float(np.exp(log_ratio)), mean_known=spread.mean is not None), spread)

    seen: dict[float, float] = {}

    def belief(log_ratio: float) -> float:
        if log_ratio not in seen:
            seen[log_ratio] = float(special.logsumexp(table(log_ratio).log_density))
        return seen[log_ratio]

    low, high = (float(limit) for limit in np.log(_RATIO))
    best, deviation = _summit(belief, _guess(sums, low, high), (low, high))
    begin = _end(belief, best, low, first=_WIDE * deviation)
    end = _end(belief, best, high, first=_WIDE * deviation)
    return [table(float(at)) for at in np.linspace(begin, end, RATIOS)]


def _guess(sums: Sums, low: float, high: float) -> float:
    """Return about where the ratio is: what means of applications vary beyond what their points do."""
    counts = sums.application_counts
    means = sums.application_points / counts
    within = max(sums.squares - float((counts * means**2).sum()), 0.0) / max(sums.count - len(means), 1)
    between = float(means.var()) - within * float((1 / counts).mean())
    if within <= 0 or between <= 0:
        return float(np.clip(0.0, low, high))
    return float(np.clip(0.5 * np.log(between / within), low, high))


def _summit(belief: Callable[[float], float], guess: float, limits: tuple[float, float]) -> tuple[float, float]:
    """Return where belief is highest and about how wide it is, by parabolas through three points."""
    at, deviation = guess, _STEP
    for _move in range(_MOVES):
        left, middle, right = (belief(at + step) for step in (-_STEP, 0.0, _STEP))
        bend = (left - 2 * middle + right) / _STEP**2
        slope = (right - left) / (2 * _STEP)
        deviation = float(1 / np.sqrt(-bend)) if bend < 0 else 2 * _STEP
        move = -slope / bend if bend < 0 else float(np.copysign(4 * _STEP, slope))
        moved = float(np.clip(at + np.clip(move, -4 * _STEP, 4 * _STEP), limits[0] + _STEP, limits[1] - _STEP))
        if abs(moved - at) < _STEP or belief(moved) < middle:
            return (moved if abs(moved - at) < _STEP else at), deviation
        at = moved
    return at, deviation


def _end(belief: Callable[[float], float], best: float, limit: float, *, first: float) -> float:
    """Return where belief has fallen deep enough, from the best towards a limit: steps grow, a long last is halved."""
    floor = belief(best) - DEEP
    direction = 1 if limit > best else -1
    near, step = best, first
    while direction * (near + direction * step - limit) < 0:
        far = near + direction * step
        if belief(far) < floor:
            middle = (near + far) / 2
            return middle if step > first and belief(middle) < floor else far
        near, step = far, (first / 2 if step == first else 2 * step)
    return limit


def _table(at: Turned, spread: Spread) -> _Table:
    """Return severities and scales where belief is: first in a wide net, then in a narrow one."""
    axis = _scale_bounds(spread) if spread.severity_fixed is not None else _SEVERITY
    steps = np.linspace(np.log(axis[0]), np.log(axis[1]), 3 * SEVERITIES)
    wide, _, _ = _net(at, spread, np.exp(steps))
    rows = wide.max(axis=1)
    kept = np.flatnonzero(rows >= rows.max() - DEEP)
    begin, end = steps[max(kept[0] - 1, 0)], steps[min(kept[-1] + 1, len(steps) - 1)]
    narrow, severity, residual = _net(at, spread, np.exp(np.linspace(begin, end, SEVERITIES)))
    cell = np.log((end - begin) / (SEVERITIES - 1))
    return _Table(turned=at, severity=severity.ravel(), residual=residual.ravel(), log_density=(narrow + cell).ravel())


def _net(at: Turned, spread: Spread, axis: Floats) -> tuple[Floats, Floats, Floats]:
    """Return log densities over severities (rows) and scales, and both.

    The rows are severities beside the residual, or, where severity is fixed, residuals with one scale each.
    """
    if spread.severity_fixed is not None:
        residual = axis[:, None]
        severity = np.full_like(residual, spread.severity_fixed)
        fits = fits_of(at, (axis / spread.severity_fixed) ** 2)
        steps = np.zeros(len(axis))
        scale = np.log(at.ratio * residual) + np.log(residual)
    else:
        fits = fits_of(at, axis**-2)
        residual = _scales(at, fits, axis, spread)
        severity = axis[:, None] * residual
        steps = np.log(np.log(residual[:, 1] / residual[:, 0]))
        scale = np.log(at.ratio * residual) + np.log(severity) + np.log(residual)
    density = (
        -fits.freedom * np.log(residual)
        - 0.5 * fits.log_volume[:, None]
        - 0.5 * fits.rest[:, None] / residual**2
        + _log_prior(spread, at.ratio * residual, severity, residual)
        + scale
        + steps[:, None]
    )
    return density, severity, residual


def _scales(at: Turned, fits: Fits, severities: Floats, spread: Spread) -> Floats:
    """Return a row of residual deviations around the best for each fit, as far as all bounds allow."""
    low, most = np.log(_scale_bounds(spread))
    bounds = np.minimum(spread.application / at.ratio, spread.severity / severities)
    high = np.clip(np.log(bounds), low + _STEP / SCALES, most)
    freedom = max(fits.freedom, 1)
    best = np.clip(0.5 * np.log(np.maximum(fits.rest, 1e-300) / freedom), low, high)
    width = 6.0 / np.sqrt(2.0 * freedom)
    begin, end = np.maximum(best - width, low), np.minimum(best + width, high)
    return np.asarray(np.exp(begin[:, None] + (end - begin)[:, None] * np.linspace(0.0, 1.0, SCALES)))


def _scale_bounds(spread: Spread) -> tuple[float, float]:
    most = spread.residual * (np.sqrt(2.0) if spread.tastes_apart else 1.0)
    return _LEAST * spread.residual, float(most)


def _log_prior(spread: Spread, application: Floats, severity: Floats, residual: Floats) -> Floats:
    """Return the logarithm of the prior, but for a constant: each deviation uniform up to its bound.

    Two uniform deviations whose squares add up lie on a quarter of a circle, cut where one passes its bound.
    """
    inside = application <= spread.application * (1 + 1e-9)
    if spread.severity_fixed is None:
        inside = inside & (severity <= spread.severity * (1 + 1e-9))
    prior = np.where(inside, 0.0, -np.inf)
    if spread.tastes_apart:
        cut = np.arccos(np.minimum(spread.residual / residual, 1.0))
        prior = prior + np.log(np.maximum(residual * (np.pi / 2 - 2 * cut), 1e-300))
    return prior
