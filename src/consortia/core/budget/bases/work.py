"""Money for working days."""

from collections.abc import Iterator

from consortia.core.application.document import Output, Work
from consortia.core.budget.bases.reckoning import Reckoning
from consortia.core.budget.values import Line
from consortia.core.call.headings import DailyRatesTerms
from consortia.core.values import ZERO


def daily_rates(reckoning: Reckoning) -> Iterator[Line]:
    """So much a day by the country of the organisation and the category of staff."""
    terms = reckoning.terms(DailyRatesTerms)
    key = reckoning.heading.key
    for number, output in enumerate(reckoning.application.rows_of(reckoning.heading.code, Output)):
        for index, work in enumerate(output.work):
            yield _work_line(reckoning, terms, work, f"{key}[{number}].work[{index}]")


def _work_line(reckoning: Reckoning, terms: DailyRatesTerms, work: Work, where: str) -> Line:
    """One line of work; a country outside the table has no rate, and the line says so."""
    country = reckoning.application.by_id[work.organisation].country
    group = terms.group_of(reckoning.call.countries[country])
    tariff = group.tariffs[work.category] if group else reckoning.tariff(ZERO, "day")
    return Line(
        what="work",
        where=where,
        quantity=work.days,
        tariff=tariff,
        asked=tariff.rate.times(work.days),
        organisation=work.organisation,
        unpaid=reckoning.unpaid_for(work.organisation),
        without_rate=group is None,
    )
