"""Time zones as one chooses them: by region and city."""

from __future__ import annotations

from functools import cache
from typing import Final
from zoneinfo import available_timezones

from django.utils.translation import gettext_lazy as _

REGIONS: Final = {
    "Europe": _("Europe"),
    "Africa": _("Africa"),
    "America": _("America"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic"),
    "Australia": _("Australia"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific"),
}


@cache
def zones_by_region() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the zones as choices, the cities of a region in the order of the alphabet."""
    return [
        (
            str(title),
            [(zone, _city(zone)) for zone in sorted(available_timezones(), key=_city) if zone.startswith(f"{region}/")],
        )
        for region, title in REGIONS.items()
    ]


def _city(zone: str) -> str:
    return zone.partition("/")[2].replace("_", " ").replace("/", ", ")
