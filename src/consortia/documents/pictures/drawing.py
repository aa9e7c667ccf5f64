"""What every picture is drawn with: elements as text, colours by role, the width of words.

A picture is one string of SVG. Colours stand in it as plain attributes, so that it is right in a PDF and in an image
viewer; the class beside each names the role, so that the site's style sheet can give it the colours of the dark theme.
There is no `style` anywhere, which the site's content security policy forbids.
"""

import re
import unicodedata
from collections.abc import Mapping
from html import escape

FACES = "Noto Sans, Liberation Sans, Segoe UI, Roboto, Helvetica, Arial, Libertinus Serif, sans-serif"

# What each role looks like on white paper. The dark twin of each stands in the site's pictures.css.
FILLS: Mapping[str, str] = {
    "pic-paper": "#ffffff",
    "pic-sea": "#eef2f5",
    "pic-land": "#e2dfd6",
    "pic-home": "#c9d5ec",
    "pic-ink": "#1d2433",
    "pic-soft": "#4b5365",
    "pic-mark": "#1f4fa3",
    "pic-lead": "#7a2e12",
    "pic-alert": "#a3262a",
    "pic-hue-1": "#1f4fa3",
    "pic-hue-2": "#1a7466",
    "pic-hue-3": "#a4540f",
    "pic-hue-4": "#77489f",
    "pic-hue-5": "#b23a63",
    "pic-hue-6": "#4f6b14",
    "pic-hue-7": "#1b6f94",
    "pic-hue-8": "#5f5a52",
    "pic-on-hue": "#ffffff",
}
STROKES: Mapping[str, str] = {
    "pic-border": "#ffffff",
    "pic-link": "#2f58a8",
    "pic-leader": "#4b5365",
    "pic-rule": "#dcdad3",
    "pic-axis": "#80858f",
    "pic-today": "#a3262a",
    "pic-hollow": "#1f4fa3",
}
HUES = tuple(role for role in FILLS if role.startswith("pic-hue-"))

_WIDTHS: Mapping[str, float] = {
    **dict.fromkeys("ijl'|.,:;!I", 0.26),
    **dict.fromkeys("ft ()/-\u00b7[]", 0.31),
    **dict.fromkeys("rs\u201c\u201d", 0.42),
    **dict.fromkeys("mwM%", 0.86),
    **dict.fromkeys("W@\u2026\u2014", 0.98),
    **dict.fromkeys("ABCDEFGHJKLNOPQRSTUVXYZ&", 0.68),
}
# Text that runs over a whole picture may be set in a wider face than the one its widths were taken from.
ROOM_FOR_ANY_FACE = 0.9

_GAPS = re.compile("[ \u2028\u2029]+")
_USUAL_WIDTH = 0.56
_WIDE_WIDTH = 1.0
_BOLD_IS_WIDER = 1.07


def element(name: str, *children: str, **attributes: object) -> str:
    """Return one element; `class_` and `stroke_width` become `class` and `stroke-width`, numbers lose idle digits."""
    written = "".join(f' {_attribute(key)}="{_value(value)}"' for key, value in attributes.items() if value is not None)
    content = "".join(children)
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def filled(role: str) -> dict[str, str]:
    """Return the class and the colour of a filled shape or of words."""
    return {"class_": role, "fill": FILLS[role.removesuffix(" pic-over")]}


def drawn(role: str) -> dict[str, str]:
    """Return the class and the colour of a line."""
    return {"class_": role, "fill": "none", "stroke": STROKES[role]}


def words(text: str, x: float, y: float, *, size: float, role: str = "pic-ink", **attributes: object) -> str:
    """Return a line of text that stands on the height `y`; whatever was typed stays text."""
    return element("text", escape(printable(text)), x=x, y=y, font_size=size, **filled(role), **attributes)


def words_over(text: str, x: float, y: float, *, size: float, role: str = "pic-ink", **attributes: object) -> str:
    """Return a line of text with a halo that keeps it apart from lines below."""
    halo = {"stroke": FILLS["pic-paper"], "stroke_width": 4, "stroke_opacity": "0.9", "stroke_linejoin": "round"}
    return words(text, x, y, size=size, role=f"{role} pic-over", paint_order="stroke", **halo, **attributes)


def picture(*parts: str, identifier: str, width: float, height: float, title: str, description: str, kind: str) -> str:
    """Return the whole picture with its title and description, which stand for it where it cannot be seen."""
    return element(
        "svg",
        element("title", escape(printable(title)), id=f"{identifier}-title"),
        element("desc", escape(printable(description)), id=f"{identifier}-desc"),
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        class_=f"drawing drawing-{kind}",
        role="img",
        aria_labelledby=f"{identifier}-title {identifier}-desc",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
        font_family=FACES,
    )


def printable(text: str) -> str:
    """Return the text on one line without what XML cannot carry or nobody can see; no-break spaces stay."""
    return _GAPS.sub(" ", "".join(_visible(letter) for letter in text)).strip()


def _visible(letter: str) -> str:
    category = unicodedata.category(letter)
    return "" if category == "Cf" else " " if category[0] == "C" else letter


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return about how wide the text is in a sans serif face; for making room, not for setting type."""
    ems = sum(_WIDTHS.get(letter, _letter_width(letter)) for letter in text)
    return ems * size * (_BOLD_IS_WIDER if bold else 1)


def shortened(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """Return the text, cut with an ellipsis at a word if it can be, so that it fits into the room."""
    text = printable(text)
    if text_width(text, size, bold=bold) <= room:
        return text
    kept = text
    while kept and text_width(kept + "…", size, bold=bold) > room:
        kept = kept[:-1]
    at_word = kept.rsplit(" ", 1)[0]
    return (at_word if len(at_word) > len(kept) * 0.7 else kept).rstrip(" ,;:-(") + "…"


def wrapped(text: str, size: float, room: float, *, lines: int, bold: bool = False) -> tuple[str, ...]:
    """Return the text on at most so many lines, the last one cut if need be."""
    text = printable(text)
    if lines == 1 or text_width(text, size, bold=bold) <= room:
        return (shortened(text, size, room, bold=bold),)
    kept: list[str] = []
    rest = text.split(" ")
    while rest and text_width(" ".join([*kept, rest[0]]), size, bold=bold) <= room:
        kept.append(rest.pop(0))
    if not kept:
        return (shortened(text, size, room, bold=bold),)
    return (" ".join(kept), *wrapped(" ".join(rest), size, room, lines=lines - 1, bold=bold))


def number(value: float) -> str:
    """Return a number with at most one decimal, which is finer than a screen."""
    written = f"{value:.1f}".removesuffix(".0")
    return "0" if written == "-0" else written


def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _value(value: object) -> str:
    return number(value) if isinstance(value, int | float) else escape(str(value))


def _letter_width(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return _WIDE_WIDTH
    base = unicodedata.normalize("NFD", letter)[0]
    return _WIDTHS.get(base, 0.66 if letter.isupper() else _USUAL_WIDTH)
