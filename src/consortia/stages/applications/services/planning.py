"""The plan: meetings, outputs, events, activities and costs, entered once, feeding budget and timetable."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from consortia.core.application import read_application
from consortia.stages.applications.models import Application, PlanRow, PlanRowVersion
from consortia.stages.applications.permissions import may_plan
from consortia.stages.applications.services.starting import ChangedMeanwhileError
from consortia.stages.applications.snapshots import document_of
from consortia.stages.calls.snapshots import call_of_round
from consortia.stages.journal.services import record
from consortia.stages.people.models import Person

# Letters before the running number of a row, so that people can say "meeting m2".
KEY_LETTERS = {"transnational-meetings": "m", "intellectual-outputs": "io", "multiplier-events": "e"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanEntry:
    """One row of the plan as it was filled in; `values` are the keys of the application document."""

    heading: str
    values: dict[str, Any]
    title: str = ""
    first_month: int | None = None
    last_month: int | None = None
    extras: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def add_plan_row(person: Person, application: Application, entry: PlanEntry) -> PlanRow:
    """Add a row; raises DocumentError where it would not make a readable application."""
    _check(person, application)
    row = PlanRow(application=application, heading=entry.heading, key=_next_key(application, entry.heading))
    _fill(person, row, entry)
    row.save()
    _read_back(application)
    record("add-plan-row", application, by=person, facts={"heading": row.heading, "key": row.key})
    return row


@transaction.atomic
def change_plan_row(person: Person, row: PlanRow, entry: PlanEntry, *, seen: int) -> PlanRow:
    """Change a row; `seen` is the version the page showed, so nobody overwrites unseen work."""
    _check(person, row.application)
    row = PlanRow.objects.select_for_update().select_related("application__round__edition").get(pk=row.pk)
    if row.version != seen:
        raise ChangedMeanwhileError
    keep_version(person, row)
    _fill(person, row, entry)
    row.version += 1
    row.save()
    _read_back(row.application)
    record("change-plan-row", row.application, by=person, facts={"heading": row.heading, "key": row.key})
    return row


@transaction.atomic
def remove_plan_row(person: Person, row: PlanRow) -> None:
    """Take a row out of the plan; it stays on record and can be brought back."""
    _check(person, row.application)
    keep_version(person, row, removed=True)
    record("remove-plan-row", row.application, by=person, facts={"heading": row.heading, "key": row.key})
    application = row.application
    row.delete()
    _read_back(application)


@transaction.atomic
def restore_plan_row(person: Person, version: PlanRowVersion) -> PlanRow:
    """Bring back what a row held at an earlier time."""
    _check(person, version.application)
    row = PlanRow.objects.filter(
        application=version.application, heading=version.heading, key=version.key
    ).first() or PlanRow(application=version.application, heading=version.heading, key=version.key)
    if row.pk is not None:
        keep_version(person, row)
        row.version += 1
    _fill(person, row, PlanEntry(heading=version.heading, **version.content))
    row.save()
    _read_back(version.application)
    record("restore-plan-row", version.application, by=person, facts={"heading": row.heading, "key": row.key})
    return row


def keep_version(person: Person, row: PlanRow, *, removed: bool = False, reason: str = "") -> None:
    """Keep what a row holds now before it changes."""
    content = {
        "values": row.values,
        "extras": row.extras,
        "title": row.title,
        "first_month": row.first_month,
        "last_month": row.last_month,
    }
    PlanRowVersion.objects.create(
        application=row.application,
        heading=row.heading,
        key=row.key,
        content=content,
        removed=removed,
        reason=reason[:200],
        author=person,
    )


def _check(person: Person, application: Application) -> None:
    if not may_plan(person, application):
        raise PermissionDenied


def _fill(person: Person, row: PlanRow, entry: PlanEntry) -> None:
    row.title, row.values, row.extras = entry.title, entry.values, entry.extras
    row.first_month, row.last_month, row.changed_by = entry.first_month, entry.last_month, person


def _read_back(application: Application) -> None:
    """Read the whole document anew: a row that breaks it is refused and the transaction undone."""
    read_application(document_of(application), call_of_round(application.round))


def _next_key(application: Application, heading: str) -> str:
    letters = KEY_LETTERS.get(heading, heading[0])
    used = set(PlanRow.objects.filter(application=application, heading=heading).values_list("key", flat=True))
    used |= set(PlanRowVersion.objects.filter(application=application, heading=heading).values_list("key", flat=True))
    number = len(used) + 1
    while f"{letters}{number}" in used:
        number += 1
    return f"{letters}{number}"
