"""Experts propose a grant below the requested one, heading by heading, while they agree on their points."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction

from consortia.core.assessment import moves
from consortia.stages.assessments.amounts import Wish, changed_amounts
from consortia.stages.assessments.models import LowerAmount
from consortia.stages.assessments.permissions import assesses, may_consolidate
from consortia.stages.assessments.queries import lower_amounts_in
from consortia.stages.assessments.services.keeping import file_to_change, keep, note
from consortia.stages.assessments.services.writing import NotOpenError
from consortia.stages.experts.models import Assignment
from consortia.stages.people.models import Person


@transaction.atomic
def propose_lower_amounts(person: Person, assignment: Assignment, wishes: Mapping[str, Wish]) -> list[LowerAmount]:
    """The lead expert proposes amounts with what is agreed on; signatures given so far go. All or nothing."""
    if not assesses(person, assignment.application):
        raise PermissionDenied
    row, what = file_to_change(assignment)
    if row.appeal or not may_consolidate(str(assignment.pk), what.file, lead=what.lead):
        raise NotOpenError
    changed = changed_amounts(assignment.submission, lower_amounts_in(row), wishes)
    rows = [
        LowerAmount(
            file=row,
            heading=heading.code,
            requested=heading.amount.amount,
            proposed=wish.proposed.amount,
            reason=wish.reason.strip(),
            by=person,
        )
        for heading, wish in changed
    ]
    LowerAmount.objects.bulk_create(rows)
    if rows:
        keep(row, moves.write(what.file), consolidated=what.consolidated)
        note("propose-lower-amounts", row, by=person, facts={"headings": {e.heading: str(e.proposed) for e in rows}})
    return rows
