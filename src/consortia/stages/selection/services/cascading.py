"""What moves a published list on: somebody declines, an envelope grows. The core draws the list anew each time."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from consortia.core.lifecycle.selection import move_selection
from consortia.core.values import ZERO, Money
from consortia.stages.agencies.services import NoReasonError
from consortia.stages.applications.models import Application
from consortia.stages.calls.services import set_envelope
from consortia.stages.journal.services import record
from consortia.stages.people.models import Person
from consortia.stages.selection.models import Change, Place, RankingList, Score, Selection
from consortia.stages.selection.permissions import may_decline, may_grow, may_record_decline, sight_of
from consortia.stages.selection.queries import changes_of, newest_list, place_of
from consortia.stages.selection.services.drawing import held, keep_list, money_of
from consortia.stages.selection.snapshots import amounts_of, scores_in
from consortia.stages.selection.tasks import tell_results


class NothingToDeclineError(Exception):
    """The application has no grant and no place on the reserve list."""


@transaction.atomic
def decline_grant(person: Person, selection: Selection, application: Application, *, reason: str) -> RankingList:
    """Record that an applicant takes no grant or leaves the reserve list; the next from the reserve moves up."""
    selection = held(selection)
    drawn = _published(selection, "decline")
    place = place_of(drawn, application)
    if place is None:
        raise PermissionDenied
    sight = sight_of(person, selection)
    if not (may_decline(person, application) or may_record_decline(sight, place.envelope)):
        raise PermissionDenied
    if place.outcome not in {Place.Outcome.AWARDED, Place.Outcome.RESERVE}:
        raise NothingToDeclineError
    change = Change(
        selection=selection,
        kind=Change.Kind.DECLINED,
        application=application,
        envelope=place.envelope,
        reason=_reason(reason),
        by=person,
    )
    return move_on(person, selection, drawn, [change])


@transaction.atomic
def grow_envelope(person: Person, selection: Selection, envelope: str, *, by: Money, reason: str) -> RankingList:
    """Record that an envelope has more money; what was changed on the page of the round is taken in here too."""
    selection = held(selection)
    drawn = _published(selection, "grow")
    if not may_grow(sight_of(person, selection), envelope):
        raise PermissionDenied
    reason = _reason(reason)
    hold_money(person, selection, drawn, envelope, by=by, reason=reason)
    change = Change(
        selection=selection, kind=Change.Kind.GROWN, envelope=envelope, amount=by.amount, reason=reason, by=person
    )
    return move_on(person, selection, drawn, [change])


def hold_money(
    person: Person, selection: Selection, drawn: RankingList, envelope: str, *, by: Money, reason: str
) -> None:
    """Set the agency's envelope to what the lists know and so much more; nothing where it is set so already."""
    known = money_known(selection, drawn)
    if envelope not in known or by <= ZERO:
        raise ValueError(envelope)
    amount = known[envelope] + by
    if envelope in selection.round.fields and money_of(selection).get(envelope) != amount:
        set_envelope(person, selection.agency, selection.round, field=envelope, amount=amount.amount, reason=reason)


def money_known(selection: Selection, drawn: RankingList) -> dict[str, Money]:
    """Return the money of each envelope as the lists know it: as they were drawn, and by how much it grew since."""
    known = amounts_of(drawn)
    for each in changes_of(selection):
        if each.kind == Change.Kind.GROWN and each.amount is not None:
            known[each.envelope] += Money(amount=each.amount)
    return known


def move_on(
    person: Person,
    selection: Selection,
    drawn: RankingList,
    changes: Sequence[Change],
    *,
    scores: Sequence[Score] = (),
) -> RankingList:
    """Draw the next version after what happened, and write to those for whom something changed.

    `scores` take the place of those that the standing list was drawn from.
    """
    anew = {each.application_id: each for each in scores}
    standing = [anew.get(key, place.score) for key, place in scores_in(drawn).items()]
    after = keep_list(person, selection, standing, amounts=amounts_of(drawn), changes=changes)
    for change in changes:
        facts = {"list": after.number, "envelope": change.envelope, "amount": str(change.amount or "")}
        about = change.application.reference if change.application else ""
        record(f"list-{change.kind}", after, by=person, facts={**facts, "application": about, "reason": change.reason})
    tell_results.enqueue(after.pk)
    return after


def _published(selection: Selection, verb: str) -> RankingList:
    move_selection(selection.state, verb)
    drawn = newest_list(selection)
    if drawn is None:
        raise PermissionDenied
    return drawn


def _reason(reason: str) -> str:
    if not reason.strip():
        raise NoReasonError(_("Say why: the list keeps it, and auditors read it."))
    return reason.strip()
