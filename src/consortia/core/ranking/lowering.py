"""A grant proposed below the one that is asked for, heading by heading."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from consortia.core.errors import NoValueError
from consortia.core.values import ZERO, Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Lowered:
    """What is proposed under one heading instead of what is asked for there."""

    heading: str
    proposed: Money


def proposed_grant(requested: Money, headings: Mapping[str, Money], lowered: Iterable[Lowered]) -> Money | None:
    """The grant that follows from lower amounts under some headings; None where nothing is lowered.

    `headings` are the amounts asked for. Where the ceiling of the grant lies below their sum, what remains of the sum
    counts up to what was asked for as a whole: nobody gets more than that.
    """
    amounts = dict(headings)
    for each in lowered:
        if each.heading not in amounts:
            raise NoValueError(f"the application has no amount under {each.heading}")
        if each.proposed < ZERO or each.proposed > headings[each.heading]:
            raise NoValueError(
                f"{each.proposed} under {each.heading}: from nothing up to {headings[each.heading]}, which is asked for"
            )
        amounts[each.heading] = each.proposed
    grant = min(requested, sum(amounts.values(), start=ZERO))
    return None if grant == requested else grant
