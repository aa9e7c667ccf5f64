"""What experts propose below the requested amounts, taken into the selection when its lists are drawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from consortia.stages.assessments.models import LowerAmount
from consortia.stages.selection.models import Lowering, Selection
from consortia.stages.selection.queries import final_files


def amounts_to_take(selection: Selection) -> list[Lowering]:
    """Return what experts said last about amounts and nobody of the agency has spoken after; not stored yet.

    Only from assessments that are final: there every expert of the pair has signed for the amounts too.
    """
    spoken = _last_words(selection)
    said = LowerAmount.objects.filter(file__in=final_files(selection.agency, selection.round))
    latest: dict[tuple[UUID, str], LowerAmount] = {}
    for each in said.select_related("file__submission").defer("file__submission__snapshot").order_by("id"):
        latest[each.file.submission.application_id, each.heading] = each
    return [
        Lowering(
            selection=selection,
            application_id=application,
            heading=heading,
            requested=each.requested,
            proposed=each.proposed,
            reason=each.reason,
            by_id=each.by_id,
        )
        for (application, heading), each in latest.items()
        if (application, heading) not in spoken or each.at > spoken[application, heading]
    ]


def take_amounts(selection: Selection) -> None:
    """Store them, in the experts' names."""
    Lowering.objects.bulk_create(amounts_to_take(selection))


def _last_words(selection: Selection) -> Mapping[tuple[UUID, str], datetime]:
    rows = Lowering.objects.filter(selection=selection).order_by().values_list("application", "heading")
    return {(application, heading): at for application, heading, at in rows.annotate(last=Max("at"))}
