"""Money that follows from how long the project takes and how many take part."""

from collections.abc import Iterator

from consortia.core.application import counted_organisations
from consortia.core.budget.bases.reckoning import Reckoning
from consortia.core.budget.values import Line
from consortia.core.call.headings import MonthlyShareTerms


def monthly_share(reckoning: Reckoning) -> Iterator[Line]:
    """One coordinator's share a month and a smaller one for each other counted organisation; nothing without any."""
    terms = reckoning.terms(MonthlyShareTerms)
    heading, months = reckoning.heading, reckoning.application.months
    organisations = len(counted_organisations(reckoning.call, reckoning.application))
    if not organisations:
        return
    closed = reckoning.closed_by()
    yield Line(
        what="coordinator-share",
        where="organisations",
        quantity=months,
        unit="month",
        rate=terms.coordinator,
        asked=terms.coordinator.times(months),
        source=heading.source,
        status=heading.status,
        unpaid=closed,
    )
    others = months * (organisations - 1)
    yield Line(
        what="partner-share",
        where="organisations",
        quantity=others,
        unit="organisation-month",
        rate=terms.each_other,
        asked=terms.each_other.times(others),
        source=heading.source,
        status=heading.status,
        unpaid=closed,
    )
