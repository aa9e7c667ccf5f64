"""Where the money of one envelope ends, and who moves up when some of it becomes free."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from consortia.core.call.award import RankingRules
from consortia.core.ranking.ordering import Tier
from consortia.core.ranking.values import Assessed
from consortia.core.values import ZERO, Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What came of a tier when its turn came: what it needed, what was left, where awarding had stopped by then."""

    tier: Tier
    needed: Money
    left: Money
    awarded: bool
    stopped_at: int | None


def turns(tiers: Iterable[Tier], amount: Money, *, goes_on: bool) -> Iterator[Turn]:
    """Award tier by tier while each fits as a whole; after one that does not, stop, or go on to the next."""
    left, stopped_at = amount, None
    for tier in tiers:
        needed = _sum(tier.members)
        awarded = stopped_at is None and needed <= left
        if not awarded and not goes_on and stopped_at is None:
            stopped_at = tier.position
        yield Turn(tier=tier, needed=needed, left=left, awarded=awarded, stopped_at=stopped_at)
        if awarded:
            left -= needed


def first_turns(tiers: Iterable[Tier], amount: Money, rules: RankingRules) -> tuple[Turn, ...]:
    """The turns by the rule of the call, before anybody declined."""
    return tuple(turns(tiers, amount, goes_on=rules.when_money_ends == "skip-and-continue"))


def cascade(first: Iterable[Turn], amount: Money, *, declined: Collection[str]) -> tuple[Turn, ...]:
    """The turns of the reserve list after some declined or the envelope grew to this amount.

    Who was awarded and did not decline keeps the award. The reserve list then moves up strictly in its order, also
    where the call went on to later applications at first: so it matters who declined, never who declined first.
    """
    held = ZERO
    waiting: list[Tier] = []
    for turn in first:
        staying = tuple(each for each in turn.tier.members if each.application not in declined)
        if turn.awarded:
            held += _sum(staying)
        elif staying:
            waiting.append(replace(turn.tier, members=staying))
    return tuple(turns(waiting, amount - held, goes_on=False))


def _sum(members: Iterable[Assessed]) -> Money:
    return sum((each.grant for each in members), start=ZERO)
