"""How several assessments become one: how many experts, when one more is asked, whose points are consolidated."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, TypeAlias

from consortia.core.call.award import Award, Consolidation, ExpertRules
from consortia.core.errors import NoValueError
from consortia.core.values import Money, Source

Outcome: TypeAlias = Literal["single", "consolidate", "third-expert", "two-closest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What finished totals lead to: `pair` are the places of those that are consolidated, empty when one more is asked.

    `gap` is the largest difference; `below` says that every total lies below the threshold.
    """

    outcome: Outcome
    gap: int
    limit: int
    below: bool
    pair: tuple[int, ...]
    source: Source


def experts_needed(rules: ExpertRules, requested: Money) -> int:
    """How many experts assess an application that asks for this grant."""
    return rules.minimum_up_to if requested <= rules.single_expert_up_to else rules.minimum_above


def compare_totals(award: Award, rules: Consolidation, totals: Sequence[int], *, needed: int) -> Comparison:
    """Decide what the totals of all experts asked so far lead to; they stand in the order of being asked.

    Totals beyond the number that is needed were asked for because of a gap or for want of agreement: then the two
    closest count.
    """
    gap = max(totals) - min(totals)
    below = all(total < award.threshold_total for total in totals)
    outcome: Outcome
    outcome, pair = "consolidate", tuple(range(len(totals)))
    if len(totals) > needed:
        outcome, pair = "two-closest", closest_pair(rules, totals)
    elif len(totals) == 1:
        outcome = "single"
    elif _asks_for_one_more(rules, gap, below=below):
        outcome, pair = "third-expert", ()
    return Comparison(
        outcome=outcome, gap=gap, limit=rules.third_expert_difference, below=below, pair=pair, source=rules.source
    )


def _asks_for_one_more(rules: Consolidation, gap: int, *, below: bool) -> bool:
    return gap >= rules.third_expert_difference and not (below and rules.third_expert_skipped_below_threshold)


def closest_pair(rules: Consolidation, totals: Sequence[int]) -> tuple[int, int]:
    """The places of the two totals that lie closest; between equally close pairs the call's rule decides.

    Pairs that are equal in that too hold the same points: those who were asked first count.
    """
    pairs = list(combinations(range(len(totals)), 2))
    least = min(abs(totals[one] - totals[other]) for one, other in pairs)
    close = [pair for pair in pairs if abs(totals[pair[0]] - totals[pair[1]]) == least]
    sums = {pair: totals[pair[0]] + totals[pair[1]] for pair in close}
    if len(set(sums.values())) == 1:
        return close[0]
    if rules.equally_close is None:
        message = "two pairs of totals are equally close, and the call gives no rule (selection.consolidation)"
        raise NoValueError(message)
    chosen = max(sums.values()) if rules.equally_close == "higher-sum" else min(sums.values())
    return next(pair for pair in close if sums[pair] == chosen)
