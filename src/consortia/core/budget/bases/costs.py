"""Money by what things really cost, and money agreed as one sum."""

from collections.abc import Iterator
from decimal import Decimal

from consortia.core.application.document import Cost, LumpSumPlan
from consortia.core.budget.bases.reckoning import Reckoning
from consortia.core.budget.values import Line, LineKind
from consortia.core.call.headings import RealCostsTerms
from consortia.core.values import Money


def real_costs(reckoning: Reckoning) -> Iterator[Line]:
    """A share of each listed cost, and of the one cost that the ceiling does not touch."""
    terms = reckoning.terms(RealCostsTerms)
    heading = reckoning.heading
    for index, each in enumerate(reckoning.application.rows_of(heading.code, Cost)):
        yield _line(reckoning, "cost", f"{heading.key}[{index}]", cost=each.cost, share=terms.share)
    if terms.outside and (outside := reckoning.application.sums[terms.outside.key]):
        yield _line(reckoning, "outside-cost", terms.outside.key, cost=outside, share=terms.share)


def lump_sum(reckoning: Reckoning) -> Iterator[Line]:
    """The sum chosen for the whole project; nothing while undecided."""
    heading = reckoning.heading
    for plan in reckoning.application.rows_of(heading.code, LumpSumPlan):
        if plan.chosen is not None:
            yield Line(
                what="lump-sum",
                where=f"{heading.key}.chosen",
                quantity=1,
                tariff=reckoning.tariff(plan.chosen, "project"),
                asked=plan.chosen,
                unpaid=reckoning.closed,
            )


def _line(reckoning: Reckoning, what: LineKind, where: str, *, cost: Money, share: Decimal) -> Line:
    return Line(
        what=what,
        where=where,
        quantity=1,
        tariff=reckoning.tariff(cost, "cost", share=share),
        asked=cost.times(share),
        unpaid=reckoning.closed,
    )
