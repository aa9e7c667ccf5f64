"""Every way out of a rule says why."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.committed import SOURCES, named, place, tree_of

# Folders whose imports inside functions all have the same reason.
IMPORTS_LATE = {
    SOURCES
    / "config"
    / "commands": "Django reads its settings when models are imported, so each command sets them first",
}
NO_CODES = re.compile(r"#\s*(noqa(?!:)|type: ignore(?!\[))")


def test_a_silenced_complaint_names_its_code_and_its_reason() -> None:
    without = []
    for path in named(".py"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if _is_silenced(line) and (NO_CODES.search(line) or not _reason(line)):
                without.append(f"{place(path, number)}: {line.strip()}")

    assert without == []


def test_an_import_inside_a_function_says_why() -> None:
    without = []
    for path in named(".py", under=SOURCES):
        if any(folder in path.parents for folder in IMPORTS_LATE):
            continue
        lines = path.read_text(encoding="utf-8").splitlines()
        for node in _imports_in_functions(path):
            around = "\n".join(lines[max(node.lineno - 2, 0) : node.lineno])
            if "#" not in around:
                without.append(place(path, node.lineno))

    assert without == []


def test_a_skipped_test_says_why() -> None:
    without = []
    for path in named(".py", under=SOURCES.parents[1] / "tests"):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Attribute) and node.attr in {"skip", "skipif", "xfail"}:
                without += [place(path, node.lineno)] if not _is_told(tree_of(path), node) else []

    assert without == []


def _is_silenced(line: str) -> bool:
    return bool(re.search(r"#\s*(noqa|type: ignore|pragma: no cover)", line)) and "re.compile" not in line


def _reason(line: str) -> str:
    """What stands after the code of the complaint."""
    told = re.split(r"#\s*(?:noqa: ?[A-Z0-9, ]*[A-Z0-9]|type: ignore\[[a-z, -]+\]|pragma: no cover)", line)[-1]
    return told.strip(" #,-.")


def _imports_in_functions(path: Path) -> Iterator[ast.Import | ast.ImportFrom]:
    for function in ast.walk(tree_of(path)):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from (node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom))


def _is_told(tree: ast.Module, attribute: ast.Attribute) -> bool:
    """Whether the skip is called with words: a reason, or the first thing given to `pytest.skip`."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.func is attribute]
    return bool(calls) and all(
        any(keyword.arg == "reason" for keyword in call.keywords) or (attribute.attr == "skip" and call.args)
        for call in calls
    )
