"""A round as it is asked for: who needs experts, and by which named demand a pair is not allowed.

Each demand can be taken away by itself: what an application needs, what an expert takes, each mask for each
application (no conflict, language, field, country), two employers and an external expert for each application, each
pinned pair. So a contradiction can be told in demands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from consortia.analysis.assignment.values import NO_GROUP, Limit, Problem, Truth, Whole

Kind = Literal["need", "load", "mask", "two-employers", "one-external", "pin"]
Bits: TypeAlias = npt.NDArray[np.uint32]

# A pair that no demand's removal allows, such as one that a file does not list.
NEVER: Final = np.uint32(2**31)
MOST_MASKS: Final = 31


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Demand:
    """One thing that is asked for, with the application or expert it is asked for."""

    kind: Kind
    application: str = ""
    expert: str = ""
    mask: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Request:
    """What is asked for, applications as rows and experts as columns.

    `barred` holds for each pair the masks that do not allow it, one bit each in the order of `masks`. `employers` has a
    number for each expert (experts of one employer share it), `external` says who is not of the agency; `None` where
    nothing of the kind is asked for. `outsiders` says for which applications an external expert is asked, `None`: all.
    """

    applications: tuple[str, ...]
    needs: Whole
    experts: tuple[str, ...]
    loads: Whole
    score: Whole
    barred: Bits
    masks: tuple[str, ...] = ()
    employers: Whole | None = None
    external: Truth | None = None
    outsiders: Truth | None = None
    pins: frozenset[tuple[int, int]] = frozenset()
    unit: Decimal = Decimal(1)

    def demands(self) -> list[Demand]:
        """Return every demand that can be taken away."""
        masked = [
            Demand(kind="mask", application=self.applications[of], mask=mask)
            for bit, mask in enumerate(self.masks)
            for of in np.flatnonzero(((self.barred >> np.uint32(bit)) & np.uint32(1)).any(axis=1))
        ]
        asked: list[Kind] = ["two-employers"] if self.employers is not None else []
        if self.external is not None:
            asked.append("one-external")
        return [
            *(Demand(kind="need", application=each) for each in self.applications),
            *(
                Demand(kind=kind, application=each)
                for kind in asked
                for place, each in enumerate(self.applications)
                if kind != "one-external" or self.outsiders is None or self.outsiders[place]
            ),
            *(
                Demand(kind="pin", application=self.applications[a], expert=self.experts[e])
                for a, e in sorted(self.pins)
            ),
            *masked,
            *(Demand(kind="load", expert=each) for each in self.experts),
        ]


def bits_of(masks: Mapping[str, Truth]) -> tuple[tuple[str, ...], Bits]:
    """Return the names of masks, each saying for every pair whether it is allowed, and which bar each pair."""
    if len(masks) > MOST_MASKS:
        raise ValueError(f"found {len(masks)} masks, expected at most {MOST_MASKS}")
    names = tuple(masks)
    shape = next(iter(masks.values())).shape
    barred = np.zeros(shape, dtype=np.uint32)
    for bit, name in enumerate(names):
        barred |= np.where(masks[name], np.uint32(0), np.uint32(1 << bit))
    return names, barred


def problem_for(request: Request, demands: Iterable[Demand] | None = None) -> Problem:
    """Return the problem in which these demands hold, all where none are given.

    An application whose need is not among them needs nobody but whom others pin to it.
    """
    kept = _Kept.all_of(request) if demands is None else _Kept.of(request, demands)
    allowed = (request.barred & ~kept.open_bits[:, np.newaxis]) == 0
    for pin in request.pins:
        # An officer who pins a pair has looked at it: no mask bars it.
        allowed[pin] = True
    of, by = np.nonzero(allowed)
    pinned = np.zeros(len(of), dtype=np.bool_)
    pinned[[int(np.flatnonzero((of == a) & (by == e))[0]) for a, e in sorted(kept.pins)]] = True
    # Where the need itself is taken away, pinned experts stay.
    asked = np.bincount(of[pinned], minlength=len(request.applications)).astype(np.int64)
    return Problem(
        applications=request.applications,
        needs=np.where(kept.need, request.needs, asked),
        experts=request.experts,
        loads=np.where(kept.load, request.loads, len(request.applications)),
        of=of,
        by=by,
        score=request.score[of, by],
        pinned=pinned,
        unit=request.unit,
        limits=tuple(_limits(request, of, by, kept)),
    )


@dataclass(slots=True, kw_only=True)
class _Kept:
    """Which demands hold, laid out by application and expert."""

    need: Truth
    load: Truth
    open_bits: Bits
    two_employers: Truth
    one_external: Truth
    pins: set[tuple[int, int]]

    @classmethod
    def all_of(cls, request: Request) -> _Kept:
        applications, experts = len(request.applications), len(request.experts)
        return cls(
            need=np.ones(applications, dtype=np.bool_),
            load=np.ones(experts, dtype=np.bool_),
            open_bits=np.zeros(applications, dtype=np.uint32),
            two_employers=np.ones(applications, dtype=np.bool_),
            one_external=np.ones(applications, dtype=np.bool_)
            if request.outsiders is None
            else request.outsiders.copy(),
            pins=set(request.pins),
        )

    @classmethod
    def of(cls, request: Request, demands: Iterable[Demand]) -> _Kept:
        found = cls.all_of(request)
        for each in (found.need, found.load, found.two_employers, found.one_external):
            each[:] = False
        found.open_bits[:] = (1 << len(request.masks)) - 1
        found.pins.clear()
        row = {each: place for place, each in enumerate(request.applications)}
        column = {each: place for place, each in enumerate(request.experts)}
        bit = {each: np.uint32(1 << place) for place, each in enumerate(request.masks)}
        for demand in demands:
            match demand.kind:
                case "need":
                    found.need[row[demand.application]] = True
                case "load":
                    found.load[column[demand.expert]] = True
                case "mask":
                    found.open_bits[row[demand.application]] &= ~bit[demand.mask]
                case "two-employers":
                    found.two_employers[row[demand.application]] = True
                case "one-external":
                    found.one_external[row[demand.application]] = True
                case "pin":
                    found.pins.add((row[demand.application], column[demand.expert]))
        return found


def _limits(request: Request, of: Whole, by: Whole, kept: _Kept) -> list[Limit]:
    """The side demands as groups: inside the agency first, employers within, so that a network can nest them."""
    found = []
    if request.external is not None:
        inside = ~request.external[by] & kept.one_external[of]
        group = np.where(inside, of, NO_GROUP)
        found.append(Limit(name="one-external", group=group, most=np.maximum(request.needs - 1, 0)))
    if request.employers is not None:
        number = of * (int(request.employers.max(initial=0)) + 1) + request.employers[by]
        used, group = np.unique(number, return_inverse=True)
        group = np.where(kept.two_employers[of], group, NO_GROUP)
        found.append(Limit(name="two-employers", group=group, most=np.ones(len(used), dtype=np.int64)))
    return found


def rows_of(request: Request, rows: Sequence[int]) -> Request:
    """Return the request of some applications alone."""
    at = {row: place for place, row in enumerate(rows)}
    return replace(
        request,
        applications=tuple(request.applications[row] for row in rows),
        needs=request.needs[list(rows)],
        score=request.score[list(rows)],
        barred=request.barred[list(rows)],
        pins=frozenset((at[of], by) for of, by in request.pins if of in at),
    )
