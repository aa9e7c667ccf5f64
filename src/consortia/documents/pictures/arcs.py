"""The ways of people to meetings and activities, as gentle bows."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from consortia.documents.pictures.drawing import drawn, element, number
from consortia.documents.pictures.map_values import MapLink
from consortia.documents.pictures.marks import Mark, seat_of
from consortia.documents.pictures.view import View

# See-through, so that bundles can be told from single ways; the tests hold the contrast that is left.
OPACITY = 0.82
_BEND = 0.13
_BETWEEN_POINTS = 8.0
_THINNEST, _THICKEST = 1.1, 4.0

_Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arc:
    """A drawn bow, and points along it that labels had better not cover."""

    svg: str
    points: tuple[_Point, ...]


def arcs_of(meetings: Sequence[MapLink], marks: Sequence[Mark], view: View) -> tuple[Arc, ...]:
    """Return one bow for each pair of places, the thicker, the more people travel in all."""
    people: Counter[tuple[_Point, _Point]] = Counter()
    for meeting in meetings:
        people[seat_of(meeting.origin, marks, view), seat_of(meeting.host, marks, view)] += meeting.people
    return tuple(_arc(start, end, count) for (start, end), count in people.items() if math.dist(start, end) > 1)


def _arc(start: _Point, end: _Point, people: int) -> Arc:
    # It always bends to the same hand, so that there and back lie side by side.
    bend = (
        (start[0] + end[0]) / 2 + (end[1] - start[1]) * _BEND,
        (start[1] + end[1]) / 2 - (end[0] - start[0]) * _BEND,
    )
    path = "M{} {}Q{} {} {} {}".format(*(number(part) for part in (*start, *bend, *end)))
    width = min(_THINNEST + 0.5 * math.log2(max(people, 1)), _THICKEST)
    line = {"stroke_width": width, "stroke_linecap": "round", "stroke_opacity": str(OPACITY)}
    return Arc(svg=element("path", d=path, **line, **drawn("pic-link")), points=_points(start, bend, end))


def _points(start: _Point, bend: _Point, end: _Point) -> tuple[_Point, ...]:
    steps = max(int(math.dist(start, end) / _BETWEEN_POINTS), 2)
    return tuple(_point(start, bend, end, step / steps) for step in range(steps + 1))


def _point(start: _Point, bend: _Point, end: _Point, part: float) -> _Point:
    weights = ((1 - part) ** 2, 2 * part * (1 - part), part**2)
    x, y = (sum(w * p[k] for w, p in zip(weights, (start, bend, end), strict=True)) for k in (0, 1))
    return x, y
