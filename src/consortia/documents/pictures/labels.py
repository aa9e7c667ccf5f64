"""Labels beside their marks, clear of each other: what a careful draughtsman does by hand, tried out in rings."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from consortia.documents.pictures.projection import Box

# How far a label stands from its mark, and in which directions it is tried; the first ones are the most natural.
_RINGS = (7, 15, 26, 40, 58, 80, 110)
_DIRECTIONS = 16
_LEADER_FROM = 16
_CELL = 8
_SWEEPS = 4
_CANDIDATES = 60

# What a clumsy place costs, beside a place right next to the mark that costs nothing.
_COST_OF_DISTANCE = 0.5
_COST_OF_LINE_UNDER_LABEL = 4
_COST_OF_MARK_UNDER_LABEL = 400
_COST_OF_OVERLAP = 30
_COST_OF_CROSSING = 120
_COST_OF_STRANGER = 60
_COST_OF_STRANGER_WITH_LEADER = 12
_COST_OF_LEAVING_AREA = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A mark with the size of the label that it wants, and how much it matters that the label stays near."""

    x: float
    y: float
    radius: float
    width: float
    height: float
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where a label went, and the line that leads to it where it could not stay beside its mark."""

    box: Box
    leader: tuple[float, float, float, float] | None


@dataclass(frozen=True, slots=True)
class _Candidate:
    cost: float
    box: Box
    roomy: Box
    leader: tuple[float, float, float, float] | None


def place_labels(wishes: Sequence[Wish], *, area: Box, lines: Iterable[tuple[float, float]] = ()) -> tuple[Placed, ...]:
    """Return a place for each label, inside the area, clear of all marks and labels if there is any such place.

    `lines` are points along drawn lines, which labels rather do not cover. The same wishes give the same places.
    """
    crowd = _Crowd(lines, area)
    choices = [_candidates(wish, wishes, area=area, crowd=crowd) for wish in wishes]
    taken: dict[int, _Candidate] = {}
    # Those in the thick of it choose first, since the others can still step aside.
    order = sorted(range(len(wishes)), key=lambda i: (-_neighbours(wishes[i], wishes), wishes[i].x, i))
    for _ in range(_SWEEPS):
        before = dict(taken)
        for i in order:
            others = [candidate for j, candidate in taken.items() if j != i]
            taken[i] = _best(choices[i], others)
        if taken == before:
            break
    return tuple(Placed(box=taken[i].box, leader=taken[i].leader) for i in range(len(wishes)))


class _Crowd:
    """How many points of lines lie in a box, answered at once from sums over a grid."""

    def __init__(self, points: Iterable[tuple[float, float]], area: Box) -> None:
        self._area = area
        self._columns = int(area.width / _CELL) + 2
        self._rows = int(area.height / _CELL) + 2
        counts = [[0] * (self._columns + 1) for _ in range(self._rows + 1)]
        for x, y in points:
            if area.holds(x, y):
                counts[int((y - area.top) / _CELL) + 1][int((x - area.left) / _CELL) + 1] += 1
        for row in range(1, self._rows + 1):
            for column in range(1, self._columns + 1):
                above, beside = counts[row - 1][column], counts[row][column - 1]
                counts[row][column] += above + beside - counts[row - 1][column - 1]
        self._sums = counts

    def within(self, box: Box) -> int:
        left, right = self._column(box.left), self._column(box.right) + 1
        top, bottom = self._row(box.top), self._row(box.bottom) + 1
        sums = self._sums
        return sums[bottom][right] - sums[top][right] - sums[bottom][left] + sums[top][left]

    def _column(self, x: float) -> int:
        return min(max(int((x - self._area.left) / _CELL), 0), self._columns - 1)

    def _row(self, y: float) -> int:
        return min(max(int((y - self._area.top) / _CELL), 0), self._rows - 1)


def _candidates(wish: Wish, wishes: Sequence[Wish], *, area: Box, crowd: _Crowd) -> list[_Candidate]:
    near = [other for other in wishes if _is_in_reach(other, wish)]
    marks = [Box(w.x - w.radius, w.y - w.radius, w.x + w.radius, w.y + w.radius).grown(2) for w in near]
    strangers = [(other.x, other.y) for other in near if other is not wish]
    tried = []
    for ring in _RINGS:
        for step in range(_DIRECTIONS):
            angle = 2 * math.pi * step / _DIRECTIONS
            box = _box_beside(wish, ring, angle)
            leader = _leader(wish, box) if ring > _LEADER_FROM else None
            cost = ring * _COST_OF_DISTANCE * wish.weight + _awkwardness(angle)
            cost += crowd.within(box) * _COST_OF_LINE_UNDER_LABEL + _COST_OF_LEAVING_AREA * _is_outside(box, area)
            cost += _COST_OF_MARK_UNDER_LABEL * sum(1 for mark in marks if mark.overlap(box))
            if _is_nearer_to_stranger(box, wish, strangers):
                cost += _COST_OF_STRANGER_WITH_LEADER if leader else _COST_OF_STRANGER
            if leader:
                cost += _COST_OF_CROSSING * sum(1 for mark in marks if _runs_into(leader, mark))
            tried.append(_Candidate(cost, box, box.grown(2), leader))
    return sorted(tried, key=lambda candidate: candidate.cost)[:_CANDIDATES]


def _is_in_reach(other: Wish, wish: Wish) -> bool:
    """Whether any place that is tried for the label could have to do with the other mark."""
    reach = 2 * _RINGS[-1]
    return abs(other.x - wish.x) < reach + wish.width and abs(other.y - wish.y) < reach + wish.height


def _is_nearer_to_stranger(box: Box, wish: Wish, strangers: Sequence[tuple[float, float]]) -> bool:
    """Whether readers would take the label for that of another mark."""
    own = _off(box, wish.x, wish.y) + 3
    return any(_off(box, x, y) < own for x, y in strangers)


def _off(box: Box, x: float, y: float) -> float:
    return math.hypot(max(box.left - x, 0, x - box.right), max(box.top - y, 0, y - box.bottom))


def _best(choices: Sequence[_Candidate], others: Sequence[_Candidate]) -> _Candidate:
    best, least = choices[0], math.inf
    for choice in choices:
        if choice.cost >= least:
            break
        cost = choice.cost + sum(_conflict(choice, other) for other in others)
        if cost < least:
            best, least = choice, cost
    return best


def _conflict(one: _Candidate, other: _Candidate) -> float:
    cost = _COST_OF_OVERLAP * math.sqrt(one.roomy.overlap(other.box))
    if one.leader and _runs_into(one.leader, other.box):
        cost += _COST_OF_CROSSING
    if other.leader and _runs_into(other.leader, one.box):
        cost += _COST_OF_CROSSING
    if one.leader and other.leader and _cross(one.leader, other.leader):
        cost += _COST_OF_CROSSING
    return cost


def _box_beside(wish: Wish, ring: float, angle: float) -> Box:
    """Return the label's box so that its nearest side stands off the mark by the ring, whatever the direction."""
    across, down = math.cos(angle), math.sin(angle)
    reach = wish.radius + ring
    x = wish.x + across * reach + _pulled(across) * wish.width / 2
    y = wish.y + down * reach + _pulled(down) * wish.height / 2
    return Box(x - wish.width / 2, y - wish.height / 2, x + wish.width / 2, y + wish.height / 2)


