"""One-way distances between places, along the earth's ellipsoid."""

import math
from dataclasses import dataclass

from geographiclib.geodesic import Geodesic

_METRES_A_KILOMETRE = 1000


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the earth: degrees north of the equator and east of Greenwich, on WGS84."""

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        if not -90 <= self.latitude <= 90:  # NaN falls through no comparison, so it is refused here too
            raise ValueError(f"a latitude lies between -90 and 90 degrees, found {self.latitude}")
        if not -180 <= self.longitude <= 180:
            raise ValueError(f"a longitude lies between -180 and 180 degrees, found {self.longitude}")


def distance_km(origin: Point, venue: Point) -> float:
    """Return the shortest way over the WGS84 ellipsoid, in kilometres and not rounded.

    A travel band is decided on this number: a sphere would be up to half a per cent off, enough to pay the wrong band.
    """
    # By name, since geographiclib says "lat1, lon1" where everybody else in this house says longitude last.
    solved = Geodesic.WGS84.Inverse(
        origin.latitude, origin.longitude, venue.latitude, venue.longitude, Geodesic.DISTANCE
    )
    return float(solved["s12"]) / _METRES_A_KILOMETRE


def whole_kilometres(distance: float) -> int:
    """Return the kilometres that are full, the form an application document takes.

    Bands have limits in whole kilometres ("100 to 1999 km", "2000 km or more"). Cutting the fraction off keeps a
    distance in its band; rounding would lift 1999.6 km into the next one.
    """
    if not (math.isfinite(distance) and distance >= 0):
        raise ValueError(f"a distance is a number of kilometres from 0 upwards, found {distance}")
    return math.floor(distance)
