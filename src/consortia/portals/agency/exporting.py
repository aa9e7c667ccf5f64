"""What the list of applications holds as a file: the same rows as on the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from consortia.documents.sheets import Cell
from consortia.stages.screening.models import File

COLUMNS: Final = (
    "reference",
    "title",
    "acronym",
    "coordinator",
    "country",
    "field",
    "type",
    "format",
    "organisations",
    "requested",
    "received_at",
    "failing",
    "doubtful",
    "state",
    "state_since",
    "handler__name",
    "round__deadline",
)


def head() -> list[str]:
    """Return what the columns are called."""
    return [
        _("Reference"),
        _("Title"),
        _("Short name"),
        _("Coordinator"),
        _("Country"),
        _("Field"),
        _("Type"),
        _("Format"),
        _("Organisations"),
        _("Requested grant in euros"),
        _("Received"),
        _("Findings that do not hold"),
        _("Findings to look at"),
        _("State"),
        _("In this state since"),
        _("Handled by"),
        _("Deadline of the round"),
    ]


def rows_of(files: QuerySet[File]) -> Iterator[list[Cell]]:
    """Yield one row after the other; moments on the reader's clock, since a spreadsheet has no zones."""
    states = dict(File.State.choices)
    zone = timezone.get_current_timezone()
    for row in files.values_list(*COLUMNS).iterator(chunk_size=1024):
        known = dict(zip(COLUMNS, row, strict=True))
        known["state"] = str(states[known["state"]])
        for name in ("received_at", "state_since", "round__deadline"):
            known[name] = known[name].astimezone(zone).replace(tzinfo=None)
        yield list(known.values())
