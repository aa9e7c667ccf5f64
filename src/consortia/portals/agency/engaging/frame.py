"""What every page about experts has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from consortia.portals.agency.frame import agency_context

if TYPE_CHECKING:
    from django.http import HttpRequest


def experts_context(request: HttpRequest, code: str, **more: Any) -> dict[str, Any]:
    """Return what a page of an agency about experts needs."""
    return agency_context(request, code, "experts", **more)
