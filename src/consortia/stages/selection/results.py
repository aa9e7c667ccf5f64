"""The result of an application as its applicants see it: after publication, and never before."""

from __future__ import annotations

from dataclasses import dataclass

from consortia.stages.applications.models import Application
from consortia.stages.selection.models import Place, Selection
from consortia.stages.selection.queries import newest_list, place_of, selection_in
from consortia.stages.selection.rules import Rules, rules_of_edition


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Where an application stands in the published lists, and the rules by which it came there."""

    selection: Selection
    place: Place
    rules: Rules


def result_of(application: Application) -> Result | None:
    """Return the published result of an application; None before publication, and where it is in no list."""
    selection = selection_in(application.agency, application.round_id)
    if selection is None or not selection.published:
        return None
    drawn = newest_list(selection)
    place = place_of(drawn, application) if drawn else None
    if drawn is None or place is None:
        return None
    return Result(selection=selection, place=place, rules=rules_of_edition(drawn.edition_hash))
