"""A graph of who worked with whom: organisations as dots, shared projects as lines."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from consortia.documents.pictures.drawing import (
    ROOM_FOR_ANY_FACE,
    drawn,
    element,
    filled,
    picture,
    shortened,
    text_width,
    words,
    words_over,
    wrapped,
)
from consortia.documents.pictures.labels import Placed, Wish, place_labels
from consortia.documents.pictures.map_values import Size
from consortia.documents.pictures.projection import Box

# More than so many are no longer told apart; the table beside the picture has them all.
MOST_DRAWN: Mapping[Size, int] = {"wide": 24, "narrow": 10}
_ROUNDS = 220
_GOLDEN = math.pi * (3 - math.sqrt(5))
_LINE = 1.45
_POINTS_ON_LINE = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkBody:
    """An organisation in the graph; the one in whose middle it stands is `home`."""

    id: str
    name: str
    note: str = ""
    home: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkTie:
    """Two organisations, by their ids, and how many projects they carried out together."""

    a: str
    b: str
    projects: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkWords:
    """What the graph says, so that it can say it in another language."""

    title: str = "Who worked with whom"
    nobody: str = "Nobody worked together yet."
    ties: str = "A line joins two organisations that carried out a project together; the thicker, the more projects."
    more: str = "{count} more stand in the table."
    together: str = "{a} and {b}: {projects}"


@dataclass(frozen=True, slots=True)
class _Sheet:
    width: float
    height: float
    size: float
    room: float
    margin: float


_SHEETS: Mapping[Size, _Sheet] = {
    "wide": _Sheet(900, 600, 13, 190, 60),
    "narrow": _Sheet(360, 440, 11, 120, 34),
}


def network_graph(
    bodies: Sequence[NetworkBody],
    ties: Sequence[NetworkTie],
    *,
    size: Size = "wide",
    wording: NetworkWords | None = None,
    identifier: str = "network",
) -> str:
    """Return the graph as SVG; a table of the ties must stand beside it, since not everybody sees it.

    The same bodies and ties give the same picture. Those with most projects together are drawn where not all find room.
    """
    said, sheet = wording or NetworkWords(), _SHEETS[size]
    shown = _most_tied(bodies, ties, MOST_DRAWN[size])
    places = _laid_out(shown, _among(shown, ties), sheet)
    lines = _among(shown, ties)
    caption, height = _caption(_remarks(said, len(bodies) - len(shown), lines), sheet)
    return picture(
        *(_line(tie, places) for tie in lines),
        *_dots(shown, lines, places, sheet),
        *caption,
        identifier=identifier,
        width=sheet.width,
        height=round(height),
        title=said.title,
        description=_description(shown, lines, said),
        kind="network",
    )


def _most_tied(bodies: Sequence[NetworkBody], ties: Sequence[NetworkTie], most: int) -> list[NetworkBody]:
    weight = _weights(ties)
    order = sorted(bodies, key=lambda body: (not body.home, -weight.get(body.id, 0), body.name, body.id))
    return order[:most]


def _weights(ties: Sequence[NetworkTie]) -> dict[str, int]:
    found: dict[str, int] = {}
    for tie in ties:
        for end in (tie.a, tie.b):
            found[end] = found.get(end, 0) + tie.projects
    return found


def _among(shown: Sequence[NetworkBody], ties: Sequence[NetworkTie]) -> list[NetworkTie]:
    ids = {body.id for body in shown}
    return [tie for tie in ties if tie.a in ids and tie.b in ids]


def _laid_out(
    shown: Sequence[NetworkBody], ties: Sequence[NetworkTie], sheet: _Sheet
) -> dict[str, tuple[float, float]]:
    """Let bodies push each other away and ties pull, from a spiral on, until they rest; no chance is in it."""
    at = [[math.cos(n * _GOLDEN) * math.sqrt(n), math.sin(n * _GOLDEN) * math.sqrt(n)] for n in range(len(shown))]
    number = {body.id: n for n, body in enumerate(shown)}
    pulls = [(number[tie.a], number[tie.b], 1 + math.log(tie.projects)) for tie in ties]
    for turn in range(_ROUNDS):
        _move(at, pulls, reach=0.35 * (1 - turn / _ROUNDS) + 0.01)
    return dict(zip((body.id for body in shown), _into(at, sheet), strict=True))


def _move(at: list[list[float]], pulls: Sequence[tuple[int, int, float]], *, reach: float) -> None:
    forces = [[-0.05 * x, -0.05 * y] for x, y in at]
    for i in range(len(at)):
        for j in range(i):
            dx, dy = at[i][0] - at[j][0], at[i][1] - at[j][1]
            push = 1 / max(dx * dx + dy * dy, 0.01)
            _push(forces, (i, j), dx * push, dy * push)
    for i, j, strength in pulls:
        dx, dy = at[i][0] - at[j][0], at[i][1] - at[j][1]
        pull = -0.12 * strength * math.hypot(dx, dy)
        _push(forces, (i, j), dx * pull, dy * pull)
    for place, (fx, fy) in zip(at, forces, strict=True):
        strength = max(math.hypot(fx, fy), 1e-9)
        place[0] += fx / strength * min(strength, reach)
        place[1] += fy / strength * min(strength, reach)


def _push(forces: list[list[float]], pair: tuple[int, int], fx: float, fy: float) -> None:
    for body, sign in zip(pair, (1, -1), strict=True):
        forces[body][0] += sign * fx
        forces[body][1] += sign * fy


def _into(at: Sequence[Sequence[float]], sheet: _Sheet) -> list[tuple[float, float]]:
    """Stretch the rest positions into the sheet; one body alone stands in its middle."""
    if len(at) < 2:
        return [(sheet.width / 2, sheet.height / 2) for _ in at]
    left, right = min(x for x, _ in at), max(x for x, _ in at)
    top, bottom = min(y for _, y in at), max(y for _, y in at)
    wide, high = sheet.width - 2 * sheet.margin, sheet.height - 2 * sheet.margin
    return [
        (
            sheet.margin + wide * ((x - left) / (right - left) if right - left > 1e-6 else 0.5),
            sheet.margin + high * ((y - top) / (bottom - top) if bottom - top > 1e-6 else 0.5),
        )
        for x, y in at
    ]


def _line(tie: NetworkTie, places: Mapping[str, tuple[float, float]]) -> str:
    (x1, y1), (x2, y2) = places[tie.a], places[tie.b]
    thick = min(1 + 1.2 * (tie.projects - 1), 7)
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke_width=thick, stroke_opacity="0.55", **drawn("pic-link"))


def _dots(
    shown: Sequence[NetworkBody],
    ties: Sequence[NetworkTie],
    places: Mapping[str, tuple[float, float]],
    sheet: _Sheet,
) -> list[str]:
    """Return the dots and beside each its name, clear of the others."""
    weight = _weights(ties)
    radii = {body.id: min(4 + 1.5 * math.sqrt(weight.get(body.id, 0)), 12) for body in shown}
    names = {body.id: shortened(_label(body), sheet.size, sheet.room) for body in shown}
    wishes = [
        Wish(
            x=places[body.id][0],
            y=places[body.id][1],
            radius=radii[body.id],
            width=text_width(names[body.id], sheet.size, bold=body.home) / ROOM_FOR_ANY_FACE + 2,
            height=sheet.size * _LINE,
            weight=2.0 if body.home else 1.0,
        )
        for body in shown
    ]
    area = Box(4, 4, sheet.width - 4, sheet.height - 4)
    placed = place_labels(wishes, area=area, lines=_points(ties, places))
    dots = [
        element("circle", cx=wish.x, cy=wish.y, r=wish.radius, **filled("pic-lead" if body.home else "pic-mark"))
        for body, wish in zip(shown, wishes, strict=True)
    ]
    labels = [
        _name(names[body.id], wish, label, sheet, bold=body.home)
        for body, wish, label in zip(shown, wishes, placed, strict=True)
    ]
    return [*(_leader(label) for label in placed), *dots, *labels]


def _label(body: NetworkBody) -> str:
    return f"{body.name} ({body.note})" if body.note else body.name


def _points(ties: Sequence[NetworkTie], places: Mapping[str, tuple[float, float]]) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for tie in ties:
        (x1, y1), (x2, y2) = places[tie.a], places[tie.b]
        shares = [step / _POINTS_ON_LINE for step in range(_POINTS_ON_LINE + 1)]
        found.extend((x1 + (x2 - x1) * share, y1 + (y2 - y1) * share) for share in shares)
    return found


def _name(text: str, wish: Wish, placed: Placed, sheet: _Sheet, *, bold: bool) -> str:
    box = placed.box
    anchor, x = "middle", (box.left + box.right) / 2
    if box.left >= wish.x:
        anchor, x = "start", box.left
    elif box.right <= wish.x:
        anchor, x = "end", box.right
    y = box.top + sheet.size * 1.1
    return words_over(text, x, y, size=sheet.size, text_anchor=anchor, font_weight=600 if bold else None)


def _leader(placed: Placed) -> str:
    if placed.leader is None:
        return ""
    x1, y1, x2, y2 = placed.leader
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke_width="0.9", **drawn("pic-leader"))


def _remarks(said: NetworkWords, more: int, ties: Sequence[NetworkTie]) -> str:
    parts = [said.ties if ties else said.nobody, said.more.format(count=more) if more > 0 else ""]
    return " ".join(part for part in parts if part)


def _caption(remarks: str, sheet: _Sheet) -> tuple[list[str], float]:
    y, said = sheet.height, []
    for line in wrapped(remarks, sheet.size - 1, sheet.width * ROOM_FOR_ANY_FACE, lines=5):
        y += (sheet.size - 1) * _LINE
        said.append(words(line, 0, y, size=sheet.size - 1, role="pic-soft"))
    return said, y + sheet.size * 0.6


def _description(shown: Sequence[NetworkBody], ties: Sequence[NetworkTie], said: NetworkWords) -> str:
    if not ties:
        return said.nobody
    names = {body.id: body.name for body in shown}
    told = (said.together.format(a=names[tie.a], b=names[tie.b], projects=tie.projects) for tie in ties)
    return "; ".join(told) + "."
