"""The shadow ranking: what the points say about applications once severity and noise are taken into account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from consortia.analysis.uncertainty.drawing import Drawn, drawn
from consortia.analysis.uncertainty.funding import Money, funded
from consortia.analysis.uncertainty.grid import Nodes, nodes_of
from consortia.analysis.uncertainty.sums import Sums, sums_of
from consortia.analysis.uncertainty.values import (
    Assessment,
    Interval,
    NotFitting,
    Requested,
    Severity,
    Shadow,
    Spread,
    Standing,
)

DRAWS: Final = 4_000
LEVEL: Final = 0.9
# Deviations up to twice that of all points are believed possible, and never less than a point.
_BOUND: Final = 2.0
_LEAST_BOUND: Final = 1.0
# Numerical errors this many times over leave open on which side of a limit a chance lies.
_ERRORS: Final = 2.0


def shadow_ranking(
    assessments: Sequence[Assessment],
    requested: Sequence[Requested],
    envelopes: Mapping[str, float],
    *,
    seed: int,
    threshold: float | None = None,
    not_fitting: NotFitting = "stop",
    spread: Spread | None = None,
    level: float = LEVEL,
    draws: int = DRAWS,
) -> Shadow:
    """Return where applications stand and how severe experts are, with intervals that hold with probability `level`.

    Only applications with points and a request have a standing; assessments of others still tell about experts. The
    order of all rows does not matter, and the same seed gives the same numbers. Raises ValueError for an expert who
    assessed an application twice, an application that requests twice, or an envelope that is not there.
    """
    _refuse(requested, envelopes)
    sums = sums_of(assessments, centre=None if spread is None else spread.mean)
    unassessed = tuple(sorted({each.application for each in requested} - set(sums.applications)))
    if not sums.applications:
        return _nothing(unassessed, level=level, draws=draws, seed=seed)
    nodes = nodes_of(sums, spread or usual_spread(sums))
    found = drawn(sums, nodes, draws=draws, chance=np.random.default_rng(seed))
    lists = _lists(sums, requested)
    standings = [
        standing
        for envelope in sorted(lists)
        for standing in _standings(
            sums,
            found,
            lists[envelope],
            money=Money(envelope=envelopes[envelope], threshold=threshold, not_fitting=not_fitting),
            level=level,
        )
    ]
    return Shadow(
        standings=tuple(standings),
        severities=tuple(_severities(sums, found, level)),
        deviations=deviations(nodes),
        parts=int(sums.expert_parts.max()) + 1,
        unassessed=unassessed,
        level=level,
        draws=draws,
        seed=seed,
    )


def usual_spread(sums: Sums) -> Spread:
    """Return the deviations believed possible where nobody says: up to twice that of all points."""
    bound = max(_BOUND * sums.deviation, _LEAST_BOUND)
    return Spread(application=bound, severity=bound, residual=bound)


def deviations(nodes: Sequence[Nodes]) -> dict[str, float]:
    """Return the mean of each standard deviation, in points."""
    return {
        "application": float(sum(each.application @ each.shares for each in nodes)),
        "severity": float(sum(each.severity @ each.shares for each in nodes)),
        "residual": float(sum(each.residual @ each.shares for each in nodes)),
    }


def _refuse(requested: Sequence[Requested], envelopes: Mapping[str, float]) -> None:
    seen: set[str] = set()
    for each in requested:
        if each.application in seen:
            raise ValueError(f"application {each.application} requests twice")
        if each.envelope not in envelopes:
            raise ValueError(f"application {each.application}: there is no envelope {each.envelope}")
        if not np.isfinite(each.amount) or each.amount < 0:
            raise ValueError(f"application {each.application}: an amount must be a number from 0 up")
        seen.add(each.application)


def _nothing(unassessed: tuple[str, ...], *, level: float, draws: int, seed: int) -> Shadow:
    return Shadow(
        standings=(),
        severities=(),
        deviations={},
        parts=0,
        unassessed=unassessed,
        level=level,
        draws=draws,
        seed=seed,
    )


def _lists(sums: Sums, requested: Sequence[Requested]) -> dict[str, list[tuple[int, Requested]]]:
    """Return the applications of each envelope with their places, in the order of applications."""
    places = {name: place for place, name in enumerate(sums.applications)}
    lists: dict[str, list[tuple[int, Requested]]] = {}
    for each in sorted(requested, key=lambda each: each.application):
        if each.application in places:
            lists.setdefault(each.envelope, []).append((places[each.application], each))
    return lists


def _standings(
    sums: Sums,
    found: Drawn,
    members: Sequence[tuple[int, Requested]],
    *,
    money: Money,
    level: float,
) -> Iterator[Standing]:
    places = np.array([place for place, _ in members])
    amounts = np.array([each.amount for _, each in members])
    ranks, reached = funded(found.qualities[:, places], amounts, money)
    _, again = funded(found.again[:, places], amounts, money)
    expected, chances, once_more = ranks.mean(axis=0), reached.mean(axis=0), again.mean(axis=0)
    errors = np.sqrt(chances * (1 - chances) / len(reached))
    low, high = quantiles(ranks, level)
    doubt = (1 - level) / 2
    for at, (place, each) in enumerate(members):
        grey = bool(doubt < chances[at] < 1 - doubt)
        near = min(abs(chances[at] - doubt), abs(chances[at] - 1 + doubt))
        yield Standing(
            application=each.application,
            envelope=each.envelope,
            part=int(sums.application_parts[place]) + 1,
            quality=float(found.quality[place]),
            expected_rank=float(expected[at]),
            rank=Interval(low=float(low[at]), high=float(high[at])),
            chance=float(chances[at]),
            chance_again=float(once_more[at]),
            error=float(errors[at]),
            grey=grey,
            unsettled=bool(errors[at] > 0 and near < _ERRORS * errors[at]),
        )


def _severities(sums: Sums, found: Drawn, level: float) -> Iterator[Severity]:
    low, high = quantiles(-found.leniencies, level)
    for place, expert in enumerate(sums.experts):
        yield Severity(
            expert=expert,
            assessments=int(sums.expert_counts[place]),
            part=int(sums.expert_parts[place]) + 1,
            severity=float(-found.leniency[place]),
            interval=Interval(low=float(low[place]), high=float(high[place])),
        )


def quantiles(
    columns: npt.NDArray[np.generic], level: float
) -> tuple[npt.NDArray[np.generic], npt.NDArray[np.generic]]:
    """Return between which two values of each column lies the middle part of it."""
    rows = np.ascontiguousarray(columns.T)
    count = rows.shape[1]
    ends = int(np.floor((1 - level) / 2 * count)), int(np.ceil((1 + level) / 2 * count)) - 1
    parted = np.partition(rows, ends, axis=1)
    return parted[:, ends[0]], parted[:, ends[1]]
