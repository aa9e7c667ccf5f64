"""Proposing a grant below the requested one, heading by heading, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from consortia.core.lifecycle.selection import move_selection
from consortia.core.ranking.lowering import Lowered, proposed_grant
from consortia.core.values import ZERO, Money, euros
from consortia.stages.agencies.services import NoReasonError
from consortia.stages.applications.models import Submission
from consortia.stages.journal.services import record
from consortia.stages.people.models import Person
from consortia.stages.selection.models import Lowering, Selection
from consortia.stages.selection.permissions import Sight, may_lower, sight_of
from consortia.stages.selection.queries import lowerings_standing
from consortia.stages.selection.rules import envelope_for, rules_of_round
from consortia.stages.selection.services.drawing import held
from consortia.stages.selection.snapshots import Amount, amounts_asked, requested_of


class AboveRequestedError(ValueError):
    """More is proposed under a heading than is asked for there; `heading` has what is asked."""

    def __init__(self, heading: Amount) -> None:
        super().__init__(heading.code)
        self.heading = heading


class NothingLeftError(ValueError):
    """The amounts leave no grant at all: an application that gets nothing is not awarded with a lower amount."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody proposes under a heading, and why."""

    proposed: Money
    reason: str


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
    asked = {each.code: each for each in amounts_asked(submission)}
    rows = []
    for code, wish in wishes.items():
        if _changes(asked[code], wish, standing.get(code)):
            rows.append(_row(person, selection, submission, asked[code], wish))
    _refuse_nothing_left(submission, asked, {**standing, **{each.heading: each for each in rows}})
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


def _changes(heading: Amount, wish: Wish, standing: Lowering | None) -> bool:
    before = (euros(standing.proposed), standing.reason) if standing else (heading.amount, "")
    reason = wish.reason.strip()
    return before != (wish.proposed, reason if standing or wish.proposed != heading.amount else "")


def _row(person: Person, selection: Selection, submission: Submission, heading: Amount, wish: Wish) -> Lowering:
    if not ZERO <= wish.proposed <= heading.amount:
        raise AboveRequestedError(heading)
    if not wish.reason.strip():
        raise NoReasonError(
            _("Say why another amount is proposed under “%(heading)s”: the applicant reads it in the letter.")
            % {"heading": heading.title}
        )
    return Lowering(
        selection=selection,
        application=submission.application,
        heading=heading.code,
        requested=heading.amount.amount,
        proposed=wish.proposed.amount,
        reason=wish.reason.strip(),
        by=person,
    )


def _refuse_nothing_left(submission: Submission, asked: Mapping[str, Amount], standing: Mapping[str, Lowering]) -> None:
    lowered = [Lowered(heading=code, proposed=euros(each.proposed)) for code, each in standing.items()]
    amounts = {code: each.amount for code, each in asked.items()}
    if proposed_grant(requested_of(submission), amounts, lowered) == ZERO:
        raise NothingLeftError
