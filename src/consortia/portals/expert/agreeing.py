"""The consolidated assessment as its page shows it: both beside each other, who signed, what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from consortia.core.assessment import Judgement, band_named
from consortia.portals.expert.grid import Shown, shown_criteria

if TYPE_CHECKING:
    from collections.abc import Mapping

    from consortia.core.call.award import Criterion
    from consortia.stages.assessments.snapshots import Opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one of the experts gave under a criterion; `take` is what the button sends that takes the comment over."""

    name: str
    yours: bool
    points: str
    band: str
    comment: str
    take: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One criterion: both sides, how far they differ, and what is agreed on."""

    shown: Shown
    sides: tuple[Side, ...]
    difference: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """Whose signature is awaited or given."""

    name: str
    at: datetime | None


def side_by_side(what: Opened, own: str, *, reference: str, kept: Mapping[str, tuple[str, str]]) -> list[Row]:
    """Return each criterion with both assessments; the reader's own stands first."""
    order = sorted(what.file.pair, key=lambda each: each != own)
    shown = shown_criteria(what, what.consolidated, page="consolidated_entry", reference=reference, kept=kept)
    return [_row(what, each, order, own) for each in shown]


def signatures_shown(what: Opened) -> list[Signed]:
    """Return who signed what stands now, and whose signature is missing."""
    rows = what.consolidated.signatures.all() if what.consolidated else ()
    at = {str(each.assignment_id): each.signed_at for each in rows if each.removed_at is None}
    return [Signed(name=_name(what, own), at=at.get(own)) for own in what.file.pair]


def _row(what: Opened, shown: Shown, order: list[str], own: str) -> Row:
    judgements = {each: what.written(each).under(shown.criterion.code) for each in order}
    numbers = [judgement.number or 0 for judgement in judgements.values()]
    return Row(
        shown=shown,
        sides=tuple(_side(what, each, shown.criterion, judgements[each], yours=each == own) for each in order),
        difference=max(numbers) - min(numbers),
    )


def _side(what: Opened, own: str, criterion: Criterion, judgement: Judgement, *, yours: bool) -> Side:
    band = band_named(criterion, judgement.band)
    return Side(
        name=_name(what, own),
        yours=yours,
        points=judgement.points.strip(),
        band=band.name if band else "",
        comment=judgement.comment,
        take=f"take {criterion.code} {what.file.pair.index(own)}",
    )


def _name(what: Opened, own: str) -> str:
    return str(what.assignments[own].engagement.expert)
