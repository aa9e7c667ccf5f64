"""Proposing a grant below the requested one, heading by heading, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction

from consortia.core.lifecycle.selection import move_selection
from consortia.stages.applications.models import Submission
from consortia.stages.assessments.amounts import Wish, changed_amounts
from consortia.stages.journal.services import record
from consortia.stages.people.models import Person
from consortia.stages.selection.models import Lowering, Selection
from consortia.stages.selection.permissions import Sight, may_lower, sight_of
from consortia.stages.selection.queries import lowerings_standing
from consortia.stages.selection.rules import envelope_for, rules_of_round
from consortia.stages.selection.services.drawing import held


@transaction.atomic
def propose_amounts(
    person: Person, selection: Selection, submission: Submission, wishes: Mapping[str, Wish]
) -> list[Lowering]:
    """Propose amounts under headings; the whole requested amount takes an earlier proposal back. All or nothing."""
    selection = held(selection)
    sight = sight_of(person, selection)
    _refuse_strangers(sight, selection, submission)
    move_selection(selection.state, "lower")
    application = submission.application
    standing = lowerings_standing(selection).get(application.pk, {})
    rows = [
        Lowering(
            selection=selection,
            application=application,
            heading=heading.code,
            requested=heading.amount.amount,
            proposed=wish.proposed.amount,
            reason=wish.reason.strip(),
            by=person,
        )
        for heading, wish in changed_amounts(submission, standing, wishes)
    ]
    Lowering.objects.bulk_create(rows)
    if rows:
        facts = {"application": application.reference, "headings": {each.heading: str(each.proposed) for each in rows}}
        record("propose-amounts", selection, by=person, facts=facts)
    return rows


def _refuse_strangers(sight: Sight, selection: Selection, submission: Submission) -> None:
    application = submission.application
    belongs = (application.agency, application.round_id) == (selection.agency, selection.round_id)
    envelope = envelope_for(rules_of_round(selection.round), application.field)
    if not belongs or not may_lower(sight, envelope):
        raise PermissionDenied
