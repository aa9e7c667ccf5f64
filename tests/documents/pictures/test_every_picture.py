import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from consortia.documents.pictures import (
    BudgetHeading,
    BudgetShare,
    MapLink,
    MapPartner,
    NetworkBody,
    NetworkTie,
    Spot,
    TimetableRow,
    budget_bars,
    network_graph,
    partner_map,
    timetable,
)
from consortia.documents.pictures.arcs import OPACITY
from consortia.documents.pictures.drawing import FILLS, STROKES, printable
from consortia.documents.pictures.map_values import Size
from tests.documents.pictures.reading import SVG, attributes, classes, read, spoken, texts
from tests.documents.pictures.samples import every_picture

STYLE_SHEET = Path(__file__).parents[3] / "src/consortia/portals/shared/static/shared/pictures.css"
TOKENS = STYLE_SHEET.with_name("tokens.css")
HOSTILE = '<script>alert("1")</script> & \x00\x1b "quoted" \' ]]>'
SIZES: tuple[Size, ...] = ("wide", "narrow")
PICTURES = [(size, name) for size in SIZES for name in every_picture(size)]


@pytest.fixture(scope="module", params=PICTURES, ids=" ".join)
def svg(request: pytest.FixtureRequest) -> str:
    size, name = request.param
    return every_picture(size)[name]


def test_a_picture_has_a_title_and_a_description_that_name_it(svg: str) -> None:
    root = read(svg)
    title, description = spoken(svg)

    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == " ".join(root.find(f"{SVG}{part}").get("id") for part in ("title", "desc"))
    assert title
    assert description


def test_a_picture_has_nothing_that_the_content_security_policy_forbids(svg: str) -> None:
    names = {element.tag.removeprefix(SVG) for element in read(svg).iter()}

    assert names <= {"svg", "title", "desc", "g", "rect", "circle", "polygon", "line", "path", "text", "clipPath"}
    assert not [name for name, _ in attributes(svg) if name == "style" or name.startswith("on") or "href" in name]


def test_a_picture_keeps_its_words_inside(svg: str) -> None:
    root = read(svg)
    width, height = float(root.get("width", "0")), float(root.get("height", "0"))

    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
    for text in root.iter(f"{SVG}text"):
        assert 0 <= float(text.get("x", "-1")) <= width
        assert 0 <= float(text.get("y", "-1")) <= height


def test_every_colour_of_a_picture_stands_in_it_and_has_its_twin_for_the_dark(svg: str) -> None:
    styled = set(re.findall(r"\.([a-z0-9-]+)", STYLE_SHEET.read_text(encoding="utf-8")))
    roles = {name for name in classes(svg) if name.startswith("pic-")}

    assert roles - {"pic-over"} <= FILLS.keys() | STROKES.keys()
    assert roles <= styled


@pytest.mark.parametrize("size", SIZES)
def test_the_same_values_give_the_same_picture(size: Size) -> None:
    assert every_picture(size) == every_picture(size)


@pytest.mark.parametrize("size", SIZES)
def test_what_people_typed_stays_text(size: Size) -> None:
    place = Spot(50, 5)
    partners = [MapPartner(name=HOSTILE, place=HOSTILE, country="BE", spot=place, role="coordinator")]
    ways = [MapLink(origin=place, host=Spot(48, 16), host_place=HOSTILE)]
    rows = [TimetableRow(name=HOSTILE, group=HOSTILE, start=date(2016, 9, 1), note=HOSTILE)]
    headings = [BudgetHeading(code="a", name=HOSTILE, short="A")]
    shares = [BudgetShare(name=HOSTILE, amounts={"a": Decimal(1)})]

    bodies = [NetworkBody(id="a", name=HOSTILE, note=HOSTILE), NetworkBody(id="b", name="B")]
    for svg in (
        network_graph(bodies, [NetworkTie(a="a", b="b", projects=1)], size=size),
        partner_map(partners, ways, size=size),
        timetable(rows, date(2016, 9, 1), 12, size=size),
        budget_bars(headings, shares, size=size),
    ):
        assert "script" not in {element.tag.removeprefix(SVG) for element in read(svg).iter()}
        assert any(text.startswith("<script>") for text in texts(svg))


