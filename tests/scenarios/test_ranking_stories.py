"""Stories of selections, written by call in TOML: name, given, expect, source."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from consortia.rulebook.wording import say
from tests.factories.ranking import envelopes, ranked, told

STORIES: dict[str, dict[str, Any]] = {
    story["name"]: story
    for path in sorted(Path(__file__).parent.glob("*/selection/*.toml"))
    for story in tomllib.loads(path.read_text(encoding="utf-8"))["scenarios"]
}


@pytest.mark.parametrize("name", STORIES)
def test_a_selection_ends_as_told(name: str) -> None:
    given, expected = STORIES[name]["given"], STORIES[name]["expect"]

    rows = ranked(
        given["applications"],
        envelopes(**given["envelopes"]),
        events=given.get("events", []),
        **given.get("rules", {}),
    )

    assert told(rows) == expected["list"]
    reasons = {each.application: say(each.reason) for each in rows}
    assert {code: reasons[code] for code in expected.get("reasons", {})} == expected.get("reasons", {})


def test_every_story_of_a_selection_names_its_source() -> None:
    assert len(STORIES) > 10
    assert [name for name, story in STORIES.items() if not story.get("source")] == []
