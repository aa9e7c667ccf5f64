"""What no rule of the call speaks of and somebody should still look at: rows that no longer fit, ways not known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from consortia.core.call import Heading
from consortia.stages.applications.models import PlanRow
from consortia.stages.applications.snapshots import ENTRIES, TRAVELLING, Rows, View

Reason = Literal["carrier-left", "entries-left-out", "after-the-end", "no-months", "way-unknown", "no-rate"]

# What is bought has no month of its own; everything else stands in the timetable.
UNTIMED = frozenset({"real-costs"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """One planned row that somebody should look at, why, and how often within the row."""

    reason: Reason
    row: PlanRow
    count: int = 1


def attention_to(view: View) -> tuple[Attention, ...]:
    """Return everything in the plan that needs a look."""
    rows = view.rows
    found: list[Attention] = []
    for heading in rows.call.headings:
        for row in (each for each in rows.plan_rows if each.heading == heading.code):
            found.extend(_to_row(view, heading, row))
    return tuple(found)


def _to_row(view: View, heading: Heading, row: PlanRow) -> Iterator[Attention]:
    rows = view.rows
    if not rows.counts(row, heading):
        yield Attention(reason="carrier-left", row=row)
        return
    if left_out := entries_left_out(rows, heading, row):
        yield Attention(reason="entries-left-out", row=row, count=left_out)
    if heading.basis not in UNTIMED:
        if is_after_the_end(row, rows.application.months):
            yield Attention(reason="after-the-end", row=row)
        elif row.first_month is None:
            yield Attention(reason="no-months", row=row)
    if unknown := _ways_unknown(rows, heading, row):
        yield Attention(reason="way-unknown", row=row, count=unknown)
    if without_rate := sum(line.without_rate for line in view.lines_of(row)):
        yield Attention(reason="no-rate", row=row, count=without_rate)


def is_after_the_end(row: PlanRow, months: int) -> bool:
    """Whether a row reaches beyond the last month of the project."""
    return max(row.first_month or 0, row.last_month or 0) > months


def entries_left_out(rows: Rows, heading: Heading, row: PlanRow) -> int:
    """Return how many entries of a row name an organisation that no longer takes part."""
    if heading.basis not in ENTRIES:
        return 0
    name, key = ENTRIES[heading.basis]
    return sum(entry.get(key) not in rows.by_key for entry in row.values.get(name, ()))


def _ways_unknown(rows: Rows, heading: Heading, row: PlanRow) -> int:
    if heading.basis not in TRAVELLING:
        return 0
    name, key = ENTRIES[heading.basis]
    venue, given = rows.venue(row), row.extras.get("distances", {})
    travelling = {entry[key] for entry in row.values.get(name, ()) if entry.get(key) in rows.by_key}
    return sum(each not in given and (venue is None or rows.points[each] is None) for each in travelling)
