"""Applications as core values and as the document that is frozen at submission."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from consortia.analysis.distance import Point, distance_km, whole_kilometres
from consortia.core.application import Application as ApplicationValue
from consortia.core.application import read_application
from consortia.core.budget import Budget, Line
from consortia.core.call import CallDefinition, Heading
from consortia.core.call.headings import RealCostsTerms
from consortia.core.eligibility import check_application
from consortia.core.eligibility.completeness import Answers, examine_completeness
from consortia.core.values import Finding
from consortia.stages.applications.models import Annex, Answer, Application, Participation, PlanRow
from consortia.stages.calls.snapshots import call_of_round
from consortia.stages.organisations.models import Organisation
from consortia.stages.prepared import Given, Prepared

PRESENT = (Participation.State.INVITED, Participation.State.ACCEPTED)

# Where the rows of each way of reckoning name organisations: entries in a list by a key, or the row as a whole.
ENTRIES: Final[Mapping[str, tuple[str, str]]] = {
    "distance-travel": ("travellers", "from"),
    "daily-rates": ("work", "organisation"),
    "stays": ("groups", "from"),
}
NAMED_BY_ROW: Final[Mapping[str, str]] = {"distance-travel": "host", "lump-sum": "organisation"}
TRAVELLING: Final = frozenset({"distance-travel", "stays"})

_participations: Final = Prepared(
    lambda: (
        Participation.objects.filter(application=Given(Participation, "application"), state__in=PRESENT)
        .select_related("organisation", "mandate", "contact")
        .order_by("position", "id")
    )
)
_plan_rows: Final = Prepared(lambda: PlanRow.objects.filter(application=Given(PlanRow, "application")).order_by("id"))
_answers: Final = Prepared(
    lambda: Answer.objects.filter(application=Given(Answer, "application")).order_by("question", "scope")
)
_annexes: Final = Prepared(
    lambda: Annex.objects.filter(application=Given(Annex, "application"), removed_at=None).order_by("id")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Everything of one application that a snapshot needs, read in a constant number of queries."""

    application: Application
    call: CallDefinition
    participations: tuple[Participation, ...]
    plan_rows: tuple[PlanRow, ...]
    answers: tuple[Answer, ...]
    annexes: tuple[Annex, ...]
    by_key: Mapping[str, Participation] = field(init=False, repr=False, compare=False)
    points: Mapping[str, Point | None] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Find participations and their towns by their id in the document once."""
        object.__setattr__(self, "by_key", {p.key: p for p in self.participations})
        object.__setattr__(self, "points", {p.key: point_of(p.organisation) for p in self.participations})

    def rows_under(self, heading: Heading) -> tuple[PlanRow, ...]:
        """The rows planned under a heading, in the order of the document."""
        return tuple(row for row in self.plan_rows if row.heading == heading.code and self.counts(row, heading))

    def counts(self, row: PlanRow, heading: Heading) -> bool:
        """Whether a row stands in the document: one that hangs on an organisation that left waits beside it."""
        key = NAMED_BY_ROW.get(heading.basis)
        return key is None or row.values.get(key) in self.by_key

    def has_row(self, key: str) -> bool:
        """Whether a row with this id is planned."""
        return any(row.key == key for row in self.plan_rows)

    def kilometres(self, row: PlanRow, key: str) -> int | None:
        """One way from an organisation's town to the venue of a row, as the towns lie; None where one is not known."""
        return self.kilometres_to(self.venue(row), key)

    def kilometres_to(self, venue: Point | None, key: str) -> int | None:
        """One way from an organisation's town to a place; None where one is not known."""
        origin = self.points.get(key)
        return None if origin is None or venue is None else _kilometres(origin, venue)

    def venue(self, row: PlanRow) -> Point | None:
        """Where a row takes place: the town somebody entered, else the host's."""
        town = row.extras.get("venue")
        if town:
            return Point(latitude=town["latitude"], longitude=town["longitude"])
        return self.points.get(str(row.values.get("host", "")))


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The application as the core sees it at one moment: document, findings, what is missing, money."""

    rows: Rows
    document: dict[str, Any]
    value: ApplicationValue
    findings: tuple[Finding, ...]
    missing: tuple[Finding, ...]
    budget: Budget
    places: Mapping[str, PlanRow] = field(repr=False, compare=False)
    _lines: Mapping[str, tuple[Line, ...]] = field(init=False, repr=False, compare=False)
    _place_by_row: Mapping[tuple[str, str], str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Sort the lines of the budget by the row they reckon once."""
        lines: dict[str, list[Line]] = defaultdict(list)
        for line in (line for heading in self.budget.headings for line in heading.lines):
            lines[row_place(line.where)].append(line)
        object.__setattr__(self, "_lines", {place: tuple(found) for place, found in lines.items()})
        by_row = {(row.heading, row.key): place for place, row in self.places.items()}
        object.__setattr__(self, "_place_by_row", by_row)

    @property
    def failed(self) -> tuple[Finding, ...]:
        """The eligibility rules that are broken."""
        return tuple(finding for finding in self.findings if finding.status == "fail")

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """Everything that stands between this draft and its submission."""
        return self.failed + tuple(finding for finding in self.missing if finding.status == "fail")

    def row_at(self, where: str) -> PlanRow | None:
        """The planned row that a place in the document lies in."""
        return self.places.get(row_place(where))

    def place_of(self, row: PlanRow) -> str:
        """The place in the document where a planned row stands, empty where it stands in none."""
        return self._place_by_row.get((row.heading, row.key), "")

    def lines_of(self, row: PlanRow) -> tuple[Line, ...]:
        """What the budget reckons for a planned row."""
        return self._lines.get(self.place_of(row), ())

    def amount_of(self, row: PlanRow) -> Decimal:
        """What a planned row brings to its heading, before any ceiling."""
        return sum((line.amount.amount for line in self.lines_of(row)), start=Decimal("0.00"))