def test_soft_hyphens_and_line_ends_do_not_break_words_and_no_break_spaces_stay() -> None:
    assert (
        printable(" Erwachsenen\u00adbildung\n\t \u20ac\u00a05\u202f000 ")
        == "Erwachsenenbildung \u20ac\u00a05\u202f000"
    )


@pytest.mark.parametrize("size", SIZES)
def test_very_long_names_are_cut_and_not_let_run(size: Size) -> None:
    name = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft " * 20
    partners = [MapPartner(name=name, place=name, country="AT", spot=Spot(48.2, 16.4))]
    rows = [TimetableRow(name=name, group=name, start=date(2016, 9, 1), note=name)]
    shares = [BudgetShare(name=name, amounts={"a": Decimal(1)})]
    headings = [BudgetHeading(code="a", name=name, short=name)]

    for svg in (
        partner_map(partners, size=size),
        timetable(rows, date(2016, 9, 1), 12, size=size),
        budget_bars(headings, shares, size=size),
    ):
        assert max(map(len, texts(svg))) < 170


LIGHT = {**FILLS, **STROKES}
TEXT_ON = [
    ("pic-ink", "pic-paper"),
    ("pic-ink", "pic-sea"),
    ("pic-ink", "pic-land"),
    ("pic-ink", "pic-home"),
    ("pic-soft", "pic-paper"),
    ("pic-soft", "pic-sea"),
    ("pic-soft", "pic-land"),
    ("pic-soft", "pic-home"),
    ("pic-alert", "pic-paper"),
    *(("pic-on-hue", f"pic-hue-{hue}") for hue in range(1, 9)),
]
MARKS_ON = [
    *((mark, ground) for mark in ("pic-mark", "pic-lead") for ground in ("pic-sea", "pic-land", "pic-home")),
    *(("pic-link", ground) for ground in ("pic-sea", "pic-land", "pic-home")),
    *(("pic-leader", ground) for ground in ("pic-sea", "pic-land", "pic-home")),
    *((f"pic-hue-{hue}", "pic-paper") for hue in range(1, 9)),
    ("pic-axis", "pic-paper"),
    ("pic-today", "pic-paper"),
]


def dark() -> dict[str, str]:
    tokens = TOKENS.read_text(encoding="utf-8").split("prefers-color-scheme: dark")[1]
    named = dict(reversed(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", tokens)))
    rules = re.findall(
        r"\.(pic-[a-z0-9-]+) \{ (?:fill|stroke): (?:var\(--([a-z-]+)\)|(#[0-9a-f]+))", STYLE_SHEET.read_text()
    )
    return {role: literal or named[token] for role, token, literal in rules}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_and_marks_stand_out_from_their_ground(theme: str) -> None:
    colours = LIGHT if theme == "light" else dark()

    faint = [(one, other) for one, other in TEXT_ON if contrast(colours[one], colours[other]) < 4.5]
    faint += [(one, other) for one, other in MARKS_ON if contrast(seen(one, other, colours), colours[other]) < 3]

    assert faint == []


def seen(mark: str, ground: str, colours: dict[str, str]) -> str:
    """Ways are drawn a little transparent, so what counts is their colour over the ground."""
    if mark != "pic-link":
        return colours[mark]
    over, under = channels(colours[mark]), channels(colours[ground])
    mixed = (round(o * OPACITY + u * (1 - OPACITY)) for o, u in zip(over, under, strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def contrast(one: str, other: str) -> float:
    light, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dim + 0.05)


def luminance(colour: str) -> float:
    parts = [part / 255 for part in channels(colour)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def channels(colour: str) -> tuple[int, int, int]:
    digits = colour.removeprefix("#")
    full = digits if len(digits) == 6 else "".join(2 * digit for digit in digits)
    return int(full[:2], 16), int(full[2:4], 16), int(full[4:], 16)
