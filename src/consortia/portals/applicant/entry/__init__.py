"""How the rows of the plan are filled in: one form for each way a heading is reckoned, made from the call's data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from consortia.core.call import Heading
from consortia.core.call.headings import BasisCode
from consortia.portals.applicant.entry.base import EntryForm
from consortia.portals.applicant.entry.costs import CostForm
from consortia.portals.applicant.entry.events import EventForm
from consortia.portals.applicant.entry.meetings import MeetingForm
from consortia.portals.applicant.entry.outputs import OutputForm
from consortia.portals.applicant.entry.shares import SharedActivityForm
from consortia.portals.applicant.entry.stays import ActivityForm

FORMS: Final[Mapping[BasisCode, type[EntryForm]]] = {
    "distance-travel": MeetingForm,
    "daily-rates": OutputForm,
    "per-participant": EventForm,
    "stays": ActivityForm,
    "real-costs": CostForm,
    "lump-sum": SharedActivityForm,
}


def form_class(heading: Heading) -> type[EntryForm] | None:
    """Return the form for the rows of a heading, None for one that follows from other facts."""
    return FORMS.get(heading.basis)


__all__ = ["FORMS", "EntryForm", "form_class"]
