"""The lines of a budget in the words that pages and papers share: what is paid for, and what is counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy, ngettext_lazy

from consortia.core.budget import Line
from consortia.core.budget.values import LineKind
from consortia.core.call import Heading
from consortia.core.call.headings import DailyRatesTerms, StaysTerms
from consortia.core.call.tariffs import Unit

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

UNITS: Final[Mapping[Unit, _StrPromise]] = {
    "month": ngettext_lazy("%(shown)s month", "%(shown)s months", "count"),
    "organisation-month": ngettext_lazy("%(shown)s organisation-month", "%(shown)s organisation-months", "count"),
    "person": ngettext_lazy("%(shown)s person", "%(shown)s people", "count"),
    "day": ngettext_lazy("%(shown)s day", "%(shown)s days", "count"),
    "participant": ngettext_lazy("%(shown)s participant", "%(shown)s participants", "count"),
    "person-day": ngettext_lazy("%(shown)s person-day", "%(shown)s person-days", "count"),
    "person-month": ngettext_lazy("%(shown)s person-month", "%(shown)s person-months", "count"),
}
KINDS: Final[Mapping[LineKind, _StrPromise]] = {
    "coordinator-share": gettext_lazy("Coordinating organisation"),
    "partner-share": gettext_lazy("Each other organisation"),
    "travel": gettext_lazy("Travel"),
    "work": gettext_lazy("Work"),
    "local-participants": gettext_lazy("Participants from the country of the event"),
    "international-participants": gettext_lazy("Participants from other countries"),
    "support": gettext_lazy("Individual support"),
    "linguistic-support": gettext_lazy("Language support"),
    "cost": gettext_lazy("Real cost"),
    "outside-cost": gettext_lazy("Real cost outside the ceiling"),
    "lump-sum": gettext_lazy("Lump sum"),
}


def what_words(heading: Heading, line: Line) -> str:
    """Return what a line pays for; work by its category of staff."""
    if line.what == "work" and isinstance(heading.terms, DailyRatesTerms):
        return next((each.title for each in heading.terms.categories if each.code == line.band), str(KINDS["work"]))
    return str(KINDS[line.what])


def group_words(heading: Heading, line: Line) -> str:
    """Return the group of countries that decided on the rate; nothing where countries do not matter."""
    if line.group is None:
        return ""
    if isinstance(heading.terms, DailyRatesTerms):
        return next((each.title for each in heading.terms.groups if each.code == line.group), line.group)
    if isinstance(heading.terms, StaysTerms):
        groups = (each for kind in heading.terms.kinds for each in kind.receiving_groups)
        return next((each.title for each in groups if each.code == line.group), line.group)
    return line.group
