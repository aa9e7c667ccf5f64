"""Assessments as sums: all that the model needs of them, and which experts and applications hang together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse import csgraph

from consortia.analysis.uncertainty.values import Assessment

# Up to so many cells a full table is quicker than one of what is not zero.
_SMALL: Final = 20_000

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Assessments of n applications by m experts, added up.

    `met` has a one where an expert assessed an application (a full table where it is small). Counts and sums of points
    are by application and by expert, the sum of squares over all; parts are numbered from the largest. Points are taken
    from `centre`.
    """

    applications: tuple[str, ...]
    experts: tuple[str, ...]
    met: Any
    application_counts: Floats
    application_points: Floats
    expert_counts: Floats
    expert_points: Floats
    squares: float
    centre: float
    application_parts: Places
    expert_parts: Places

    @property
    def count(self) -> int:
        """How many assessments there are."""
        return int(self.application_counts.sum())

    @property
    def deviation(self) -> float:
        """The standard deviation of all points."""
        if not self.count:
            return 0.0
        mean = self.application_points.sum() / self.count
        return float(np.sqrt(max(self.squares / self.count - mean**2, 0.0)))


def sums_of(assessments: Sequence[Assessment], *, centre: float | None = None) -> Sums:
    """Add assessments up; their order does not matter. Raises ValueError where an expert assessed one twice."""
    ordered = sorted(assessments, key=lambda each: (each.application, each.expert))
    applications = sorted({each.application for each in ordered})
    experts = sorted({each.expert for each in ordered})
    places = {name: place for place, name in enumerate(applications)}
    rows = np.array([places[each.application] for each in ordered], dtype=np.int64)
    places = {name: place for place, name in enumerate(experts)}
    columns = np.array([places[each.expert] for each in ordered], dtype=np.int64)
    _refuse_twice(ordered, rows * max(len(experts), 1) + columns)
    points = np.array([each.points for each in ordered], dtype=np.float64)
    if not np.isfinite(points).all():
        raise ValueError("points must be numbers")
    middle = centre if centre is not None else float(points.mean()) if len(points) else 0.0
    points = points - middle
    shape = len(applications), len(experts)
    met = sparse.csr_array((np.ones(len(ordered)), (rows, columns)), shape=shape)
    application_parts, expert_parts = _parts(met)
    small = shape[0] * shape[1] <= _SMALL
    return Sums(
        applications=tuple(applications),
        experts=tuple(experts),
        met=met.toarray() if small else met,
        application_counts=np.bincount(rows, minlength=shape[0]).astype(np.float64),
        application_points=np.bincount(rows, weights=points, minlength=shape[0]).astype(np.float64),
        expert_counts=np.bincount(columns, minlength=shape[1]).astype(np.float64),
        expert_points=np.bincount(columns, weights=points, minlength=shape[1]).astype(np.float64),
        squares=float((points**2).sum()),
        centre=middle,
        application_parts=application_parts,
        expert_parts=expert_parts,
    )


def _refuse_twice(ordered: Sequence[Assessment], keys: Places) -> None:
    again = np.flatnonzero(keys[1:] == keys[:-1])
    if len(again):
        each = ordered[int(again[0])]
        raise ValueError(f"expert {each.expert} assessed application {each.application} twice")


def _parts(met: Any) -> tuple[Places, Places]:
    """Return the connected part of each application and each expert, the largest first."""
    if not met.shape[0]:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    graph = sparse.block_array([[None, met], [met.T, None]])
    count, labels = csgraph.connected_components(graph, directed=False)
    sizes = np.bincount(labels, minlength=count)
    number = np.empty(count, dtype=np.int64)
    number[np.argsort(-sizes, kind="stable")] = np.arange(count)
    return number[labels[: met.shape[0]]], number[labels[met.shape[0] :]]