def row_place(where: str) -> str:
    """Return the row that a place lies in: `meetings[2].travellers[0]` lies in `meetings[2]`."""
    head, bracket, tail = where.partition("[")
    index, closing, _within = tail.partition("]")
    return f"{head}{bracket}{index}{closing}"


def rows_of(application: Application) -> Rows:
    """Read the application with all that hangs on it: four queries."""
    return Rows(
        application=application,
        call=call_of_round(application.round, deadline=application.deadline),
        participations=tuple(_participations(application=application.pk)),
        plan_rows=tuple(_plan_rows(application=application.pk)),
        answers=tuple(_answers(application=application.pk)),
        annexes=tuple(_annexes(application=application.pk)),
    )


def document_of(application: Application) -> dict[str, Any]:
    """Return the application document as it now stands, a draft without a submission time."""
    return document_from(rows_of(application))


def view_of(application: Application, *, submitted_at: datetime | None = None) -> View:
    """Return the application as the core sees it; a draft unless a submission time is given."""
    return view_from(rows_of(application), submitted_at=submitted_at)


def view_from(rows: Rows, *, submitted_at: datetime | None = None) -> View:
    """Return what the core says of rows that were read before, or that are only tried out."""
    document = document_from(rows, submitted_at=submitted_at)
    value = read_application(document, rows.call)
    answers = Answers(
        texts={(answer.question, answer.scope): answer.text for answer in rows.answers},
        language=rows.application.language,
        annexes=frozenset((annex.kind, _scope(annex, rows)) for annex in rows.annexes),
    )
    verdict = check_application(rows.call, value)
    return View(
        rows=rows,
        document=document,
        value=value,
        findings=verdict.findings,
        missing=examine_completeness(rows.call, value, answers),
        budget=verdict.budget,
        places=_places(rows),
    )


def with_row(rows: Rows, row: PlanRow) -> Rows:
    """Return the rows with one of them as somebody would have it, stored or not."""
    standing = {(each.heading, each.key): each for each in rows.plan_rows}
    standing[row.heading, row.key] = row
    return replace(rows, plan_rows=tuple(standing.values()))


