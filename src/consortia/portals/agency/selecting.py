"""What the pages of one selection have in common: the pages beside each other, what is hidden from the reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consortia.portals.agency.frame import agency_context
from consortia.stages.selection.models import Selection
from consortia.stages.selection.permissions import Sight, may_see_certainty

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import Promise

PAGES: Final[Mapping[str, Promise]] = {
    "selection_round": gettext_lazy("Lists"),
    "selection_committee": gettext_lazy("Committee"),
    "selection_certainty": gettext_lazy("How sure is the order"),
    "selection_changes": gettext_lazy("After publication"),
    "selection_appeals": gettext_lazy("Appeals"),
}


def selection_context(
    request: HttpRequest, selection: Selection, sight: Sight, here: str, **more: Any
) -> dict[str, Any]:
    """Return what a page of a selection needs; `here` is the page among those beside it."""
    parts = {"agency": selection.agency, "number": selection.round_id}
    home = {"text": _("Selection"), "href": reverse("agency:selection", kwargs={"agency": selection.agency})}
    told = {
        "selection": selection,
        "sight": sight,
        "call_title": selection.round.edition.title,
        "training": selection.round.training,
        "pages_beside": [
            {"text": text, "href": reverse(f"agency:{name}", kwargs=parts), "here": name == here}
            for name, text in PAGES.items()
            if name != "selection_certainty" or may_see_certainty(sight)
        ],
        "hidden": sorted(sight.hidden),
        "trail": [home],
        **more,
    }
    return agency_context(request, selection.agency, "selection", **told)
