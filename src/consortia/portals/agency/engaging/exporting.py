"""What the list of experts holds as a file: the same experts as on the page, with more of what each profile says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from consortia.portals.shared.languages import language_words

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from consortia.documents.sheets import Cell
    from consortia.portals.shared.call_words import CallWords
    from consortia.stages.experts.models import Expert

BETWEEN = "; "


def head() -> list[str]:
    """Return what the columns are called."""
    return [
        _("Name"),
        _("Employer"),
        _("Country"),
        _("Town"),
        _("Fields"),
        _("Priorities"),
        _("Reads"),
        _("Takes at most"),
        _("Available from"),
        _("Available until"),
        _("ORCID or another identifier"),
    ]


def rows_of(experts: QuerySet[Expert], words: CallWords) -> Iterator[list[Cell]]:
    """Yield one row an expert."""
    for each in experts.iterator(chunk_size=256):
        yield [
            each.person.name,
            each.workplace,
            str(words.countries.get(each.country, each.country)),
            each.town,
            BETWEEN.join(str(words.fields.get(code, code)) for code in each.fields),
            BETWEEN.join(str(words.priority(code)) for code in each.priorities),
            BETWEEN.join(str(language_words(code)) for code in each.languages),
            each.capacity,
            each.available_from,
            each.available_to,
            each.identifier,
        ]
