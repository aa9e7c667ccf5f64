"""The rows that the budget headings of a call add to the document, one reader for each basis."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from consortia.core.application import parts
from consortia.core.application.document import (
    Activity,
    Cost,
    Event,
    Group,
    LumpSumPlan,
    Meeting,
    Organisation,
    Output,
    Row,
    SharedActivity,
    Traveller,
    Work,
)
from consortia.core.application.loading import described, place
from consortia.core.call import CallDefinition
from consortia.core.call.headings import (
    BasisCode,
    DailyRatesTerms,
    Heading,
    LumpSumTerms,
    PerParticipantTerms,
    StaysTerms,
)
from consortia.core.errors import DocumentError

_MEETING = frozenset({"id", "host", "travellers"})
_TRAVELLER = frozenset({"from", "people", "distance_km"})
_OUTPUT = frozenset({"id", "title", "work"})
_WORK = frozenset({"organisation", "category", "days"})
_EVENT = frozenset({"id", "country", "local_participants", "international_participants"})
_ACTIVITY = frozenset({"id", "format", "host_country", "groups"})
_GROUP = frozenset({"from", "kind", "people", "distance_km", "linguistic_support"})
_COST = frozenset({"description", "cost"})
_LUMP_SUM = frozenset({"chosen", "activities"})
_SHARED_ACTIVITY = frozenset({"id", "title", "organisation", "country", "amount"})


class Reader:
    """What reading one document needs to know: the call, the organisations by id, the ids met so far."""

    def __init__(self, call: CallDefinition) -> None:
        self.call = call
        self.organisations: dict[str, Organisation] = {}
        self.ids: dict[str, str] = {}

    def new_id(self, holder: Mapping[str, object], where: str) -> str:
        """An id that stands nowhere else in the document."""
        found = parts.identifier(holder, "id", where)
        here = place(where, "id")
        if found in self.ids:
            raise DocumentError(here, f"{described(found)}, as at {self.ids[found]}", "an id that stands once")
        self.ids[found] = here
        return found

    def organisation(self, holder: Mapping[str, object], key: str, where: str) -> str:
        """A reference to an organisation of the document."""
        value = holder[key]
        if isinstance(value, str) and value in self.organisations:
            return value
        raise DocumentError(place(where, key), described(value), "the id of an organisation in this document")


RowReader: TypeAlias = Callable[[Reader, Heading, object, str], Row]


def planned_rows(reader: Reader, heading: Heading, value: object) -> tuple[Row, ...]:
    """All that is planned under a heading."""
    read = ROW_READERS[heading.basis]
    if heading.basis == "lump-sum":
        return (read(reader, heading, value, heading.key),)
    return tuple(
        read(reader, heading, row, f"{heading.key}[{index}]")
        for index, row in enumerate(parts.rows(value, heading.key))
    )


def _meeting(reader: Reader, _heading: Heading, value: object, where: str) -> Meeting:
    row = parts.table(value, _MEETING, where)
    travellers = parts.rows(row["travellers"], f"{where}.travellers")
    return Meeting(
        id=reader.new_id(row, where),
        host=reader.organisation(row, "host", where),
        travellers=tuple(
            _traveller(reader, each, f"{where}.travellers[{index}]") for index, each in enumerate(travellers)
        ),
    )


def _traveller(reader: Reader, value: object, where: str) -> Traveller:
    row = parts.table(value, _TRAVELLER, where)
    return Traveller(
        from_=reader.organisation(row, "from", where),
        people=parts.whole_number(row, "people", where),
        distance_km=parts.whole_number(row, "distance_km", where),
    )


def _output(reader: Reader, heading: Heading, value: object, where: str) -> Output:
    row = parts.table(value, _OUTPUT, where)
    terms = heading.terms
    categories = (
        frozenset(each.code for each in terms.categories) if isinstance(terms, DailyRatesTerms) else frozenset()
    )
    work = parts.rows(row["work"], f"{where}.work")
    return Output(
        id=reader.new_id(row, where),
        title=parts.text(row, "title", where),
        work=tuple(
            _work(reader, each, f"{where}.work[{index}]", categories=categories) for index, each in enumerate(work)
        ),
    )


def _work(reader: Reader, value: object, where: str, *, categories: frozenset[str]) -> Work:
    row = parts.table(value, _WORK, where)
    return Work(
        organisation=reader.organisation(row, "organisation", where),
        category=parts.code(row, "category", where, known=categories),
        days=parts.whole_number(row, "days", where),
    )


def _event(reader: Reader, heading: Heading, value: object, where: str) -> Event:
    presents = isinstance(heading.terms, PerParticipantTerms) and heading.terms.presents is not None
    row = parts.table(value, _EVENT | {"output"} if presents else _EVENT, where)
    output = row.get("output")
    return Event(
        id=reader.new_id(row, where),
        output=None if output is None else parts.identifier(row, "output", where),
        country=parts.country(row, "country", where, call=reader.call),
        local_participants=parts.whole_number(row, "local_participants", where),
        international_participants=parts.whole_number(row, "international_participants", where),
    )


def _activity(reader: Reader, heading: Heading, value: object, where: str) -> Activity:
    row = parts.table(value, _ACTIVITY, where)
    terms = heading.terms
    assert isinstance(terms, StaysTerms)  # noqa: S101  # the basis "stays" holds these terms, the reader of calls sees to that
    format_ = parts.code(row, "format", where, known=terms.format_by_code)
    groups = parts.rows(row["groups"], f"{where}.groups")
    return Activity(
        id=reader.new_id(row, where),
        format=format_,
        host_country=parts.country(row, "host_country", where, call=reader.call),
        groups=tuple(
            _group(reader, each, f"{where}.groups[{index}]", terms=terms, format_=format_)
            for index, each in enumerate(groups)
        ),
    )


def _group(reader: Reader, value: object, where: str, *, terms: StaysTerms, format_: str) -> Group:
    if not isinstance(value, Mapping):
        raise DocumentError(where, described(value), "an object")
    if "kind" not in value:
        raise DocumentError(f"{where}.kind", "nothing", "a value for this key")
    kinds = terms.format_by_code[format_].kinds
    kind = parts.code(value, "kind", where, known=kinds)
    unit = terms.kind_by_code[kind].unit
    row = parts.table(value, _GROUP | {unit}, where)
    return Group(
        from_=reader.organisation(row, "from", where),
        kind=kind,
        people=parts.whole_number(row, "people", where),
        length=parts.whole_number(row, unit, where),
        distance_km=parts.whole_number(row, "distance_km", where),
        linguistic_support=parts.truth(row, "linguistic_support", where),
    )


def _cost(_reader: Reader, _heading: Heading, value: object, where: str) -> Cost:
    row = parts.table(value, _COST, where)
    return Cost(description=parts.text(row, "description", where), cost=parts.money(row, "cost", where))


def _lump_sum(reader: Reader, heading: Heading, value: object, where: str) -> LumpSumPlan:
    row = parts.table(value, _LUMP_SUM, where)
    chosen = None if row["chosen"] is None else parts.money(row, "chosen", where)
    choices = heading.terms.choices if isinstance(heading.terms, LumpSumTerms) else ()
    if chosen is not None and chosen not in choices:
        offered = " or ".join(str(choice) for choice in choices)
        raise DocumentError(f"{where}.chosen", described(row["chosen"]), f"{offered}, or null")
    activities = parts.rows(row["activities"], f"{where}.activities")
    return LumpSumPlan(
        chosen=chosen,
        activities=tuple(
            _shared_activity(reader, each, f"{where}.activities[{index}]") for index, each in enumerate(activities)
        ),
    )


def _shared_activity(reader: Reader, value: object, where: str) -> SharedActivity:
    row = parts.table(value, _SHARED_ACTIVITY, where)
    return SharedActivity(
        id=reader.new_id(row, where),
        title=parts.text(row, "title", where),
        organisation=reader.organisation(row, "organisation", where),
        country=parts.country(row, "country", where, call=reader.call),
        amount=parts.money(row, "amount", where),
    )


ROW_READERS: Mapping[BasisCode, RowReader] = {
    "distance-travel": _meeting,
    "daily-rates": _output,
    "per-participant": _event,
    "stays": _activity,
    "real-costs": _cost,
    "lump-sum": _lump_sum,
}
