"""What the tests of commands share: documents as files, a call that somebody copied and edits."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from consortia.rulebook import BUILT_IN
from tests.cli.running import written
from tests.factories.documents import CALL_2016, a_document, a_meeting, organisations

Edit = Callable[[str, str, str], Path]


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A document that keeps every rule and plans a meeting."""
    return written(tmp_path, "kept.json", a_document(transnational_meetings=[a_meeting(("o2", 2, 500))]))


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A document whose organisations come from two countries only."""
    return written(tmp_path, "broken.json", a_document(organisations=organisations("ES", "DE", "DE")))


@pytest.fixture
def copied_call(tmp_path: Path) -> Edit:
    """The built-in call in a folder for `--calls`, with one text in one of its files replaced; returns the folder."""
    folder = tmp_path / "calls"

    def edit(file: str, old: str, new: str) -> Path:
        copy = folder / "copied-call"
        if not copy.exists():
            shutil.copytree(BUILT_IN / CALL_2016, copy)
        text = (copy / file).read_text(encoding="utf-8")
        assert old in text
        (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return edit
