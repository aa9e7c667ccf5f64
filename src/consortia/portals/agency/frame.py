"""What every page of an agency has in common: whose it is, who reads it, what stands beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from consortia.portals.agency.navigation import navigation_for
from consortia.portals.shared.acting import person_of
from consortia.rulebook.agencies import known_agencies
from consortia.stages.agencies.permissions import roles_of

if TYPE_CHECKING:
    from django.http import HttpRequest


def agency_context(request: HttpRequest, code: str, here: str, **more: Any) -> dict[str, Any]:
    """Return what a page of an agency needs; `here` is the entry of the navigation it belongs to."""
    roles = roles_of(person_of(request), code)
    return {
        "place": "agency",
        "code": code,
        "agency": known_agencies()[code],
        "roles": roles,
        "sub_navigation": navigation_for(code, roles, here=here),
        **more,
    }
