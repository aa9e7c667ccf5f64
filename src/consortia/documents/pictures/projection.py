"""Europe in Lambert's azimuthal equal-area projection around 10 E 52 N, as European statistics show it.

On a sphere, in kilometres east and south of the centre: the same as tools/basemap.mjs, so that points fall on the map.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple, TypedDict

EARTH_KM = 6371.0088
_CENTRE_LONGITUDE = math.radians(10)
_CENTRE_LATITUDE = math.radians(52)


class _Shape(TypedDict):
    path: str
    box: tuple[float, float, float, float]


class _File(TypedDict):
    frame: Mapping[str, float]
    countries: Mapping[str, _Shape]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the earth in degrees."""

    latitude: float
    longitude: float


class Box(NamedTuple):
    """An upright rectangle; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """How far it reaches across."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """How far it reaches down."""
        return self.bottom - self.top

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies inside or on the edge."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def overlap(self, other: "Box") -> float:
        """Return the area that both cover."""
        if self.left >= other.right or other.left >= self.right or self.top >= other.bottom or other.top >= self.bottom:
            return 0.0
        across = min(self.right, other.right) - max(self.left, other.left)
        return across * (min(self.bottom, other.bottom) - max(self.top, other.top))

    def grown(self, margin: float) -> "Box":
        """Return the box with a margin added on all sides (or taken away)."""
        return Box(self.left - margin, self.top - margin, self.right + margin, self.bottom + margin)


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """The outline of a country in kilometres from the centre, and the box that it fills."""

    code: str
    path: str
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseMap:
    """The countries of Europe and around it, and the rectangle that they were cut to."""

    frame: Box
    countries: tuple[Country, ...]


def project(spot: Spot) -> tuple[float, float]:
    """Return the kilometres east and south of the centre of the map."""
    latitude = math.radians(spot.latitude)
    east = math.radians(spot.longitude) - _CENTRE_LONGITUDE
    towards = math.sin(_CENTRE_LATITUDE) * math.sin(latitude)
    towards += math.cos(_CENTRE_LATITUDE) * math.cos(latitude) * math.cos(east)
    # The one point that has no image is the antipode, in the Pacific south of New Zealand.
    stretch = EARTH_KM * math.sqrt(2 / max(1 + towards, 1e-9))
    north = math.cos(_CENTRE_LATITUDE) * math.sin(latitude)
    north -= math.sin(_CENTRE_LATITUDE) * math.cos(latitude) * math.cos(east)
    return stretch * math.cos(latitude) * math.sin(east), -stretch * north


@cache
def base_map() -> BaseMap:
    """Return the base map of Natural Earth, read once."""
    written = files("consortia.documents.pictures").joinpath("data/basemap.json").read_text(encoding="utf-8")
    content: _File = json.loads(written)
    west, north, east, south = (content["frame"][side] for side in ("west", "north", "east", "south"))
    return BaseMap(
        frame=Box(west, north, east, south),
        countries=tuple(
            Country(code=code, path=shape["path"], box=Box(*shape["box"]))
            for code, shape in content["countries"].items()
        ),
    )