def document_from(rows: Rows, *, submitted_at: datetime | None = None) -> dict[str, Any]:
    """Return the application document, in the form of the call's own documents."""
    application, call = rows.application, rows.call
    filled = _filled(rows)
    document: dict[str, Any] = {
        "call": call.code,
        "field": application.field,
        "title": filled.get(("title", ""), application.title),
        "summary": filled.get(("summary", ""), ""),
        "priorities": list(application.priorities),
        "start": application.start.isoformat(),
        "months": application.months,
        "round": application.round.number,
        "submitted_at": None if submitted_at is None else submitted_at.isoformat(),
        "organisations": [_organisation(p, filled.get(("added_value", p.key), ""), call) for p in rows.participations],
    }
    if call.types:
        document["type"] = application.type
    if call.formats:
        document["format"] = application.format
    return document | _plan(rows)


def point_of(organisation: Organisation) -> Point | None:
    """Return where an organisation's town lies, None where nobody has found it yet."""
    if organisation.latitude is None or organisation.longitude is None:
        return None
    return Point(latitude=organisation.latitude, longitude=organisation.longitude)


def _scope(annex: Annex, rows: Rows) -> str:
    return next((p.key for p in rows.participations if p.pk == annex.participation_id), "")


def _filled(rows: Rows) -> dict[tuple[str, str], str]:
    """Return the answers that are themselves keys of the document, by key and scope."""
    keys = {question.code: question.fills for question in rows.call.questions if question.fills}
    return {(keys[a.question], a.scope): a.text for a in rows.answers if a.question in keys}


def _organisation(participation: Participation, added_value: str, call: CallDefinition) -> dict[str, Any]:
    organisation = participation.organisation
    facts: dict[str, Any] = {
        "id": participation.key,
        "name": organisation.name,
        "country": organisation.country,
        "city": organisation.city,
        "kind": organisation.kind,
        "role": participation.role,
    }
    tells = {"charter": organisation.charter, "added-value": added_value or None}
    return facts | {key.replace("-", "_"): told for key, told in tells.items() if key in call.call.organisations_tell}


def _plan(rows: Rows) -> dict[str, Any]:
    """Return the document's keys that the headings of the call declare."""
    plan: dict[str, Any] = {}
    guarantee = f"{rows.application.bank_guarantee_cost:.2f}"
    for heading in rows.call.headings:
        if heading.basis == "monthly-share":
            continue
        planned = [_values(row, heading, rows) for row in rows.rows_under(heading)]
        if heading.basis == "lump-sum":
            plan[heading.key] = {"chosen": rows.application.lump_sum or None, "activities": planned}
        else:
            plan[heading.key] = planned
        if isinstance(heading.terms, RealCostsTerms) and heading.terms.outside:
            plan[heading.terms.outside.key] = guarantee
    return plan


def _places(rows: Rows) -> dict[str, PlanRow]:
    """Return the planned rows by their place in the document."""
    within = {heading.code: ".activities" if heading.basis == "lump-sum" else "" for heading in rows.call.headings}
    return {
        f"{heading.key}{within[heading.code]}[{index}]": row
        for heading in rows.call.headings
        for index, row in enumerate(rows.rows_under(heading))
    }


def _values(row: PlanRow, heading: Heading, rows: Rows) -> dict[str, Any]:
    """Return a row as the document holds it: without those who left, each distance as it counts."""
    values: dict[str, Any] = dict(row.values)
    if heading.basis != "real-costs":
        values["id"] = row.key
    if heading.basis in ENTRIES:
        name, key = ENTRIES[heading.basis]
        values[name] = [dict(entry) for entry in values.get(name, ()) if entry.get(key) in rows.by_key]
    if heading.basis in TRAVELLING:
        venue, given = rows.venue(row), row.extras.get("distances", {})
        for entry in values[ENTRIES[heading.basis][0]]:
            override = given.get(entry["from"])
            entry["distance_km"] = int(override["km"]) if override else rows.kilometres_to(venue, entry["from"]) or 0
    output = values.get("output")
    if output is not None and not rows.has_row(output):
        values["output"] = None
    return values


def distance_of(row: PlanRow, key: str, rows: Rows) -> int | None:
    """Return whole kilometres one way: as set by hand with a reason, else as the towns lie; None while unknown."""
    override = row.extras.get("distances", {}).get(key)
    return int(override["km"]) if override else rows.kilometres(row, key)


@lru_cache(maxsize=4096)
def _kilometres(origin: Point, venue: Point) -> int:
    """Return the full kilometres between two places; a page asks for the same pairs again and again."""
    return whole_kilometres(distance_km(origin, venue))
