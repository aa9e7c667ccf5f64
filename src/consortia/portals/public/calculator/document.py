"""From a checked sheet to an application document, with a name for each place that a budget line may speak of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from consortia.core.call import CallDefinition, Heading
from consortia.core.call.headings import BasisCode, PerParticipantTerms, RealCostsTerms, StaysTerms
from consortia.portals.public.calculator.sheet_forms import CHOSEN, SheetForms, Table

Document = dict[str, Any]
Cleaned = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """The document of a sheet and the names of its rows."""

    call: CallDefinition
    document: Document
    names: dict[str, str] = field(default_factory=dict)


def write_document(forms: SheetForms) -> Written:
    """Return the document that the sheet describes; what the money does not ask for is left blank."""
    call, project = forms.call, forms.project.cleaned_data
    written = Written(call, _frame(call, project))
    written.document["organisations"] = [
        {**_untold(call), "id": row["key"], "name": row["name"], "country": row["country"], "role": row["role"]}
        for row in _cleaned(forms.organisations)
    ]
    for table in forms.headings:
        heading = table.heading
        if heading is not None and heading.basis in WRITERS:
            WRITERS[heading.basis](written, heading, _cleaned(table), project)
    return written


def _frame(call: CallDefinition, project: Cleaned) -> Document:
    """The keys of every document; the start is any day on which a project of the field may start."""
    field_code = project["field"]
    round_ = next(each for each in call.rounds if field_code in each.fields)
    window = call.start_window_for(field_code)
    start = window.first if window else round_.deadline.date()
    frame: Document = {
        "call": call.code,
        "field": field_code,
        "title": "",
        "summary": "",
        "priorities": [],
        "start": start.isoformat(),
        "months": project["months"],
        "round": round_.number,
        "submitted_at": None,
    }
    if call.types:
        frame["type"] = project["type"]
    if call.formats:
        frame["format"] = call.formats[0].code
    return frame


def _untold(call: CallDefinition) -> Document:
    """What an organisation of a document says beyond what the money asks for."""
    silent: Document = {"city": "", "kind": call.organisation_kinds[0].code}
    answers = {"charter": False, "added-value": None}
    return silent | {question.replace("-", "_"): answers[question] for question in call.call.organisations_tell}


def _cleaned(table: Table) -> list[Cleaned]:
    return [row.cleaned_data for row in table.filled]


def _write_travel(written: Written, heading: Heading, rows: list[Cleaned], _project: Cleaned) -> None:
    host = next(iter(written.document["organisations"]), {"id": ""})["id"]
    written.document[heading.key] = [
        {
            "id": f"{heading.key}-{number}",
            "host": host,
            "travellers": [{"from": row["organisation"], "people": row["people"], "distance_km": int(row["distance"])}],
        }
        for number, row in enumerate(rows)
    ]


def _write_work(written: Written, heading: Heading, rows: list[Cleaned], _project: Cleaned) -> None:
    """Rows of the same title are one output."""
    outputs: dict[str, Document] = {}
    for row in rows:
        title = row["title"].strip()
        output = outputs.setdefault(
            title, {"id": f"{heading.key}-{len(outputs)}", "title": title or _("Output"), "work": []}
        )
        number = list(outputs).index(title)
        written.names[f"{heading.key}[{number}].work[{len(output['work'])}]"] = title
        output["work"].append({"organisation": row["organisation"], "category": row["category"], "days": row["days"]})
    written.document[heading.key] = list(outputs.values())


def _write_events(written: Written, heading: Heading, rows: list[Cleaned], _project: Cleaned) -> None:
    terms = heading.terms
    presents = terms.presents if isinstance(terms, PerParticipantTerms) else None
    events = []
    for number, row in enumerate(rows):
        event: Document = {
            "id": f"{heading.key}-{number}",
            "country": row["country"],
            "local_participants": row["local"],
            "international_participants": row["international"],
        }
        if presents:
            # Which output an event presents makes no difference to the money, only that there is one.
            outputs = written.document.get(presents.heading.replace("-", "_")) or [{"id": None}]
            event["output"] = outputs[0]["id"]
        written.names[f"{heading.key}[{number}]"] = _("Event %(number)d, %(country)s") % {
            "number": number + 1,
            "country": written.call.countries[row["country"]].name,
        }
        events.append(event)
    written.document[heading.key] = events


def _write_stays(written: Written, heading: Heading, rows: list[Cleaned], _project: Cleaned) -> None:
    if not isinstance(heading.terms, StaysTerms):
        raise TypeError(f"heading {heading.code} holds no stays")
    activities = []
    for number, row in enumerate(rows):
        format_, _bar, kind = row["activity"].partition("|")
        group = {
            "from": row["organisation"],
            "kind": kind,
            "people": row["people"],
            heading.terms.kind_by_code[kind].unit: row["length"],
            "distance_km": int(row["distance"]),
            "linguistic_support": bool(row.get("language")),
        }
        written.names[f"{heading.key}[{number}].groups[0]"] = heading.terms.kind_by_code[kind].title
        activities.append(
            {"id": f"{heading.key}-{number}", "format": format_, "host_country": row["country"], "groups": [group]}
        )
    written.document[heading.key] = activities


def _write_costs(written: Written, heading: Heading, rows: list[Cleaned], project: Cleaned) -> None:
    costs = []
    for number, row in enumerate(rows):
        written.names[f"{heading.key}[{number}]"] = row["description"]
        costs.append({"description": row["description"], "cost": _sum(row["cost"])})
    written.document[heading.key] = costs
    if isinstance(heading.terms, RealCostsTerms) and heading.terms.outside:
        outside = heading.terms.outside
        written.names[outside.key] = outside.title
        written.document[outside.key] = _sum(project.get(outside.key))


def _write_lump_sum(written: Written, heading: Heading, rows: list[Cleaned], project: Cleaned) -> None:
    written.document[heading.key] = {
        "chosen": project.get(f"{heading.key}:{CHOSEN}") or None,
        "activities": [
            {
                "id": f"{heading.key}-{number}",
                "title": row["title"],
                "organisation": row["organisation"],
                "country": row["country"],
                "amount": _sum(row["amount"]),
            }
            for number, row in enumerate(rows)
        ],
    }


def _sum(amount: Decimal | None) -> str:
    return f"{amount or Decimal(0):.2f}"


Writer = Callable[[Written, Heading, list[Cleaned], Cleaned], None]

WRITERS: Final[Mapping[BasisCode, Writer]] = {
    "distance-travel": _write_travel,
    "daily-rates": _write_work,
    "per-participant": _write_events,
    "stays": _write_stays,
    "real-costs": _write_costs,
    "lump-sum": _write_lump_sum,
}
