"""Money by participants of events."""

from collections.abc import Iterator

from consortia.core.application.document import Event
from consortia.core.budget.bases.reckoning import Reckoning
from consortia.core.budget.values import Line
from consortia.core.call.headings import PerParticipantTerms


def per_participant(reckoning: Reckoning) -> Iterator[Line]:
    """So much for each local and each international participant; nothing for an event that presents no paid output."""
    terms = reckoning.terms(PerParticipantTerms)
    key = reckoning.heading.key
    local = reckoning.tariff(terms.local, "participant")
    international = reckoning.tariff(terms.international, "participant")
    for index, event in enumerate(reckoning.application.rows_of(reckoning.heading.code, Event)):
        unpaid = reckoning.closed or _presents_nothing(reckoning, terms, event)
        yield Line(
            what="local-participants",
            where=f"{key}[{index}]",
            quantity=event.local_participants,
            tariff=local,
            asked=terms.local.times(event.local_participants),
            unpaid=unpaid,
        )
        yield Line(
            what="international-participants",
            where=f"{key}[{index}]",
            quantity=event.international_participants,
            tariff=international,
            asked=terms.international.times(event.international_participants),
            unpaid=unpaid,
        )


def _presents_nothing(reckoning: Reckoning, terms: PerParticipantTerms, event: Event) -> str | None:
    if terms.presents is None or (event.output is not None and reckoning.held[terms.presents.heading]):
        return None
    return terms.presents.rule
