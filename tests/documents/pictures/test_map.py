import math
import re
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consortia.documents.pictures import MapLink, MapPartner, MapWords, Spot, partner_map
from consortia.documents.pictures.labels import Wish, place_labels
from consortia.documents.pictures.map_values import SHEETS
from consortia.documents.pictures.marks import marks_of
from consortia.documents.pictures.projection import EARTH_KM, Box, base_map, project
from consortia.documents.pictures.view import view_of
from tests.documents.pictures.reading import drawn_as, spoken, texts
from tests.documents.pictures.samples import EIGHT, FOURTEEN, MAPS, THREE, partner, spot, ways_to

CAPITALS = [
    ("Vienna", "AT"), ("Brussels", "BE"), ("Sofia", "BG"), ("Nicosia", "CY"), ("Prague", "CZ"), ("Berlin", "DE"),
    ("Copenhagen", "DK"), ("Tallinn", "EE"), ("Athens", "EL"), ("Madrid", "ES"), ("Helsinki", "FI"), ("Paris", "FR"),
    ("Zagreb", "HR"), ("Budapest", "HU"), ("Dublin", "IE"), ("Rome", "IT"), ("Vilnius", "LT"), ("Luxembourg", "LU"),
    ("Riga", "LV"), ("Amsterdam", "NL"), ("Warsaw", "PL"), ("Lisbon", "PT"), ("Bucharest", "RO"), ("Stockholm", "SE"),
    ("Ljubljana", "SI"), ("Bratislava", "SK"), ("London", "UK"), ("Bern", "CH"), ("Reykjavík", "IS"), ("Vaduz", "LI"),
    ("Oslo", "NO"), ("Ankara", "TR"), ("Skopje", "MK"), ("Belgrade", "RS"), ("Pristina", "XK"), ("Kyiv", "UA"),
    ("Tbilisi", "GE"), ("Tunis", "TN"),
]  # fmt: skip


COAST_KM = 12  # outlines at 1 : 50 million cut harbours off


@pytest.mark.parametrize(("town", "country"), CAPITALS)
def test_a_capital_falls_into_its_country(town: str, country: str) -> None:
    shape = next(shape for shape in base_map().countries if shape.code == country)
    x, y = project(spot(town, country))

    around = [(x + COAST_KM * east, y + COAST_KM * south) for east in (-1, 0, 1) for south in (-1, 0, 1)]

    assert any(lies_in(point, shape.path) for point in around)


def test_crimea_and_the_whole_of_cyprus_are_drawn_as_the_readme_says() -> None:
    shapes = {shape.code: shape.path for shape in base_map().countries}

    assert lies_in(project(Spot(45.2, 34.3)), shapes["UA"])
    assert lies_in(project(Spot(35.3, 33.6)), shapes["CY"])


def test_the_centre_of_the_projection_is_the_origin_and_areas_are_kept() -> None:
    assert project(Spot(52, 10)) == pytest.approx((0, 0), abs=1e-6)
    # The cap of 30 degrees around the centre keeps its area: pi r^2 on paper, 2 pi R^2 (1 - cos 30) on the sphere.
    x, y = project(Spot(82, 10))
    assert x * x + y * y == pytest.approx(2 * EARTH_KM**2 * (1 - 3**0.5 / 2))


@pytest.mark.parametrize("name", MAPS)
@pytest.mark.parametrize("size", SHEETS)
def test_every_partner_is_named_on_the_map_or_in_its_list(name: str, size: str) -> None:
    partners, ways = MAPS[name]

    said = " ".join(texts(partner_map(partners, ways, size=size)))

    assert [each.name for each in partners if each.name.split()[0] not in said] == []


@pytest.mark.parametrize("partners", [THREE, EIGHT, FOURTEEN], ids=len)
def test_labels_lie_inside_the_map_and_clear_of_each_other_and_of_all_marks(partners: list[MapPartner]) -> None:
    view = view_of([each.spot for each in partners], SHEETS["wide"])
    marks = marks_of(partners, ways_to(partners[0], partners), view, sheet=SHEETS["wide"], said=MapWords())

    boxes = [placed.box for placed in place_labels([mark.wish for mark in marks], area=view.area)]

    assert not [pair for pair in combinations(boxes, 2) if pair[0].overlap(pair[1])]
    assert not [(box, mark) for box in boxes for mark in marks if box.holds(mark.x, mark.y)]
    assert all(view.area.holds(box.left, box.top) and view.area.holds(box.right, box.bottom) for box in boxes)