def _pulled(part: float) -> float:
    return max(-1.0, min(1.0, part * 2))


def _awkwardness(angle: float) -> float:
    """Readers look for a name to the right first, then to the left, then above or below."""
    return 3 * abs(math.sin(angle)) + 1.5 * (1 - math.cos(angle)) / 2


def _leader(wish: Wish, box: Box) -> tuple[float, float, float, float] | None:
    to_x = min(max(wish.x, box.left), box.right)
    to_y = min(max(wish.y, box.top), box.bottom)
    length = math.hypot(to_x - wish.x, to_y - wish.y)
    if length <= wish.radius + 4:
        return None
    off = (wish.radius + 2) / length
    return wish.x + (to_x - wish.x) * off, wish.y + (to_y - wish.y) * off, to_x, to_y


def _neighbours(wish: Wish, wishes: Sequence[Wish]) -> int:
    return sum(1 for other in wishes if math.hypot(other.x - wish.x, other.y - wish.y) < wish.width)


def _is_outside(box: Box, area: Box) -> bool:
    return box.left < area.left or box.right > area.right or box.top < area.top or box.bottom > area.bottom


def _runs_into(line: tuple[float, float, float, float], box: Box) -> bool:
    x1, y1, x2, y2 = line
    if max(x1, x2) < box.left or min(x1, x2) > box.right or max(y1, y2) < box.top or min(y1, y2) > box.bottom:
        return False
    return any(box.holds(x1 + (x2 - x1) * part / 6, y1 + (y2 - y1) * part / 6) for part in range(1, 6))


def _cross(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return _apart(one, other) and _apart(other, one)


def _apart(line: tuple[float, float, float, float], ends: tuple[float, float, float, float]) -> bool:
    """Whether the two ends lie on different sides of the line."""
    x1, y1, x2, y2 = line
    sides = [(x2 - x1) * (ends[k + 1] - y1) - (y2 - y1) * (ends[k] - x1) for k in (0, 2)]
    return sides[0] * sides[1] < 0
