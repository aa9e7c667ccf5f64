"""Who worked with whom over the years: a row for each partner, a dot for each year with a project together."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from consortia.documents.pictures.drawing import drawn, element, filled, picture, words, wrapped
from consortia.documents.pictures.map_values import Size


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerYears:
    """A partner, and the year of each project together; a year stands there as often as there were projects in it."""

    name: str
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnersWords:
    """What the picture says, so that it can say it in another language."""

    title: str = "Partners over time"
    partner: str = "{name}: {years}."
    nothing: str = "No partner is known yet."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """What differs between a desk, where names stand beside the dots, and a telephone, where they stand above."""

    width: float
    left: float
    name_room: float
    row_height: float
    dots_at: float
    size: float


_SHEETS: dict[Size, _Sheet] = {
    "wide": _Sheet(width=900, left=330, name_room=300, row_height=34, dots_at=17, size=13),
    "narrow": _Sheet(width=360, left=14, name_room=346, row_height=58, dots_at=38, size=12.5),
}
_HEAD = 30.0
_LARGEST, _SMALLEST = 12.0, 5.0
_YEAR_ROOM = 40.0
# The number of the last year stands half beyond its line.
_HALF_A_YEAR = _YEAR_ROOM / 2
_LEADING = 15.0


def partners_over_time(
    partners: Sequence[PartnerYears],
    *,
    size: Size = "wide",
    wording: PartnersWords | None = None,
    identifier: str = "partners-over-time",
) -> str:
    """Return the partners over the years in SVG; a table with the same must stand beside it."""
    said, sheet = wording or PartnersWords(), _SHEETS[size]
    years = [year for partner in partners for year in partner.years]
    parts: list[str] = []
    y = _HEAD
    if years:
        scale = _Scale(sheet, min(years), max(years))
        parts += scale.head(len(partners))
        for partner in partners:
            parts += _row(partner, y, sheet, scale)
            y += sheet.row_height
    told = [said.partner.format(name=each.name, years=_listed(each.years)) for each in partners]
    return picture(
        *parts,
        identifier=identifier,
        width=sheet.width,
        height=round(y + 6),
        title=said.title,
        description=" ".join(told) or said.nothing,
        kind="partners",
    )


class _Scale:
    """Where each year stands."""

    def __init__(self, sheet: _Sheet, first: int, last: int) -> None:
        self._sheet, self._first, self._last = sheet, first, last
        room = sheet.width - sheet.left - _LARGEST - _HALF_A_YEAR
        self._step = room / max(1, last - first)

    def x(self, year: int) -> float:
        """Return the middle of a year."""
        if self._first == self._last:
            return self._sheet.left + (self._sheet.width - self._sheet.left) / 2
        return self._sheet.left + _LARGEST + (year - self._first) * self._step

    def head(self, rows: int) -> list[str]:
        """Return the years with their lines; where there is little room, not every year has its number."""
        every = max(1, math.ceil(_YEAR_ROOM / self._step)) if self._last > self._first else 1
        bottom = _HEAD + rows * self._sheet.row_height
        parts = []
        for year in range(self._first, self._last + 1, every):
            x = self.x(year)
            parts.append(element("line", x1=x, y1=22, x2=x, y2=bottom, stroke_width=1, **drawn("pic-rule")))
            parts.append(words(str(year), x, 15, size=self._sheet.size, role="pic-soft", text_anchor="middle"))
        return parts


def _row(partner: PartnerYears, y: float, sheet: _Sheet, scale: _Scale) -> list[str]:
    lines = wrapped(partner.name, sheet.size, sheet.name_room, lines=2 if sheet.left > sheet.name_room else 1)
    first = y + (sheet.dots_at + 4.5 if sheet.left > sheet.name_room else 16) - (len(lines) - 1) * _LEADING / 2
    parts = [words(line, 0, first + at * _LEADING, size=sheet.size) for at, line in enumerate(lines)]
    middle = y + sheet.dots_at
    times = sorted(Counter(partner.years).items())
    if len(times) > 1:
        ends = {"x1": scale.x(times[0][0]), "x2": scale.x(times[-1][0])}
        parts.append(element("line", y1=middle, y2=middle, **ends, stroke_width=2, **drawn("pic-link")))
    for year, count in times:
        radius = min(_LARGEST, _SMALLEST + 2.5 * math.sqrt(count - 1) + 2 * (count > 1))
        parts.append(element("circle", cx=scale.x(year), cy=middle, r=radius, **filled("pic-mark")))
        if count > 1:
            at = (scale.x(year), middle + 4)
            parts.append(words(str(count), *at, size=11, role="pic-on-hue", text_anchor="middle", font_weight=600))
    return parts


def _listed(years: Sequence[int]) -> str:
    return ", ".join(f"{year} ({count})" if count > 1 else str(year) for year, count in sorted(Counter(years).items()))
