"""The core knows nothing but the standard library and itself."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import consortia.core

CORE = Path(consortia.core.__file__).parent
MODULES = sorted(CORE.rglob("*.py"))


def imported(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports in the core are absolute"
            yield node.module or ""


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(CORE)))
def test_a_core_module_imports_only_the_standard_library_and_the_core(module: Path) -> None:
    strangers = {
        name
        for name in imported(module)
        if name.partition(".")[0] not in sys.stdlib_module_names and not f"{name}.".startswith("consortia.core.")
    }

    assert strangers == set()


def test_the_core_asks_no_clock_and_no_dice() -> None:
    forbidden = {"random", "secrets", "time", "os", "pathlib", "socket", "subprocess"}

    used = {name.partition(".")[0] for module in MODULES for name in imported(module)}

    assert used & forbidden == set()
