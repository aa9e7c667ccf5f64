import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consortia.analysis.distance import Point, distance_km, whole_kilometres

BERLIN = Point(52.52437, 13.41053)
BRUSSELS = Point(50.85045, 4.34878)

points = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))


@pytest.mark.parametrize(
    ("origin", "venue", "metres"),
    [
        # Vincenty's own worked example on the WGS84 ellipsoid: Flinders Peak to Buninyong.
        (Point(-37.95103341666667, 144.42486788888889), Point(-37.65282113888889, 143.92649552777777), 54972.271),
        # One degree along the equator: the semi-axis of WGS84 times pi / 180.
        (Point(0, 0), Point(0, 1), 6378137 * math.pi / 180),
        # A quarter of a meridian of WGS84.
        (Point(0, 25), Point(90, 25), 10001965.729),
        # Almost on the other side of the earth, where simpler methods do not come to an end.
        (Point(0, 0), Point(0.5, 179.5), 19936288.579),
    ],
)
def test_distance_km_agrees_with_published_lines(origin: Point, venue: Point, metres: float) -> None:
    assert distance_km(origin, venue) * 1000 == pytest.approx(metres, abs=0.002)


def test_distance_km_is_not_rounded() -> None:
    found = distance_km(BERLIN, BRUSSELS)

    assert found == pytest.approx(653.248, abs=0.001)
    assert found != round(found, 3)


@given(points)
def test_a_place_is_no_way_from_itself(place: Point) -> None:
    assert distance_km(place, place) == pytest.approx(0, abs=1e-6)


@given(points, points)
def test_the_way_there_is_the_way_back(one: Point, other: Point) -> None:
    assert distance_km(one, other) == pytest.approx(distance_km(other, one), abs=1e-6)


@pytest.mark.parametrize(
    ("distance", "whole"),
    [(0.0, 0), (99.0, 99), (99.999, 99), (100.0, 100), (1999.0, 1999), (1999.9999, 1999), (2000.0, 2000)],
)
def test_whole_kilometres_cuts_the_fraction_off(distance: float, whole: int) -> None:
    assert whole_kilometres(distance) == whole


@given(st.floats(0, 20100), st.integers(0, 20100))
def test_whole_kilometres_never_crosses_a_limit_in_whole_kilometres(distance: float, limit: int) -> None:
    assert (whole_kilometres(distance) >= limit) == (distance >= limit)


@pytest.mark.parametrize("distance", [-0.1, math.nan, math.inf])
def test_whole_kilometres_refuses_what_is_no_distance(distance: float) -> None:
    with pytest.raises(ValueError, match="a distance is a number of kilometres from 0 upwards"):
        whole_kilometres(distance)


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(90.1, 0.0), (-91.0, 0.0), (0.0, 180.5), (math.nan, 0.0), (0.0, math.nan)]
)
def test_a_point_off_the_earth_is_refused(latitude: float, longitude: float) -> None:
    with pytest.raises(ValueError, match="lies between"):
        Point(latitude, longitude)


def test_a_sphere_would_pay_another_band_than_the_ellipsoid() -> None:
    siilinjarvi, seydisfjordur = Point(63.0752, 27.6602), Point(65.2600, -14.0100)

    assert distance_km(siilinjarvi, seydisfjordur) > 2000 > on_a_sphere_km(siilinjarvi, seydisfjordur)


def on_a_sphere_km(one: Point, other: Point) -> float:
    north, east = (math.radians(d) for d in (other.latitude - one.latitude, other.longitude - one.longitude))
    across = math.cos(math.radians(one.latitude)) * math.cos(math.radians(other.latitude))
    return 2 * 6371.0088 * math.asin(math.sqrt(math.sin(north / 2) ** 2 + across * math.sin(east / 2) ** 2))
