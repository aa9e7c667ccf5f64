"""A map of the partners of a project and of the ways to its meetings and activities."""

from collections.abc import Sequence

from consortia.documents.pictures.arcs import Arc, arcs_of
from consortia.documents.pictures.drawing import ROOM_FOR_ANY_FACE, drawn, element, filled, picture, words, wrapped
from consortia.documents.pictures.labels import Placed, place_labels
from consortia.documents.pictures.map_values import NUMBER_ROOM, SHEETS, MapLink, MapPartner, MapWords, Sheet, Size
from consortia.documents.pictures.marks import Mark, label_svg, mark_svg, marks_of
from consortia.documents.pictures.projection import base_map
from consortia.documents.pictures.view import View, view_of

_BORDER_WIDTH = 0.9
_LINE = 1.45
_MOST_CAPTION_LINES = 7


def partner_map(
    partners: Sequence[MapPartner],
    meetings: Sequence[MapLink] = (),
    *,
    size: Size = "wide",
    wording: MapWords | None = None,
    identifier: str = "partner-map",
) -> str:
    """Return the map as SVG; a table of partners and meetings must stand beside it, since not everybody sees it.

    Two maps on one page need two identifiers.
    """
    said, sheet = wording or MapWords(), SHEETS[size]
    view = view_of([*(p.spot for p in partners), *(s for m in meetings for s in (m.origin, m.host))], sheet)
    marks = marks_of(partners, meetings, view, sheet=sheet, said=said)
    arcs = arcs_of(meetings, marks, view)
    key, key_end = _key(marks, view.area.height)
    caption, height = _caption(_remarks(said, marks, arcs), key_end, sheet)
    return picture(
        _ground(view, {partner.country for partner in partners}, identifier),
        *(arc.svg for arc in arcs),
        *_signs(marks, arcs, view),
        *key,
        *caption,
        identifier=identifier,
        width=sheet.width,
        height=round(height),
        title=said.title,
        description=_description(partners, said),
        kind="map",
    )


def _ground(view: View, home: set[str], identifier: str) -> str:
    """Return sea and land; the land keeps its kilometres and is scaled and moved as a whole."""
    clip = f"{identifier}-frame"
    area = {"x": 0, "y": 0, "width": view.area.width, "height": view.area.height, "rx": 4}
    scale = view.scale
    matrix = f"matrix({scale:.5f} 0 0 {scale:.5f} {-view.land.left * scale:.2f} {-view.land.top * scale:.2f})"
    shown = [country for country in base_map().countries if country.box.overlap(view.land)]
    land = [element("path", d=c.path, **filled("pic-home" if c.code in home else "pic-land")) for c in shown]
    borders = {**drawn("pic-border"), "stroke_width": f"{_BORDER_WIDTH / scale:.2f}", "stroke_linejoin": "round"}
    return (
        element("clipPath", element("rect", **area), id=clip)
        + element("rect", **area, **filled("pic-sea"))
        + element("g", element("g", *land, transform=matrix, **borders), clip_path=f"url(#{clip})")
    )


def _signs(marks: Sequence[Mark], arcs: Sequence[Arc], view: View) -> list[str]:
    """Return the marks, the coordinator's on top, and their labels unless they are numbered."""
    signs = [mark_svg(mark) for mark in reversed(marks)]
    if any(mark.number for mark in marks):
        return signs
    points = [point for arc in arcs for point in arc.points]
    placed = place_labels([mark.wish for mark in marks], area=view.area.grown(-8), lines=points)
    labels = [label_svg(mark, place) for mark, place in zip(marks, placed, strict=True)]
    return [*map(_leader, placed), *signs, *labels]


def _leader(label: Placed) -> str:
    if label.leader is None:
        return ""
    x1, y1, x2, y2 = label.leader
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke_width="0.9", **drawn("pic-leader"))


def _key(marks: Sequence[Mark], y: float) -> tuple[list[str], float]:
    """Return what the numbers on the map mean, and where that ends."""
    said = []
    for mark in marks:
        if mark.number is None:
            continue
        y += 6
        for row, line in enumerate(mark.lines):
            y += line.size * _LINE
            role = "pic-soft" if line.is_note else "pic-ink"
            weight = 600 if line.is_bold else None
            if row == 0:
                said.append(words(str(mark.number), 0, y, size=line.size, font_weight=600))
            said.append(words(line.text, NUMBER_ROOM, y, size=line.size, role=role, font_weight=weight))
    return said, y + 6


def _caption(remarks: str, y: float, sheet: Sheet) -> tuple[list[str], float]:
    said = []
    for line in wrapped(remarks, sheet.caption_size, sheet.width * ROOM_FOR_ANY_FACE, lines=_MOST_CAPTION_LINES):
        y += sheet.caption_size * _LINE
        said.append(words(line, 0, y, size=sheet.caption_size, role="pic-soft"))
    return said, y + sheet.caption_size * 0.5


def _remarks(said: MapWords, marks: Sequence[Mark], arcs: Sequence[Arc]) -> str:
    parts = [
        "" if marks else said.nobody,
        said.links if arcs else "",
        said.beyond if any(mark.angle is not None for mark in marks) else "",
        said.borders,
        said.source,
    ]
    return " ".join(part for part in parts if part)


def _description(partners: Sequence[MapPartner], said: MapWords) -> str:
    if not partners:
        return said.nobody
    roles = {"coordinator": f", {said.coordinator}", "associated": f", {said.associated}", "partner": ""}
    return "; ".join(f"{p.name} ({p.place}, {p.country}{roles[p.role]})" for p in partners) + "."
