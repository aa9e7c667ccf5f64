"""The reader's own language and clock, for people with an account and for visitors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone, translation

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

ZONE_COOKIE: Final = "time-zone"


class ReaderMiddleware:
    """Shows times on the reader's clock: the profile's zone, else the one a visitor chose, else the site's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request with the reader's zone and language in force."""
        language = getattr(request.user, "language", "")
        zone = zone_named(getattr(request.user, "time_zone", "") or request.COOKIES.get(ZONE_COOKIE, ""))
        with timezone.override(zone), translation.override(language or translation.get_language()):
            return self.get_response(request)


def zone_named(name: str) -> ZoneInfo:
    """Return the zone of that name, and the site's own for a name nobody knows."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(timezone.get_default_timezone_name())
