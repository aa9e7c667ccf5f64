"""The lines of a budget as papers print them: what, whose, how much of it, at which rate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import groupby
from typing import Final

from django.utils.translation import gettext as _

from consortia.core.budget import HeadingBudget, Line
from consortia.core.call import CallDefinition
from consortia.documents import dossier as paper
from consortia.stages.applications.line_words import UNITS, what_words

NO_BREAK: Final = "\N{NO-BREAK SPACE}"


def heading_table(
    call: CallDefinition, heading: HeadingBudget, *, names: Mapping[str, str], titles: Mapping[str, str]
) -> paper.Table:
    """Return the lines of one heading, grouped by the planned row they come from.

    `names` are organisations by their id, `titles` planned rows by their place in the document.
    """
    return paper.Table(
        caption=heading.title,
        columns=(
            paper.Column(title=_("What"), share=4),
            paper.Column(title=_("Organisation"), share=4),
            paper.Column(title=_("Quantity"), kind=paper.ColumnKind.NUMBER, share=3),
            paper.Column(title=_("Rate"), kind=paper.ColumnKind.NUMBER, share=3),
            paper.Column(title=_("Amount"), kind=paper.ColumnKind.NUMBER, share=3),
        ),
        rows=tuple(_rows(call, heading, names=names, titles=titles)),
        total=(_("Total"), "", "", "", euros(heading.amount.amount)) if heading.lines else (),
        note=_cut_note(heading),
    )


def euros(amount: Decimal) -> str:
    """Return an amount as papers write it, the same in every language: € 92 705.50."""
    return f"€{NO_BREAK}{amount:,.2f}".replace(",", NO_BREAK)


def count_words(number: int) -> str:
    """Return a whole number with its thousands kept apart."""
    return f"{number:,}".replace(",", NO_BREAK)


def _rows(
    call: CallDefinition, heading: HeadingBudget, *, names: Mapping[str, str], titles: Mapping[str, str]
) -> Iterator[paper.Row]:
    for place, lines in groupby(heading.lines, key=lambda line: _row_place(line.where)):
        if title := titles.get(place):
            yield paper.Row(cells=(title,), kind=paper.RowKind.GROUP)
        for line in lines:
            organisation = names.get(line.organisation or "", "")
            yield paper.Row(
                cells=(
                    _what(call, heading, line),
                    organisation,
                    _quantity(line),
                    _rate(line),
                    euros(line.amount.amount),
                )
            )


def _row_place(where: str) -> str:
    """Return the planned row a line lies in: `meetings[2].travellers[0]` lies in `meetings[2]`."""
    head, bracket, tail = where.partition("[")
    index, closing, _within = tail.partition("]")
    return f"{head}{bracket}{index}{closing}"


def _what(call: CallDefinition, heading: HeadingBudget, line: Line) -> str:
    words = what_words(call.heading(heading.code), line)
    if line.band and line.what != "work":
        words = f"{words}, {line.band}"
    return _("%(what)s (not paid)") % {"what": words} if line.unpaid else words


def _quantity(line: Line) -> str:
    if line.unit not in UNITS:
        return count_words(line.quantity)
    return str(UNITS[line.unit] % {"count": line.quantity, "shown": count_words(line.quantity)})


def _rate(line: Line) -> str:
    if line.share is not None:
        percent = f"{(line.share * 100).normalize():f}{NO_BREAK}%"
        return _("%(share)s of %(cost)s") % {"share": percent, "cost": euros(line.rate.amount)}
    return _("no rate") if line.without_rate else euros(line.rate.amount)


def _cut_note(heading: HeadingBudget) -> str:
    if heading.cut is None:
        return ""
    return _("The ceiling of %(ceiling)s takes away %(taken)s.") % {
        "ceiling": euros(heading.cut.ceiling.amount),
        "taken": euros(heading.cut.taken.amount),
    }
