"""What every page of an agency has in common: whose it is, who reads it, what stands beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from consortia.portals.agency.navigation import navigation_for
from consortia.portals.shared.acting import person_of
from consortia.rulebook.agencies import known_agencies
from consortia.stages.agencies.permissions import roles_of
from consortia.stages.calls.models import Round
from consortia.stages.experts.models import Engagement
from consortia.stages.screening.models import Extension, File

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
        "training": any(_is_training(each) for each in more.values()),
        **more,
    }


def _is_training(subject: object) -> bool:
    """Whether what a page is about belongs to a training round: the round itself, or a file or engagement in it."""
    round_ = subject if isinstance(subject, Round) else None
    if isinstance(subject, File | Engagement):
        round_ = subject.round
    elif isinstance(subject, Extension):
        round_ = subject.application.round
    return round_ is not None and round_.training
