"""What every page knows: where it runs and for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from consortia.portals.shared.moments import place_of

if TYPE_CHECKING:
    from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:  # noqa: ARG001  # the signature of a context processor
    """Return whether this is a demonstration, and the reader's clock."""
    return {"demo": settings.DEMO, "reader_place": place_of(timezone.get_current_timezone())}
