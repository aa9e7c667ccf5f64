"""The shared examples, each with exactly the result that stands beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from consortia.core.application import load_document, read_application
from consortia.core.eligibility import check_application
from tests.factories.documents import call_2016

EXAMPLES = Path(__file__).resolve().parents[3] / "shared" / "examples"
NAMES = sorted(path.stem for path in (EXAMPLES / "applications").glob("*.json")) or ["the examples"]


def result_of(content: bytes) -> dict[str, Any]:
    verdict = check_application(call_2016(), read_application(load_document(content), call_2016()))
    return {
        "eligible": verdict.eligible,
        "failed": list(verdict.failed),
        "warnings": list(verdict.warnings),
        "budget": verdict.budget.totals,
    }


@pytest.mark.parametrize("name", NAMES)
def test_an_example_gives_exactly_the_expected_result(name: str, shared: Path) -> None:
    content = (shared / "examples" / "applications" / f"{name}.json").read_bytes()
    expected = json.loads((shared / "examples" / "expected" / f"{name}.json").read_text())

    result = result_of(content)

    assert result == expected


@pytest.mark.parametrize("name", NAMES)
def test_an_example_gives_the_same_result_each_time(name: str, shared: Path) -> None:
    content = (shared / "examples" / "applications" / f"{name}.json").read_bytes()

    results = [result_of(content) for _ in range(3)]

    assert results[0] == results[1] == results[2]
