"""An assessment as it is written: points, named band and comment by criterion."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from consortia.core.call.award import Award, Criterion, PointBand

# What an expert writes under each criterion.
Part: TypeAlias = Literal["points", "band", "comment"]
PARTS: tuple[Part, ...] = ("points", "band", "comment")

_WHOLE = re.compile(r"[0-9]{1,4}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What stands under one criterion as it was typed; `points` may still be no number, `band` is a band's name."""

    criterion: str
    points: str = ""
    band: str = ""
    comment: str = ""

    @property
    def number(self) -> int | None:
        """The points as a whole number; None where none was typed or it is not one."""
        typed = self.points.strip()
        return int(typed) if _WHOLE.fullmatch(typed) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """One expert's judgements, or those that experts agreed on; a criterion that is missing is empty."""

    judgements: tuple[Judgement, ...] = ()
    by_criterion: Mapping[str, Judgement] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Find judgements by their criterion once."""
        object.__setattr__(self, "by_criterion", {each.criterion: each for each in self.judgements})

    def under(self, criterion: str) -> Judgement:
        """What stands under a criterion."""
        return self.by_criterion.get(criterion) or Judgement(criterion=criterion)


def points_of(assessment: Assessment, award: Award) -> dict[str, int] | None:
    """The points by criterion, or None while some are missing or out of range."""
    found = {each.code: assessment.under(each.code).number for each in award.criteria}
    whole = {code: number for code, number in found.items() if number is not None}
    if len(whole) < len(found) or any(whole[each.code] > each.maximum for each in award.criteria):
        return None
    return whole


def total_of(points: Iterable[int]) -> int:
    """The sum of the points."""
    return sum(points)


def band_at(criterion: Criterion, points: int) -> PointBand | None:
    """The band in which a number of points lies; None beyond the range, or where the call names no bands."""
    return next((each for each in criterion.bands if each.from_ <= points <= each.to), None)


def band_named(criterion: Criterion, name: str) -> PointBand | None:
    """The band of this name."""
    return next((each for each in criterion.bands if each.name == name), None)