def test_neighbouring_towns_stay_separate_marks_near_their_places() -> None:
    view = view_of([each.spot for each in FOURTEEN], SHEETS["wide"])
    marks = marks_of(FOURTEEN, [], view, sheet=SHEETS["wide"], said=MapWords())

    for one, other in combinations(marks, 2):
        assert abs(one.x - other.x) + abs(one.y - other.y) > one.radius + other.radius
    for mark in marks:
        if mark.angle is None:
            true_x, true_y = view.at(mark.spot)
            assert abs(mark.x - true_x) + abs(mark.y - true_y) < 16


def test_the_coordinator_has_a_shape_and_a_word_of_its_own() -> None:
    svg = partner_map(THREE)

    (sign,) = drawn_as(svg, "pic-lead")
    assert sign.tag.endswith("polygon")
    assert [sign.tag.rpartition("}")[2] for sign in drawn_as(svg, "pic-mark")] == ["circle", "circle"]
    assert "Coordinator, Wien" in texts(svg)


def test_an_associated_partner_is_a_ring_with_its_word() -> None:
    svg = partner_map([*THREE, partner("Guild", "Graz", "AT", "associated")])

    assert len(drawn_as(svg, "pic-hollow")) == 1
    assert "Associated partner, Graz" in texts(svg)


def test_partners_in_one_town_share_a_mark_and_each_keeps_its_name() -> None:
    two = [partner("First School", "Wien", "AT"), partner("Second School", "Wien", "AT")]

    svg = partner_map(two)

    assert len(drawn_as(svg, "pic-mark")) == 1
    assert texts(svg)[:3] == ["First School", "Second School", "Wien"]


def test_many_partners_in_one_town_are_counted() -> None:
    svg = partner_map([partner(f"School {number}", "Wien", "AT") for number in range(1, 8)])

    assert "+ 3" in texts(svg)


def test_a_place_beyond_the_map_is_an_arrow_at_the_edge_with_its_country() -> None:
    svg = partner_map([*THREE, partner("School of the Bay", "Salvador", "BR")])

    arrow = next(sign for sign in drawn_as(svg, "pic-mark") if sign.tag.endswith("polygon"))
    assert "rotate" in arrow.get("transform", "")
    assert "Salvador, BR" in texts(svg)
    assert any("Arrows at the edge" in line for line in texts(svg))


def test_arrows_to_one_far_region_do_not_lie_on_each_other() -> None:
    far = [partner(name, name, "BR") for name in ("Salvador", "Recife", "Fortaleza", "Natal", "Belém", "Manaus")]
    view = view_of([each.spot for each in (*THREE, *far)], SHEETS["wide"])

    marks = marks_of([*THREE, *far], [], view, sheet=SHEETS["wide"], said=MapWords())

    arrows = [mark for mark in marks if mark.angle is not None]
    assert len(arrows) == 6
    assert all(abs(a.x - b.x) + abs(a.y - b.y) >= 17 for a, b in combinations(arrows, 2))


def test_ways_are_one_bow_for_each_pair_of_places_and_thicker_for_more_people() -> None:
    few = MapLink(origin=THREE[0].spot, host=THREE[1].spot, people=1)
    many = MapLink(origin=THREE[2].spot, host=THREE[1].spot, people=8)

    bows = drawn_as(partner_map(THREE, [few, few, many]), "pic-link")
    widths = [float(bow.get("stroke-width", "0")) for bow in bows if bow.tag.endswith("path")]

    assert len(widths) == 2
    assert widths[0] < widths[1]


def test_nobody_travels_to_the_own_town_by_a_line() -> None:
    svg = partner_map(THREE, [MapLink(origin=THREE[0].spot, host=THREE[0].spot)])

    assert not [bow for bow in drawn_as(svg, "pic-link") if bow.tag.endswith("path")]


def test_a_venue_without_a_partner_is_named_as_one() -> None:
    svg = partner_map(THREE, [MapLink(origin=THREE[0].spot, host=spot("Gdańsk", "PL"), host_place="Gdańsk")])

    assert {"Gdańsk", "Venue"} <= set(texts(svg))


