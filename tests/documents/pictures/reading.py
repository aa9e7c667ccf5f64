"""Reading a drawing back: what a person would find in it."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator

SVG = "{http://www.w3.org/2000/svg}"


def read(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314, our own drawing


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in read(svg).iter(f"{SVG}text")]


def drawn_as(svg: str, role: str) -> list[ET.Element]:
    return [element for element in read(svg).iter() if role in element.get("class", "").split()]


def spoken(svg: str) -> tuple[str, str]:
    root = read(svg)
    return root.findtext(f"{SVG}title", ""), root.findtext(f"{SVG}desc", "")


def classes(svg: str) -> set[str]:
    return {name for element in read(svg).iter() for name in element.get("class", "").split()}


def attributes(svg: str) -> Iterator[tuple[str, str]]:
    for element in read(svg).iter():
        yield from element.attrib.items()
