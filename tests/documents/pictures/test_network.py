import re

import pytest

from consortia.documents.pictures import NetworkBody, NetworkTie, network_graph
from consortia.documents.pictures.map_values import Size
from consortia.documents.pictures.network import MOST_DRAWN
from tests.documents.pictures.reading import SVG, read, spoken, texts
from tests.documents.pictures.samples import BODIES, TIES


def lines(svg: str) -> list[float]:
    """The thickness of every tie."""
    return [float(each.get("stroke-width", "0")) for each in read(svg).iter(f"{SVG}line") if each.get("stroke-opacity")]


def test_every_body_is_named_and_every_tie_drawn_the_thicker_the_more_projects() -> None:
    svg = network_graph(BODIES, TIES)

    for body in BODIES:
        assert any(text.startswith(body.name[:12]) for text in texts(svg))
    assert len(lines(svg)) == len(TIES)
    assert lines(svg)[0] < lines(svg)[2]


def test_the_description_tells_every_tie_that_is_drawn() -> None:
    svg = network_graph(BODIES[:3], [NetworkTie(a="0", b="1", projects=2)])

    assert spoken(svg)[1] == f"{BODIES[0].name} and {BODIES[1].name}: 2."


def test_dots_do_not_fall_together() -> None:
    places = [(float(x), float(y)) for x, y in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', _svg(BODIES))]

    apart = [abs(ax - bx) + abs(ay - by) for n, (ax, ay) in enumerate(places) for bx, by in places[:n]]

    assert len(places) == len(BODIES)
    assert min(apart) > 20


def _svg(bodies: list[NetworkBody]) -> str:
    return network_graph(bodies, TIES)


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_of_many_bodies_those_most_tied_are_drawn_and_the_others_counted(size: Size) -> None:
    many = [NetworkBody(id=f"b{n:02}", name=f"Body {n:02}", home=n == 39) for n in range(40)]
    ties = [NetworkTie(a="b00", b=f"b{n:02}", projects=40 - n) for n in range(1, 40)]

    svg = network_graph(many, ties, size=size)

    assert len(re.findall("<circle", svg)) == MOST_DRAWN[size]
    assert f"{40 - MOST_DRAWN[size]} more stand in the table." in " ".join(texts(svg))
    assert {"Body 39", "Body 00", "Body 01"} <= set(texts(svg))


def test_one_body_alone_stands_in_the_middle_and_nobody_is_said() -> None:
    alone = network_graph([NetworkBody(id="a", name="Alone")], [])

    assert re.findall(r'<circle cx="(\d+)" cy="(\d+)"', alone) == [("450", "300")]
    assert "Nobody worked together yet." in texts(network_graph([], []))
