"""Money that follows from how long the project takes and how many take part."""

from collections.abc import Iterator

from consortia.core.application import counted_organisations
from consortia.core.budget.bases.reckoning import Reckoning
from consortia.core.budget.values import Line
from consortia.core.call.headings import MonthlyShareTerms


def monthly_share(reckoning: Reckoning) -> Iterator[Line]:
    """One coordinator's share a month and a smaller one for each other counted organisation; nothing without any."""
    terms = reckoning.terms(MonthlyShareTerms)
    months = reckoning.application.months
    organisations = len(counted_organisations(reckoning.call, reckoning.application))
    if not organisations:
        return
    yield Line(
        what="coordinator-share",
        where="organisations",
        quantity=months,
        tariff=reckoning.tariff(terms.coordinator, "month"),
        asked=terms.coordinator.times(months),
        unpaid=reckoning.closed,
    )
    others = months * (organisations - 1)
    yield Line(
        what="partner-share",
        where="organisations",
        quantity=others,
        tariff=reckoning.tariff(terms.each_other, "organisation-month"),
        asked=terms.each_other.times(others),
        unpaid=reckoning.closed,
    )
