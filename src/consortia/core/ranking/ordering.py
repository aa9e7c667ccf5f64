"""Applications of one envelope in order: the quality threshold first, then points, then the tie-breaks of the call.

Nothing here looks at the order in which applications came. Those that are equal in everything the call names stay
together: one tier, one position. Only where the call lets lots be drawn does the draw part them.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from typing import TypeAlias

from consortia.core.call.award import Award, RankingRules
from consortia.core.errors import NoValueError
from consortia.core.ranking.values import Assessed


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """Applications that share a position, and what was needed to put them there.

    `ordered` counts the applications with this total where tie-breaks told some of them apart, else it is 1; `by` has
    the criteria that were looked at for that; `drawn` counts those among whom lots were drawn, else it is 1.
    """

    position: int
    members: tuple[Assessed, ...]
    passes: bool
    ordered: int = 1
    by: tuple[str, ...] = ()
    drawn: int = 1

    @property
    def total(self) -> Decimal:
        """The points that each member has."""
        return self.members[0].total


def passes(award: Award, assessed: Assessed) -> bool:
    """Whether an application reaches the quality threshold: in total and in each criterion."""
    return assessed.total >= award.threshold_total and not short_criteria(award, assessed)


def short_criteria(award: Award, assessed: Assessed) -> tuple[str, ...]:
    """The criteria in which an application has fewer points than they ask for, in the order of the call."""
    return tuple(each.code for each in award.criteria if assessed.points[each.code] < award.least_under(each))


def put_in_order(
    award: Award, rules: RankingRules, applications: Iterable[Assessed], *, seed: str | None = None
) -> tuple[Tier, ...]:
    """The applications of one envelope as tiers, the best first; those below the threshold come after all others."""
    entries = sorted((_entry(award, rules, each) for each in applications), key=_by_standing_then_code)
    tiers: list[Tier] = []
    before = 0
    for (below, _), same in groupby(entries, key=lambda entry: entry[0]):
        equals = [(ties, tuple(each for _, _, each in group)) for ties, group in groupby(same, key=_by_ties)]
        for tier in _tiers_of_one_total(equals, rules, seed=seed, below=below):
            tiers.append(replace(tier, position=before + 1))
            before += len(tier.members)
    return tuple(tiers)


def lot(seed: str, assessed: Assessed) -> str:
    """The lot of an application: SHA-256 of seed, envelope and application, each on a line of its own; low comes first.

    Whoever knows the seed draws the same lots again; whoever chose the seed before the applications had their codes
    could not know what it would bring.
    """
    return hashlib.sha256(f"{seed}\n{assessed.envelope}\n{assessed.application}".encode()).hexdigest()


_Ties: TypeAlias = tuple[Decimal, ...]
_Entry: TypeAlias = tuple[tuple[bool, Decimal], _Ties, Assessed]
_Equals: TypeAlias = tuple[_Ties, tuple[Assessed, ...]]


def _entry(award: Award, rules: RankingRules, assessed: Assessed) -> _Entry:
    standing = (not passes(award, assessed), -assessed.total)
    return standing, tuple(-assessed.points[code] for code in rules.ties), assessed


def _by_standing_then_code(entry: _Entry) -> tuple[tuple[bool, Decimal], _Ties, str]:
    """The code only settles how equals are listed; they share their position."""
    return entry[0], entry[1], entry[2].application


def _by_ties(entry: _Entry) -> _Ties:
    return entry[1]


def _tiers_of_one_total(
    equals: Sequence[_Equals], rules: RankingRules, *, seed: str | None, below: bool
) -> Iterator[Tier]:
    """The tiers with one total, each still without its own position."""
    ordered = sum(len(members) for _, members in equals) if len(equals) > 1 else 1
    for index, (_, members) in enumerate(equals):
        tier = Tier(position=1, members=members, passes=not below, ordered=ordered, by=_looked_at(equals, index, rules))
        if below or len(members) == 1 or rules.when_ties_remain == "all-or-none":
            yield tier
        else:
            for each in _drawn(members, seed):
                yield replace(tier, members=(each,), drawn=len(members))


def _looked_at(equals: Sequence[_Equals], index: int, rules: RankingRules) -> tuple[str, ...]:
    """The criteria needed to tell these equals from all others of their total; the neighbours are the closest."""
    beside = [equals[at][0] for at in (index - 1, index + 1) if 0 <= at < len(equals)]
    needed = [_first_difference(equals[index][0], other) + 1 for other in beside]
    return rules.ties[: max(needed, default=0)]


def _first_difference(one: _Ties, other: _Ties) -> int:
    return next(at for at, (mine, theirs) in enumerate(zip(one, other, strict=True)) if mine != theirs)


def _drawn(members: Sequence[Assessed], seed: str | None) -> Sequence[Assessed]:
    if seed is None:
        codes = ", ".join(each.application for each in members)
        raise NoValueError(f"{codes} are equal and the call lets lots be drawn among them: a seed is needed")
    return sorted(members, key=lambda each: lot(seed, each))
