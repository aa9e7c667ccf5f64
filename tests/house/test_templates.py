"""Templates extend the base or are a part of one, and bring no style or script of their own."""

from __future__ import annotations

import re
from pathlib import Path

from tests.house.committed import SOURCES, named, place

# Whole pages that stand alone, with the reason.
ALONE = {
    "src/consortia/portals/shared/templates/shared/base.html": "the base itself",
    "src/consortia/portals/shared/templates/shared/error_alone.html": "must show when nothing else works",
    "src/consortia/portals/shared/templates/shared/letters/letter.html": "a letter is read without our sheets",
}
TEMPLATES = [path for path in named(".html", under=SOURCES) if "templates" in path.parts]
EXTENDS = re.compile(r"^\s*\{% extends ")
WHOLE = re.compile(r"<(?:!doctype|html|head|body)\b", re.IGNORECASE)
INLINE = {
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"<[^>{%]*\sstyle=", re.IGNORECASE),
    "a script without a file": re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", re.IGNORECASE),
    "a handler in an attribute": re.compile(r"<[^>{%]*\son[a-z]+=", re.IGNORECASE),
    "an address of javascript": re.compile(r"javascript:", re.IGNORECASE),
}


def test_a_template_extends_the_base_or_is_a_part() -> None:
    strangers = [
        place(path)
        for path in TEMPLATES
        for text in [path.read_text(encoding="utf-8")]
        if not EXTENDS.search(text) and WHOLE.search(text) and place(path) not in ALONE
    ]

    assert strangers == []


def test_no_template_has_style_or_script_of_its_own() -> None:
    found = [
        f"{place(path)}: {what}"
        for path in TEMPLATES
        for what, pattern in INLINE.items()
        if pattern.search(_looked_at(path))
    ]

    assert found == []


def _looked_at(path: Path) -> str:
    """The text of a template; letters carry their style along, since they are read without our sheets."""
    text = path.read_text(encoding="utf-8")
    return re.sub(r"<style\b.*?</style>", "", text, flags=re.DOTALL) if "letters" in path.parts else text


def test_the_templates_that_stand_alone_still_exist() -> None:
    assert [at for at in ALONE if at not in {place(path) for path in TEMPLATES}] == []
