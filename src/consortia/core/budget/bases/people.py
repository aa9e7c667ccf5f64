"""Money by participants of events."""

from collections.abc import Iterator

from consortia.core.application.document import Event
from consortia.core.budget.bases.reckoning import Reckoning
from consortia.core.budget.values import Line, LineKind
from consortia.core.call.headings import PerParticipantTerms
from consortia.core.values import Money


def per_participant(reckoning: Reckoning) -> Iterator[Line]:
    """So much for each local and each international participant; nothing for an event that presents no paid output."""
    terms = reckoning.terms(PerParticipantTerms)
    key = reckoning.heading.key
    for index, event in enumerate(reckoning.application.rows_of(reckoning.heading.code, Event)):
        where = f"{key}[{index}]"
        unpaid = reckoning.closed_by() or _presents_nothing(reckoning, terms, event)
        yield _line(
            reckoning, "local-participants", where, people=event.local_participants, rate=terms.local, unpaid=unpaid
        )
        yield _line(
            reckoning,
            "international-participants",
            where,
            people=event.international_participants,
            rate=terms.international,
            unpaid=unpaid,
        )


def _presents_nothing(reckoning: Reckoning, terms: PerParticipantTerms, event: Event) -> str | None:
    if terms.presents is None or (event.output is not None and reckoning.held[terms.presents.heading]):
        return None
    return terms.presents.rule


def _line(reckoning: Reckoning, what: LineKind, where: str, *, people: int, rate: Money, unpaid: str | None) -> Line:
    return Line(
        what=what,
        where=where,
        quantity=people,
        unit="participant",
        rate=rate,
        asked=rate.times(people),
        source=reckoning.heading.source,
        status=reckoning.heading.status,
        unpaid=unpaid,
    )