def test_an_empty_map_says_so() -> None:
    svg = partner_map([])

    assert spoken(svg)[1] == "No partner has a place on the map yet."
    assert texts(svg)[0].startswith("No partner has a place on the map yet.")


def test_every_map_says_where_it_is_from_and_that_borders_take_no_position() -> None:
    said = " ".join(texts(partner_map(THREE)))

    assert "take no position on the status of any territory" in said
    assert "Natural Earth" in said


def test_the_description_tells_who_is_where_in_which_role() -> None:
    assert spoken(partner_map(THREE))[1] == (
        "Evening School of the Danube (Wien, AT, Coordinator); "
        "Town Hall of the Silver Mine (Kutná Hora, CZ); Centre for Free Time (Košice, SK)."
    )


def test_another_language_replaces_every_word() -> None:
    words = {field: f"«{field}»" for field in MapWords.__dataclass_fields__}

    svg = partner_map(FOURTEEN, ways_to(FOURTEEN[0], FOURTEEN), wording=MapWords(**words))

    assert not re.search(r"Coordinator|Associated|Lines lead|Arrows|Borders|Base map|Map of", svg)


def test_two_maps_on_a_page_keep_their_own_identifiers() -> None:
    one, other = (partner_map(THREE, identifier=name) for name in ("first", "second"))

    assert not set(re.findall(r'id="([^"]+)"', one)) & set(re.findall(r'id="([^"]+)"', other))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), min_size=1, max_size=9))
def test_any_places_of_the_earth_can_be_drawn(points: list[tuple[float, float]]) -> None:
    partners = [
        MapPartner(name=f"School {i}", place="Town", country="XX", spot=Spot(*point)) for i, point in enumerate(points)
    ]

    assert "nan" not in partner_map(partners, ways_to(partners[0], partners))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(60, 840), st.integers(60, 540)), min_size=1, max_size=6, unique=True))
def test_a_few_labels_always_find_room(points: list[tuple[int, int]]) -> None:
    wishes = [Wish(x=x, y=y, radius=5, width=90, height=30) for x, y in points]

    boxes = [placed.box for placed in place_labels(wishes, area=Box(0, 0, 900, 600))]

    assert not [pair for pair in combinations(boxes, 2) if pair[0].overlap(pair[1])]


def lies_in(point: tuple[float, float], path: str) -> bool:
    """Whether the point lies in the outline, by counting the sides to its right."""
    x, y = point
    inside = False
    for ring in rings_of(path):
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
                inside = not inside
    return inside


def rings_of(path: str) -> list[list[tuple[int, int]]]:
    rings = []
    for ring in path.split("M")[1:]:
        start, steps = ring.rstrip("z").split("l")
        x, y = map(int, start.split())
        corners = [(x, y)]
        numbers = [int(number) for number in re.findall(r"-?\d+", steps)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            corners.append((x, y))
        rings.append(corners)
    return rings


def test_the_ring_of_a_meeting_place_does_not_touch_the_mark_of_the_next_town() -> None:
    maribor, graz = partner("School", "Ljubljana", "SI", "coordinator"), partner("Guild", "Zagreb", "HR", "associated")
    view = view_of([each.spot for each in (maribor, graz, *EIGHT)], SHEETS["wide"])
    meeting = MapLink(origin=EIGHT[0].spot, host=maribor.spot, people=2)

    marks = marks_of([maribor, graz, *EIGHT], [meeting], view, sheet=SHEETS["wide"], said=MapWords())

    host = next(mark for mark in marks if mark.spot == maribor.spot)
    others = [mark for mark in marks if mark is not host]
    assert host.is_host
    assert all(math.dist((host.x, host.y), (m.x, m.y)) > host.wish.radius + m.wish.radius for m in others)


def test_a_label_steps_aside_from_a_bundle_of_lines_beside_its_mark() -> None:
    wish = Wish(x=200, y=200, radius=5, width=100, height=20)
    lines = [(200 + 8 * step, 196 + 4 * line) for step in range(1, 20) for line in range(3)]

    (placed,) = place_labels([wish], area=Box(0, 0, 400, 400), lines=lines)

    assert not [point for point in lines if placed.box.holds(*point)]
