"""The plan: meetings, outputs, events, activities and costs, entered once, feeding budget and timetable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from consortia.core.application import read_application
from consortia.core.call.headings import BasisCode
from consortia.stages.applications.models import Application, PlanRow, PlanRowVersion
from consortia.stages.applications.permissions import may_plan
from consortia.stages.applications.services.starting import ChangedMeanwhileError
from consortia.stages.applications.snapshots import Rows, document_from, rows_of, with_row
from consortia.stages.calls.snapshots import call_of_round
from consortia.stages.journal.services import record
from consortia.stages.people.models import Person

# Letters before the running number of a row, so that people can say "meeting m2"; organisations have "o".
KEY_LETTERS: Final[Mapping[BasisCode, str]] = {
    "distance-travel": "m",
    "daily-rates": "io",
    "per-participant": "e",
    "stays": "a",
    "real-costs": "c",
    "lump-sum": "l",
}


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
def add_plan_row(person: Person, application: Application, entry: PlanEntry, *, key: str = "") -> PlanRow:
    """Add a row; raises DocumentError where it would not make a readable application.

    `key` is the one that was free when the page was shown: the same entry sent twice for it is one row.
    """
    application = _locked(person, application)
    sent = PlanRow.objects.filter(application=application, heading=entry.heading, key=key).first() if key else None
    if sent is not None and entry_of(sent) == entry:
        return sent
    row = PlanRow(application=application, heading=entry.heading, key=next_key(application, entry.heading))
    _fill(person, row, entry)
    row.save()
    _read_back(application)
    record("add-plan-row", application, by=person, facts={"heading": row.heading, "key": row.key})
    return row


@transaction.atomic
def change_plan_row(person: Person, row: PlanRow, entry: PlanEntry, *, seen: int) -> PlanRow:
    """Change a row; `seen` is the version the page showed, so nobody overwrites unseen work."""
    application = _locked(person, row.application)
    row = PlanRow.objects.select_for_update().get(pk=row.pk)
    if row.version != seen:
        raise ChangedMeanwhileError
    row.application = application
    keep_version(person, row)
    _fill(person, row, entry)
    row.version += 1
    row.save()
    _read_back(application)
    record("change-plan-row", application, by=person, facts={"heading": row.heading, "key": row.key})
    return row


@transaction.atomic
def set_aside(person: Person, row: PlanRow, entry: PlanEntry, *, reason: str) -> PlanRowVersion:
    """Keep on record what somebody filled in while somebody else changed the row, so that neither is lost."""
    application = _locked(person, row.application)
    version = _keep(application, entry, key=row.key, author=person, reason=reason)
    record("set-aside-plan-row", application, by=person, facts={"heading": row.heading, "key": row.key})
    return version


@transaction.atomic
def remove_plan_row(person: Person, row: PlanRow) -> None:
    """Take a row out of the plan; it stays on record and can be brought back."""
    application = _locked(person, row.application)
    keep_version(person, row, removed=True)
    record("remove-plan-row", application, by=person, facts={"heading": row.heading, "key": row.key})
    row.delete()
    _read_back(application)


@transaction.atomic
def restore_plan_row(person: Person, version: PlanRowVersion) -> PlanRow:
    """Bring back what a row held at an earlier time."""
    application = _locked(person, version.application)
    row = PlanRow.objects.filter(application=application, heading=version.heading, key=version.key).first() or PlanRow(
        application=application, heading=version.heading, key=version.key
    )
    row.application = application
    if row.pk is not None:
        keep_version(person, row)
        row.version += 1
    _fill(person, row, PlanEntry(heading=version.heading, **version.content))
    row.save()
    _read_back(application)
    record("restore-plan-row", application, by=person, facts={"heading": row.heading, "key": row.key})
    return row


@transaction.atomic
def change_guarantee(person: Person, application: Application, cost: Decimal, *, seen: int) -> None:
    """Change the cost that stands outside the ceiling of its heading, such as a bank guarantee."""
    _change_sum(person, application, "bank_guarantee_cost", cost, seen=seen)


@transaction.atomic
def choose_lump_sum(person: Person, application: Application, amount: str, *, seen: int) -> None:
    """Choose the lump sum of the whole project, or none yet."""
    _change_sum(person, application, "lump_sum", amount, seen=seen)


def keep_version(person: Person, row: PlanRow, *, removed: bool = False, reason: str = "") -> None:
    """Keep what a row holds now before it changes."""
    _keep(row.application, entry_of(row), key=row.key, author=person, removed=removed, reason=reason)


def entry_of(row: PlanRow) -> PlanEntry:
    """Return what a row holds, as it was filled in."""
    return PlanEntry(
        heading=row.heading,
        values=row.values,
        extras=row.extras,
        title=row.title,
        first_month=row.first_month,
        last_month=row.last_month,
    )


def tried_out(rows: Rows, entry: PlanEntry, *, key: str = "") -> tuple[Rows, PlanRow]:
    """Return the application as it would be with this entry; nothing is stored."""
    row = PlanRow(application=rows.application, heading=entry.heading, key=key or "new")
    _fill(None, row, entry)
    return with_row(rows, row), row


def _keep(
    application: Application,
    entry: PlanEntry,
    *,
    key: str,
    author: Person,
    removed: bool = False,
    reason: str = "",
) -> PlanRowVersion:
    content = {
        "values": entry.values,
        "extras": entry.extras,
        "title": entry.title,
        "first_month": entry.first_month,
        "last_month": entry.last_month,
    }
    return PlanRowVersion.objects.create(
        application=application,
        heading=entry.heading,
        key=key,
        content=content,
        removed=removed,
        reason=reason[:200],
        author=author,
    )


def _locked(person: Person, application: Application) -> Application:
    """Hold the application while its plan changes: ids are given once, and what is read back is what will stand."""
    if not may_plan(person, application):
        raise PermissionDenied
    Application.objects.filter(pk=application.pk).update(changed_at=timezone.now())
    return Application.objects.select_for_update(of=("self",)).select_related("round__edition").get(pk=application.pk)


def _change_sum(person: Person, application: Application, name: str, value: Decimal | str, *, seen: int) -> None:
    current = _locked(person, application)
    if current.facts_version != seen:
        raise ChangedMeanwhileError
    before = getattr(current, name)
    setattr(current, name, value)
    current.facts_version += 1
    current.save(update_fields=[name, "facts_version", "changed_at"])
    _read_back(current)
    record("change-sum", current, by=person, facts={"sum": name, "before": str(before), "after": str(value)})
    application.refresh_from_db()


def _fill(person: Person | None, row: PlanRow, entry: PlanEntry) -> None:
    row.title, row.values, row.extras = entry.title, entry.values, entry.extras
    row.first_month, row.last_month, row.changed_by = entry.first_month, entry.last_month, person


def _read_back(application: Application) -> None:
    """Read the whole document anew: a row that breaks it is refused and the transaction undone."""
    rows = rows_of(application)
    read_application(document_from(rows), rows.call)


def next_key(application: Application, heading: str) -> str:
    """Return an id that no row has or had: the ids of a document stand once, whatever heading they belong to."""
    letters = KEY_LETTERS[call_of_round(application.round).heading(heading).basis]
    used = set(PlanRow.objects.filter(application=application).values_list("key", flat=True))
    used |= set(PlanRowVersion.objects.filter(application=application).values_list("key", flat=True))
    numbers = (int(key[len(letters) :]) for key in used if key.startswith(letters) and key[len(letters) :].isdecimal())
    return f"{letters}{max(numbers, default=0) + 1}"
