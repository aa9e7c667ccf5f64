"""The result of an application as its applicants see it: after publication, and never before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import OuterRef, Subquery

from consortia.stages.applications.models import Application
from consortia.stages.selection.models import Place, RankingList, Selection
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


def outcomes_of(applications: Iterable[UUID]) -> Mapping[UUID, str]:
    """Return the published outcome of each of these applications that has one; one query."""
    newest = RankingList.objects.filter(selection=OuterRef("list__selection")).order_by("-number").values("pk")[:1]
    found = Place.objects.filter(
        application__in=list(applications), list__selection__state=Selection.State.PUBLISHED, list=Subquery(newest)
    )
    return dict(found.order_by().values_list("application", "outcome"))
