"""What came in over time: one bar for each day, or for each week where the days are many."""

import math
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from consortia.documents.pictures.drawing import drawn, element, filled, picture, words
from consortia.documents.pictures.map_values import Size


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalsWords:
    """What the picture says, so that it can say it in another language."""

    title: str = "Received over time"
    day: str = "{day}: {number}."
    week: str = "Week from {day}: {number}."
    nothing: str = "Nothing was received yet."
    date: Callable[[date], str] = date.isoformat


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """What differs between a desk and a telephone."""

    width: float
    height: float
    left: float
    size: float
    most: int


_SHEETS: dict[Size, _Sheet] = {
    "wide": _Sheet(width=900, height=220, left=44, size=13, most=62),
    "narrow": _Sheet(width=360, height=200, left=36, size=12, most=31),
}
_HEAD, _FOOT = 14.0, 26.0
_WEEK = 7
_DATE_ROOM = 112.0
_STEPS = (1, 2, 5)
_WIDEST = 48.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A day, or the week that begins with it, and how many came in."""

    first: date
    days: int
    number: int


def bars_of(arrivals: Mapping[date, int], *, most: int) -> tuple[Bar, ...]:
    """Group what came in by day, or by weeks from Monday where there would be more bars than `most`.

    Weeks are taken together further, in whole numbers of them, until the bars fit. Empty days have their bar too.
    """
    held = {day: number for day, number in arrivals.items() if number}
    if not held:
        return ()
    first, last = min(held), max(held)
    length = 1
    if (last - first).days + 1 > most:
        first -= timedelta(days=first.weekday())
        weeks = math.ceil(((last - first).days + 1) / _WEEK)
        length = _WEEK * math.ceil(weeks / most)
    sums: Counter[int] = Counter()
    for day, number in held.items():
        sums[(day - first).days // length] += number
    return tuple(
        Bar(first=first + timedelta(days=at * length), days=length, number=sums[at]) for at in range(max(sums) + 1)
    )


def arrivals_over_time(
    arrivals: Mapping[date, int],
    *,
    size: Size = "wide",
    wording: ArrivalsWords | None = None,
    identifier: str = "arrivals",
) -> str:
    """Return what came in over time in SVG; a table with the same must stand beside it."""
    said, sheet = wording or ArrivalsWords(), _SHEETS[size]
    bars = bars_of(arrivals, most=sheet.most)
    parts = _drawn_bars(bars, sheet, said.date) if bars else []
    told = [
        (said.day if each.days == 1 else said.week).format(day=said.date(each.first), number=each.number)
        for each in bars
        if each.number
    ]
    return picture(
        *parts,
        identifier=identifier,
        width=sheet.width,
        height=sheet.height,
        title=said.title,
        description=" ".join(told) or said.nothing,
        kind="arrivals",
    )


def _drawn_bars(bars: tuple[Bar, ...], sheet: _Sheet, written: Callable[[date], str]) -> list[str]:
    highest = max(each.number for each in bars)
    step = _step(highest)
    top = step * math.ceil(highest / step)
    floor, room = sheet.height - _FOOT, sheet.height - _FOOT - _HEAD
    width = (sheet.width - sheet.left) / len(bars)
    parts = _lines(top, step, sheet=sheet, floor=floor, room=room)
    every = max(1, math.ceil(_DATE_ROOM / width))
    for at, bar in enumerate(bars):
        x, height = sheet.left + at * width, room * bar.number / top
        if bar.number:
            wide = min(_WIDEST, width * 0.8)
            shape = {"x": x + (width - wide) / 2, "y": floor - height, "width": wide, "height": height}
            parts.append(element("rect", **shape, **filled("pic-mark")))
        if at % every == 0 and (x + _DATE_ROOM <= sheet.width + width or at == 0):
            parts.append(words(written(bar.first), x, sheet.height - 8, size=sheet.size - 1, role="pic-soft"))
    return parts


def _lines(top: int, step: int, *, sheet: _Sheet, floor: float, room: float) -> list[str]:
    """Return the lines that numbers stand on."""
    parts = []
    for number in range(0, top + 1, step):
        y = floor - room * number / top
        parts.append(element("line", x1=sheet.left, y1=y, x2=sheet.width, y2=y, stroke_width=1, **drawn("pic-rule")))
        parts.append(words(str(number), sheet.left - 6, y + 4, size=sheet.size - 1, role="pic-soft", text_anchor="end"))
    return parts


def _step(highest: int) -> int:
    """Return a round number of which at most five fit below the highest bar."""
    power = 1
    while True:
        for step in _STEPS:
            if highest / (step * power) <= 5:
                return step * power
        power *= 10
