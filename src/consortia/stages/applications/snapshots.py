"""Applications as core values and as the document that is frozen at submission."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from consortia.analysis.distance import Point, whole_kilometres
from consortia.core.application import Application as ApplicationValue
from consortia.core.application import read_application
from consortia.core.budget import Budget, calculate_budget
from consortia.core.call import CallDefinition
from consortia.core.eligibility import examine_eligibility
from consortia.core.eligibility.completeness import Answers, examine_completeness
from consortia.core.values import Finding
from consortia.stages.applications.models import Annex, Answer, Application, Participation, PlanRow
from consortia.stages.calls.snapshots import call_of_round
from consortia.stages.organisations.models import Organisation

PRESENT = (Participation.State.INVITED, Participation.State.ACCEPTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Everything of one application that a snapshot needs, read in a constant number of queries."""

    application: Application
    call: CallDefinition
    participations: tuple[Participation, ...]
    plan_rows: tuple[PlanRow, ...]
    answers: tuple[Answer, ...]
    annexes: tuple[Annex, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The application as the core sees it at one moment: document, findings, what is missing, money."""

    rows: Rows
    document: dict[str, Any]
    value: ApplicationValue
    findings: tuple[Finding, ...]
    missing: tuple[Finding, ...]
    budget: Budget

    @property
    def failed(self) -> tuple[Finding, ...]:
        """The eligibility rules that are broken."""
        return tuple(finding for finding in self.findings if finding.status == "fail")

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """Everything that stands between this draft and its submission."""
        return self.failed + tuple(finding for finding in self.missing if finding.status == "fail")


def rows_of(application: Application) -> Rows:
    """Read the application with all that hangs on it: four queries."""
    return Rows(
        application=application,
        call=call_of_round(application.round),
        participations=tuple(
            Participation.objects.filter(application=application, state__in=PRESENT)
            .select_related("organisation", "mandate", "contact")
            .order_by("position", "id")
        ),
        plan_rows=tuple(PlanRow.objects.filter(application=application).order_by("id")),
        answers=tuple(Answer.objects.filter(application=application).order_by("question", "scope")),
        annexes=tuple(Annex.objects.filter(application=application, removed_at=None).order_by("id")),
    )


def document_of(application: Application) -> dict[str, Any]:
    """Return the application document as it now stands, a draft without a submission time."""
    return document_from(rows_of(application))


def view_of(application: Application, *, submitted_at: datetime | None = None) -> View:
    """Return the application as the core sees it; a draft unless a submission time is given."""
    rows = rows_of(application)
    document = document_from(rows, submitted_at=submitted_at)
    value = read_application(document, rows.call)
    answers = Answers(
        texts={(answer.question, answer.scope): answer.text for answer in rows.answers},
        annexes=frozenset((annex.kind, _scope(annex, rows)) for annex in rows.annexes),
    )
    return View(
        rows=rows,
        document=document,
        value=value,
        findings=examine_eligibility(rows.call, value),
        missing=examine_completeness(rows.call, value, answers),
        budget=calculate_budget(rows.call, value),
    )


def _scope(annex: Annex, rows: Rows) -> str:
    return next((p.key for p in rows.participations if p.pk == annex.participation_id), "")


def document_from(rows: Rows, *, submitted_at: datetime | None = None) -> dict[str, Any]:
    """Return the application document, in the form of the call's own documents."""
    application = rows.application
    filled = _filled(rows)
    document: dict[str, Any] = {
        "call": rows.call.code,
        "field": application.field,
        "type": application.type,
        "format": application.format,
        "title": filled.get(("title", ""), application.title),
        "summary": filled.get(("summary", ""), ""),
        "priorities": list(application.priorities),
        "start": application.start.isoformat(),
        "months": application.months,
        "round": application.round.number,
        "submitted_at": None if submitted_at is None else submitted_at.isoformat(),
        "organisations": [
            _organisation(p, filled.get(("added_value", p.key), ""), rows.call) for p in rows.participations
        ],
    }
    return {**document, **_plan(rows)}


def _filled(rows: Rows) -> dict[tuple[str, str], str]:
    """Return the answers that are themselves keys of the document, by key and scope."""
    keys = {question.code: question.fills for question in rows.call.questions if question.fills}
    return {(keys[a.question], a.scope): a.text for a in rows.answers if a.question in keys}


def _organisation(participation: Participation, added_value: str, call: CallDefinition) -> dict[str, Any]:
    organisation = participation.organisation
    return {
        "id": participation.key,
        "name": organisation.name,
        "country": organisation.country,
        "city": organisation.city,
        "kind": organisation.kind,
        "role": participation.role,
        "charter": organisation.charter,
        "added_value": added_value or None,
    }


def _plan(rows: Rows) -> dict[str, Any]:
    """Return the document's keys that the headings of the call declare."""
    places = {p.key: _point(p.organisation) for p in rows.participations}
    plan: dict[str, Any] = {}
    for heading in rows.call.headings:
        for key in heading.document_keys:
            plan[key] = [_values(row, places) for row in rows.plan_rows if row.heading == heading.code]
    single = {"bank_guarantee_cost": f"{rows.application.bank_guarantee_cost:.2f}", "lump_sum": rows.application.lump_sum}
    return plan | {key: value for key, value in single.items() if key in rows.call.single_keys}


def _values(row: PlanRow, places: dict[str, Point | None]) -> dict[str, Any]:
    """Return a row's values with its key and the distances as the towns lie now, or as a person set them."""
    values = deepcopy(row.values)
    overrides = row.extras.get("distances", {})
    venue = _venue(row, places)
    for entry in _entries_with_distance(values):
        override = overrides.get(entry["from"])
        entry["distance_km"] = int(override["km"]) if override else _distance(places.get(entry["from"]), venue)
    return values


def _entries_with_distance(values: dict[str, Any]) -> list[dict[str, Any]]:
    lists = [value for value in values.values() if isinstance(value, list)]
    return [entry for entries in lists for entry in entries if isinstance(entry, dict) and "distance_km" in entry]


def _venue(row: PlanRow, places: dict[str, Point | None]) -> Point | None:
    venue = row.extras.get("venue")
    if venue:
        return Point(latitude=venue["latitude"], longitude=venue["longitude"])
    return places.get(str(row.values.get("host", "")))


def _distance(origin: Point | None, venue: Point | None) -> int:
    """Return whole kilometres, 0 where a town is not known yet: an unknown way earns nothing until it is known."""
    return 0 if origin is None or venue is None else whole_kilometres(origin, venue)


def _point(organisation: Organisation) -> Point | None:
    if organisation.latitude is None or organisation.longitude is None:
        return None
    return Point(latitude=organisation.latitude, longitude=organisation.longitude)
