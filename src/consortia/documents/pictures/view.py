"""Which part of Europe a map shows, and how kilometres become units of the picture."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from consortia.documents.pictures.map_values import Sheet
from consortia.documents.pictures.projection import Box, Spot, base_map, project

# Where nobody is on the map yet: from Ireland to the Black Sea, from the North Cape to Crete.
_EUROPE = Box(-1900, -2250, 2500, 1800)
# Nearer, the outlines would look coarser than they are good for.
_LEAST_WIDTH_KM = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The rectangle of land, in kilometres around the centre, and the area of the picture that it fills."""

    land: Box
    area: Box

    @property
    def scale(self) -> float:
        """How many units of the picture a kilometre has."""
        return self.area.width / self.land.width

    def at(self, spot: Spot) -> tuple[float, float]:
        """Return where in the picture the spot lies."""
        east, south = project(spot)
        return (east - self.land.left) * self.scale, (south - self.land.top) * self.scale

    def shows(self, spot: Spot) -> bool:
        """Whether the spot lies in the part that is shown."""
        return self.land.holds(*project(spot))

    def edge_towards(self, spot: Spot) -> tuple[float, float]:
        """Return the point near the edge on the straight line from the middle of the map to the spot."""
        across, down = self._from_middle(spot)
        room = self.area.grown(-18)
        parts = [half / abs(way) for half, way in ((room.width / 2, across), (room.height / 2, down)) if way]
        part = min(parts, default=0.0)
        return self.area.width / 2 + across * part, self.area.height / 2 + down * part

    def angle_towards(self, spot: Spot) -> float:
        """Return the angle of that line in degrees, clockwise from the east."""
        across, down = self._from_middle(spot)
        return math.degrees(math.atan2(down, across))

    def end_of(self, spot: Spot) -> tuple[float, float]:
        """Return where lines to the spot end: at the spot, or at the edge if it lies beyond."""
        return self.at(spot) if self.shows(spot) else self.edge_towards(spot)

    def _from_middle(self, spot: Spot) -> tuple[float, float]:
        x, y = self.at(spot)
        return x - self.area.width / 2, y - self.area.height / 2


def view_of(spots: Sequence[Spot], sheet: Sheet) -> View:
    """Return the view that shows all spots of Europe and around it with room for their labels."""
    frame = base_map().frame
    near = [point for point in map(project, spots) if frame.holds(*point)]
    land = _land_around(near, sheet) if near else _with_ratio(_EUROPE, sheet)
    land = _moved_into(_no_larger(land, frame), frame)
    return View(land=land, area=Box(0, 0, sheet.width, round(sheet.width * land.height / land.width)))


def _land_around(points: Sequence[tuple[float, float]], sheet: Sheet) -> Box:
    tight = Box(
        min(x for x, _ in points), min(y for _, y in points), max(x for x, _ in points), max(y for _, y in points)
    )
    # The margin is told in units of the picture, which depend on the width that results.
    width = max(tight.width * sheet.width / (sheet.width - 2 * sheet.margin), _LEAST_WIDTH_KM)
    margin = sheet.margin * width / sheet.width
    height = tight.height + 2 * margin
    middle_x, middle_y = (tight.left + tight.right) / 2, (tight.top + tight.bottom) / 2
    wanted = Box(middle_x - width / 2, middle_y - height / 2, middle_x + width / 2, middle_y + height / 2)
    return _with_ratio(wanted, sheet)


def _with_ratio(land: Box, sheet: Sheet) -> Box:
    """Return the land, made wider or taller about its middle until it has the proportions of the sheet."""
    height = max(land.height, land.width * sheet.least_ratio)
    width = max(land.width, height / sheet.most_ratio)
    middle_x, middle_y = (land.left + land.right) / 2, (land.top + land.bottom) / 2
    return Box(middle_x - width / 2, middle_y - height / 2, middle_x + width / 2, middle_y + height / 2)


def _no_larger(land: Box, frame: Box) -> Box:
    across = max(land.width - frame.width, 0) / 2
    down = max(land.height - frame.height, 0) / 2
    return Box(land.left + across, land.top + down, land.right - across, land.bottom - down)


def _moved_into(land: Box, frame: Box) -> Box:
    """Return the land, moved as far into the base map as it fits, so that no coast ends in a straight cut."""
    right = max(frame.left - land.left, 0) + min(frame.right - land.right, 0)
    down = max(frame.top - land.top, 0) + min(frame.bottom - land.bottom, 0)
    return Box(land.left + right, land.top + down, land.right + right, land.bottom + down)
