"""The marks of a map: partners, venues and arrows to places beyond it, each with its label."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from consortia.documents.pictures.drawing import (
    drawn,
    element,
    filled,
    number,
    shortened,
    text_width,
    words,
    words_over,
    wrapped,
)
from consortia.documents.pictures.labels import Placed, Wish
from consortia.documents.pictures.map_values import Labelling, MapLink, MapPartner, MapWords, Role, Sheet
from consortia.documents.pictures.projection import Spot, project
from consortia.documents.pictures.view import View

_SAME_PLACE_KM = 12.0
_LEADING = 1.2
_BETWEEN_ARROWS = 34.0
_NAMES_AT_A_PLACE = 4
_PUSHES = 12
_EDGE_STEPS = 40
_FROM_CORNER = 17.0
_NUMBERED_RADIUS = 7.5
_RING = 3.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a label: the name in ink, or a quieter note below it."""

    text: str
    size: float
    is_note: bool = False
    is_bold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A sign on the map with what its label says; an angle makes it an arrow to a place beyond the map."""

    x: float
    y: float
    spot: Spot
    radius: float
    role: Role | None
    lines: tuple[Line, ...]
    is_host: bool = False
    angle: float | None = None
    number: int | None = None

    @property
    def wish(self) -> Wish:
        """How much room the label asks for."""
        width = max(text_width(line.text, line.size, bold=line.is_bold) for line in self.lines)
        height = sum(line.size * _LEADING for line in self.lines)
        return Wish(
            x=self.x,
            y=self.y,
            radius=_reach(self),
            width=width,
            height=height,
            weight=2 if self.role == "coordinator" else 1,
        )


def marks_of(
    partners: Sequence[MapPartner], meetings: Sequence[MapLink], view: View, *, sheet: Sheet, said: MapWords
) -> tuple[Mark, ...]:
    """Return a mark for each place that has partners or is a venue."""
    groups = _by_place(partners)
    venues = _venues_without_partner(partners, meetings)
    labelling = sheet.labelling(len(groups) + len(venues))
    hosts = [meeting.host for meeting in meetings]
    marks = [_mark_of(group, view, sheet=sheet, said=said, labelling=labelling) for group in groups]
    marks += [_venue_mark(meeting, view, sheet=sheet, said=said) for meeting in venues]
    marks = [replace(mark, is_host=any(_is_same(mark.spot, host) for host in hosts)) for mark in marks]
    if labelling == "numbered":
        marks = [replace(mark, number=count, radius=_NUMBERED_RADIUS) for count, mark in enumerate(marks, start=1)]
    return _spread_at_edge(_pushed_apart(marks), view)


def seat_of(spot: Spot, marks: Sequence[Mark], view: View) -> tuple[float, float]:
    """Return where lines to the spot end: at its mark, also where that was moved aside, else where it lies."""
    mark = next((mark for mark in marks if _is_same(mark.spot, spot)), None)
    return (mark.x, mark.y) if mark else view.end_of(spot)


def mark_svg(mark: Mark) -> str:
    """Return the sign: a diamond for the coordinator, a dot for a partner, a ring for an associated partner."""
    ring = element("circle", cx=mark.x, cy=mark.y, r=mark.radius + _RING, stroke_width=1.4, **drawn("pic-link"))
    return (ring if mark.is_host and mark.angle is None else "") + _sign(mark) + _number(mark)


def label_svg(mark: Mark, placed: Placed) -> str:
    """Return the lines of the label, set towards the mark, with a halo that keeps them apart from lines below."""
    box = placed.box
    anchor, x = _anchor(mark, placed)
    y, lines = box.top, []
    for line in mark.lines:
        y += line.size * _LEADING
        lines.append(
            words_over(
                line.text,
                x,
                y - line.size * 0.3,
                size=line.size,
                role="pic-soft" if line.is_note else "pic-ink",
                font_weight=600 if line.is_bold else None,
                text_anchor=anchor,
            )
        )
    return "".join(lines)


def _anchor(mark: Mark, placed: Placed) -> tuple[str, float]:
    box = placed.box
    if box.left >= mark.x:
        return "start", box.left
    if box.right <= mark.x:
        return "end", box.right
    return "middle", (box.left + box.right) / 2


def _number(mark: Mark) -> str:
    if mark.number is None:
        return ""
    role = "pic-on-hue" if mark.role in ("coordinator", "partner") or mark.angle is not None else "pic-ink"
    return words(str(mark.number), mark.x, mark.y + 3.5, size=10, role=role, font_weight=600, text_anchor="middle")


def _sign(mark: Mark) -> str:
    x, y, r = mark.x, mark.y, mark.radius
    if mark.role == "coordinator" and mark.number is not None:
        r += 3  # a diamond has less room inside than a dot
    if mark.role == "associated" and mark.number is not None:
        r += 1  # and so has a ring
    outline = {"stroke": "#ffffff", "stroke_width": 1.5}
    if mark.angle is not None:
        points = f"{number(r + 5)},0 {number(-r)},{number(-r)} {number(-r)},{number(r)}"
        turn = f"translate({number(x)} {number(y)}) rotate({number(mark.angle)})"
        return element("polygon", points=points, transform=turn, **filled(_fill_of(mark)), **outline)
    if mark.role == "coordinator":
        corners = ((x, y - r), (x + r, y), (x, y + r), (x - r, y))
        points = " ".join(f"{number(across)},{number(down)}" for across, down in corners)
        return element("polygon", points=points, **filled("pic-lead"), **outline)
    if mark.role == "partner":
        return element("circle", cx=x, cy=y, r=r, **filled("pic-mark"), **outline)
    inner = {"class_": "pic-hollow", "fill": "#ffffff", "stroke": "#1f4fa3", "stroke_width": 2}
    if mark.role == "associated":
        return element("circle", cx=x, cy=y, r=r - 0.5, **inner)
    return element("rect", x=x - r + 1, y=y - r + 1, width=2 * r - 2, height=2 * r - 2, **inner)


def _fill_of(mark: Mark) -> str:
    return "pic-lead" if mark.role == "coordinator" else "pic-mark"


def _by_place(partners: Sequence[MapPartner]) -> list[list[MapPartner]]:
    groups: list[list[MapPartner]] = []
    for partner in sorted(partners, key=lambda p: ("coordinator", "partner", "associated").index(p.role)):
        home = next((group for group in groups if _is_same(group[0].spot, partner.spot)), None)
        if home is None:
            groups.append([partner])
        else:
            home.append(partner)
    return groups


def _is_same(one: Spot, other: Spot) -> bool:
    return one == other or math.dist(project(one), project(other)) < _SAME_PLACE_KM


def _venues_without_partner(partners: Sequence[MapPartner], meetings: Sequence[MapLink]) -> list[MapLink]:
    venues: list[MapLink] = []
    for meeting in meetings:
        known = [*(partner.spot for partner in partners), *(venue.host for venue in venues)]
        if meeting.host_place and not any(_is_same(spot, meeting.host) for spot in known):
            venues.append(meeting)
    return venues


def _mark_of(group: Sequence[MapPartner], view: View, *, sheet: Sheet, said: MapWords, labelling: Labelling) -> Mark:
    first = group[0]
    is_beyond = not view.shows(first.spot)
    x, y = view.end_of(first.spot)
    place = f"{first.place}, {first.country}" if is_beyond else "" if labelling == "short" else first.place
    return Mark(
        x=x,
        y=y,
        spot=first.spot,
        radius=sheet.radius + 2 * (first.role == "coordinator") + 1.5 * (len(group) > 1),
        role=first.role,
        lines=tuple(_lines(group, place, sheet=sheet, said=said, labelling=labelling)),
        angle=view.angle_towards(first.spot) if is_beyond else None,
    )


def _lines(
    group: Sequence[MapPartner], place: str, *, sheet: Sheet, said: MapWords, labelling: Labelling
) -> list[Line]:
    """Return the names, each with its role if it has a special one, and where they are."""
    room, lines_each = sheet.room(labelling, len(group))
    notes = {"coordinator": said.coordinator, "associated": said.associated, "partner": ""}
    lines: list[Line] = []
    for partner in group[:_NAMES_AT_A_PLACE]:
        bold = partner.role == "coordinator"
        texts = wrapped(partner.name, sheet.name_size, room, lines=lines_each, bold=bold)
        lines += [Line(text=text, size=sheet.name_size, is_bold=bold) for text in texts]
        note = notes[partner.role]
        if len(group) == 1:
            note = ", ".join(part for part in (note, place) if part)
        lines += _note(note, room, sheet)
    if len(group) > _NAMES_AT_A_PLACE:
        lines.append(Line(text=f"+ {len(group) - _NAMES_AT_A_PLACE}", size=sheet.name_size))
    return [*lines, *_note(place, room, sheet)] if len(group) > 1 else lines


def _note(text: str, room: float, sheet: Sheet) -> list[Line]:
    size = sheet.note_size
    return [Line(text=shortened(text, size, room), size=size, is_note=True)] if text else []


def _venue_mark(meeting: MapLink, view: View, *, sheet: Sheet, said: MapWords) -> Mark:
    x, y = view.end_of(meeting.host)
    lines = (
        Line(text=meeting.host_place, size=sheet.name_size),
        Line(text=said.venue, size=sheet.note_size, is_note=True),
    )
    angle = None if view.shows(meeting.host) else view.angle_towards(meeting.host)
    return Mark(x=x, y=y, spot=meeting.host, radius=sheet.radius, role=None, lines=lines, angle=angle)


def _pushed_apart(marks: Sequence[Mark]) -> list[Mark]:
    """Move marks that would cover each other aside, each by half, so that neighbouring towns stay two dots."""
    places = [(mark.x, mark.y) for mark in marks]
    for _ in range(_PUSHES):
        for i, j in combinations(range(len(marks)), 2):
            if marks[i].angle is not None or marks[j].angle is not None:
                continue
            least = _reach(marks[i]) + _reach(marks[j]) + 2
            places[i], places[j] = _two_apart(places[i], places[j], least)
    return [replace(mark, x=x, y=y) for mark, (x, y) in zip(marks, places, strict=True)]


def _reach(mark: Mark) -> float:
    """Return how far the sign reaches, with the ring of a place where people meet."""
    return mark.radius + _RING * mark.is_host


def _two_apart(
    one: tuple[float, float], other: tuple[float, float], least: float
) -> tuple[tuple[float, float], tuple[float, float]]:
    apart = math.dist(one, other)
    if apart >= least or not apart:
        return one, other
    across, down = ((other[k] - one[k]) / apart * (least - apart) / 2 for k in (0, 1))
    return (one[0] - across, one[1] - down), (other[0] + across, other[1] + down)


def _spread_at_edge(marks: Sequence[Mark], view: View) -> tuple[Mark, ...]:
    """Move arrows along the edge where they would lie on each other or on a partner near the edge."""
    settled = [mark for mark in marks if mark.angle is None]
    spread = []
    for mark in marks:
        arrow = mark
        if mark.angle is not None:
            arrow = next((m for m in _along_edge(mark, view) if not any(_is_too_near(m, s) for s in settled)), mark)
            settled.append(arrow)
        spread.append(arrow)
    return tuple(spread)


def _is_too_near(arrow: Mark, other: Mark) -> bool:
    least = _BETWEEN_ARROWS if other.angle is not None else arrow.radius + other.radius + 8
    return math.dist((arrow.x, arrow.y), (other.x, other.y)) < least


def _along_edge(mark: Mark, view: View) -> Iterator[Mark]:
    """Yield the mark where it is, then moved along its edge by more and more, to either side."""
    width, height = view.area.width, view.area.height
    is_on_side = min(mark.x, width - mark.x) < min(mark.y, height - mark.y)
    at, length = (mark.y, height) if is_on_side else (mark.x, width)
    steps = sorted(range(-_EDGE_STEPS, _EDGE_STEPS + 1), key=lambda step: (abs(step), step))
    for step in steps:
        moved = at + step * _BETWEEN_ARROWS / 2
        if _FROM_CORNER <= moved <= length - _FROM_CORNER:
            yield replace(mark, y=moved) if is_on_side else replace(mark, x=moved)
