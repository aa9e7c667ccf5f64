"""The sheets keep what the look promises: contrast, size, tokens, directions."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from consortia.portals.shared import money

FOLDER = Path(money.__file__).parent
SHEETS = sorted((FOLDER / "static/shared").glob("*.css"))
TOKENS = (FOLDER / "static/shared/tokens.css").read_text()
# Letters are read in mail programmes, where the styles stand in the letter.
PAGE_TEMPLATES = sorted(path for path in (FOLDER / "templates").rglob("*.html") if path.parent.name != "letters")
BYTES_ON_THE_WIRE = 13_000

TEXT_PAIRS = [
    ("ink", "paper"), ("ink", "paper-quiet"), ("ink-soft", "paper"), ("ink-soft", "paper-quiet"), ("accent", "paper"),
    ("accent", "paper-quiet"), ("accent", "accent-pale"), ("accent-strong", "paper"), ("accent-strong", "accent-pale"),
    ("on-accent", "accent"), ("on-accent", "accent-strong"), ("on-accent", "danger"), ("on-accent", "danger-strong"),
    ("on-demo", "demo"), ("success", "paper"), ("success", "success-pale"), ("caution", "paper"),
    ("caution", "paper-quiet"), ("caution", "caution-pale"), ("danger", "paper"), ("danger", "danger-pale"),
    ("ink", "accent-pale"), ("ink", "success-pale"), ("ink", "caution-pale"), ("ink", "danger-pale"),
]  # fmt: skip
CONTROL_PAIRS = [("line", "paper"), ("line", "paper-quiet"), ("focus", "paper"), ("focus", "paper-quiet")] + [
    (f"field-{field}", "paper") for field in ("he", "sch", "vet", "ae", "youth")
]


def colours(scheme: str) -> dict[str, str]:
    light, dark = TOKENS.split("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", light))
    if scheme == "dark":
        found |= dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", dark))
    return found


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    channels = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back"), TEXT_PAIRS)
def test_text_stands_out_from_its_ground(scheme: str, front: str, back: str) -> None:
    found = colours(scheme)

    assert contrast(found[front], found[back]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back"), CONTROL_PAIRS)
def test_controls_and_marks_stand_out_from_their_ground(scheme: str, front: str, back: str) -> None:
    found = colours(scheme)

    assert contrast(found[front], found[back]) >= 3


def test_the_sheets_together_stay_small() -> None:
    everywhere = [
        sheet for sheet in SHEETS if sheet.name not in {"pictures.css", "partners.css", "reading.css", "writing.css"}
    ]

    assert sum(len(gzip.compress(sheet.read_bytes())) for sheet in everywhere) < BYTES_ON_THE_WIRE


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_sheet_uses_tokens_that_exist_and_no_colour_of_its_own(sheet: Path) -> None:
    text = sheet.read_text()
    defined = set(re.findall(r"(--[a-z0-9-]+):", "".join(each.read_text() for each in SHEETS)))

    assert set(re.findall(r"var\((--[a-z0-9-]+)", text)) <= defined
    # The pictures have a palette of their own, measured in tests/documents.
    if sheet.name not in {"tokens.css", "print.css", "pictures.css"}:
        assert re.findall(r"#[0-9a-f]{3,8}\b", text) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_sheet_reads_from_right_to_left_as_well(sheet: Path) -> None:
    physical = r"(?m)^\s*(?:(?:margin|padding|border)-(?:left|right)\b|left:|right:|text-align: (?:left|right))"

    assert re.findall(physical, sheet.read_text()) == []


@pytest.mark.parametrize("template", PAGE_TEMPLATES, ids=lambda path: path.name)
def test_a_template_needs_no_exception_from_the_content_policy(template: Path) -> None:
    text = template.read_text()

    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:", text) == []
    assert re.findall(r"<script(?![^>]*\bsrc=)", text) == []
