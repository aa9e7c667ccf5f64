"""Amounts below the requested ones as a form: one row for each heading, with what stands against it beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from consortia.core.values import euros
from consortia.portals.shared.money import euro_words, plain_sum
from consortia.stages.agencies.services import NoReasonError
from consortia.stages.assessments.amounts import (
    AboveRequestedError,
    Amount,
    NothingLeftError,
    Standing,
    Wish,
    amounts_asked,
)

if TYPE_CHECKING:
    from django.http import QueryDict

    from consortia.stages.applications.models import Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One heading of the form: what is asked for, what stands in the fields, and what is to be looked at."""

    heading: Amount
    proposed: str
    reason: str
    problem: str = ""

    @property
    def amount(self) -> Decimal | None:
        """The amount that was typed; None where it is none, or has parts of a cent."""
        try:
            amount = Decimal(plain_sum(self.proposed).replace(",", "."))
        except InvalidOperation:
            return None
        return amount if amount.is_finite() and amount == amount.quantize(Decimal("0.01")) else None

    @property
    def lower(self) -> bool:
        """Whether less stands in the field than is asked for."""
        return self.amount is not None and self.amount < self.heading.amount.amount


def rows_of(submission: Submission, standing: Mapping[str, Standing], sent: QueryDict | None = None) -> list[Row]:
    """Return a row for each heading: what was sent, else what stands, else what is asked for."""
    rows = []
    for heading in amounts_asked(submission):
        before = standing.get(heading.code)
        proposed = f"{before.proposed:.2f}" if before else str(heading.amount)
        reason = before.reason if before else ""
        if sent is not None:
            proposed = sent.get(f"{heading.code}.proposed", proposed).strip()
            reason = sent.get(f"{heading.code}.reason", reason)
        rows.append(Row(heading=heading, proposed=proposed, reason=reason))
    return rows


def kept_rows(rows: Sequence[Row], keep: Callable[[Mapping[str, Wish]], object]) -> tuple[list[Row], str]:
    """Keep the amounts, all or none; return the rows with what stands against each, and a problem in words."""
    looked = [_looked_at(each) for each in rows]
    if any(each.problem for each in looked):
        return looked, _("Look at the amounts that are marked below; what you typed still stands.")
    wishes = {
        each.heading.code: Wish(proposed=euros(each.amount), reason=each.reason)
        for each in looked
        if each.amount is not None
    }
    try:
        keep(wishes)
    except NoReasonError as error:
        return looked, str(error)
    except AboveRequestedError as error:
        return looked, _("More is proposed under “%(title)s” than is asked for.") % {"title": error.heading.title}
    except NothingLeftError:
        return looked, _("Nothing would be left. What gets no grant at all is decided by its points.")
    return looked, ""


def _looked_at(row: Row) -> Row:
    problem = ""
    if row.amount is None:
        problem = _("“%(typed)s” is no amount in euros and cents, such as 1200.50.") % {"typed": row.proposed}
    elif not 0 <= row.amount <= row.heading.amount.amount:
        most = euro_words(row.heading.amount.amount)
        problem = _("From nothing up to %(most)s, which is asked for.") % {"most": most}
    elif row.lower and not row.reason.strip():
        problem = _("Say why: the applicant reads it in the letter.")
    return replace(row, problem=problem)
