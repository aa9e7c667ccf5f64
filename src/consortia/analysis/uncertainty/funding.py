"""Who is funded in each draw, when envelopes go to the best first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from consortia.analysis.uncertainty.values import NotFitting

# Half a cent, so that sums that use an envelope up to the last one still fit.
_HALF_A_CENT: Final = 0.005
# So many draws are ordered together: their numbers stay in the processor's cache.
_AT_ONCE: Final = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An envelope in euros, how many points an application needs at least, and what one that does not fit brings."""

    envelope: float
    threshold: float | None
    not_fitting: NotFitting


def funded(
    qualities: npt.NDArray[np.float32], amounts: npt.NDArray[np.float64], money: Money
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.bool_]]:
    """Return the rank of each application (columns) in each draw (rows), 1 the best, and whether money reaches it."""
    ranks = np.empty(qualities.shape, dtype=np.int32)
    reached = np.empty(qualities.shape, dtype=np.bool_)
    positions = np.arange(1, qualities.shape[1] + 1, dtype=np.int32)
    for first in range(0, len(qualities), _AT_ONCE):
        part = qualities[first : first + _AT_ONCE]
        order = np.argsort(-part, axis=1)
        wanted = amounts[order]
        if money.threshold is not None:
            wanted[np.take_along_axis(part, order, axis=1) < money.threshold] = np.inf
        rows = np.arange(first, first + len(part))[:, None]
        ranks[rows, order] = positions
        reached[rows, order] = _reached(wanted, money)
    return ranks, reached


def _reached(wanted: npt.NDArray[np.float64], money: Money) -> npt.NDArray[np.bool_]:
    """Return who is reached, the best in the first column."""
    left = np.full(len(wanted), money.envelope + _HALF_A_CENT)
    if money.not_fitting == "stop":
        return np.asarray(np.cumsum(wanted, axis=1) <= left[:, None])
    reached = np.zeros(wanted.shape, dtype=np.bool_)
    for place, amounts in enumerate(wanted.T):
        fits = amounts <= left
        left[fits] -= amounts[fits]
        reached[:, place] = fits
    return reached
