"""Amounts below the requested ones: what may be proposed under each heading, by experts and later by the agency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from django.utils.translation import gettext as _

from consortia.core.ranking.lowering import Lowered, proposed_grant
from consortia.core.values import ZERO, Money, euros
from consortia.stages.agencies.services import NoReasonError
from consortia.stages.applications.models import Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """What an application asks for under one heading, as it was frozen."""

    code: str
    title: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody proposes under a heading, and why."""

    proposed: Money
    reason: str


class Standing(Protocol):
    """A row that says what stands as proposed under a heading, and why."""

    proposed: Decimal
    reason: str


class AboveRequestedError(ValueError):
    """More is proposed under a heading than is asked for there; `heading` has what is asked."""

    def __init__(self, heading: Amount) -> None:
        super().__init__(heading.code)
        self.heading = heading


class NothingLeftError(ValueError):
    """The amounts leave no grant at all: an application that gets nothing is not awarded with a lower amount."""


def amounts_asked(submission: Submission) -> tuple[Amount, ...]:
    """Return what a submission asks for under each heading that has an amount."""
    headings: Sequence[Mapping[str, Any]] = submission.budget["headings"]
    found = (Amount(code=each["code"], title=each["title"], amount=euros(each["amount"])) for each in headings)
    return tuple(each for each in found if each.amount)


def requested_of(submission: Submission) -> Money:
    """Return the grant a submission asks for."""
    return euros(submission.budget["grant"])


def changed_amounts(
    submission: Submission, standing: Mapping[str, Standing], wishes: Mapping[str, Wish]
) -> list[tuple[Amount, Wish]]:
    """Return what differs from what stands, each looked at; the whole requested amount takes a proposal back.

    Raises AboveRequestedError, NoReasonError or NothingLeftError; then nothing of it is to be stored.
    """
    asked = {each.code: each for each in amounts_asked(submission)}
    changed = [(asked[code], wish) for code, wish in wishes.items() if _differs(asked[code], wish, standing.get(code))]
    for heading, wish in changed:
        _refuse(heading, wish)
    proposed = {code: euros(each.proposed) for code, each in standing.items()}
    proposed |= {heading.code: wish.proposed for heading, wish in changed}
    lowered = [Lowered(heading=code, proposed=each) for code, each in proposed.items()]
    amounts = {code: each.amount for code, each in asked.items()}
    if proposed_grant(requested_of(submission), amounts, lowered) == ZERO:
        raise NothingLeftError
    return changed


def _differs(heading: Amount, wish: Wish, standing: Standing | None) -> bool:
    before = (euros(standing.proposed), standing.reason) if standing else (heading.amount, "")
    reason = wish.reason.strip()
    return before != (wish.proposed, reason if standing or wish.proposed != heading.amount else "")


def _refuse(heading: Amount, wish: Wish) -> None:
    if not ZERO <= wish.proposed <= heading.amount:
        raise AboveRequestedError(heading)
    if not wish.reason.strip():
        raise NoReasonError(
            _("Say why another amount is proposed under “%(heading)s”: the applicant reads it in the letter.")
            % {"heading": heading.title}
        )
