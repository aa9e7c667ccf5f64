"""What tests of the public pages start from."""

from __future__ import annotations

from pathlib import Path

import pytest

from consortia.stages.calls.models import Edition
from consortia.stages.calls.services import load_editions

SECOND_CALLS = Path(__file__).resolve().parents[2] / "rulebook" / "calls"
BIG = "erasmus-2016-ka2-strategic-partnerships"
SMALL = "erasmus-2024-ka210-small-scale-partnerships"


@pytest.fixture
def editions(db: None) -> dict[str, Edition]:
    """The call of 2016 and the small call with lump sums, by code."""
    return {edition.code: edition for edition in load_editions([SECOND_CALLS])}
