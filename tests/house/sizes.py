"""How long functions and files are, beside what the house aims at."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.house.committed import SOURCES, named, place, tree_of

STRICT = {"core", "rulebook"}
LONGEST_FUNCTION = {True: 40, False: 60}
LONGEST_FILE = {True: 400, False: 500}
# The lengths are aims. Beyond this much more, a thing surely tells two stories.
BY_FAR = 1.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """One function or file with its lines and the most that the house aims at."""

    what: str
    lines: int
    most: int

    @property
    def share(self) -> float:
        """How much of its length it uses."""
        return self.lines / self.most


def sizes() -> list[Size]:
    """Every function and file of the product, the worst first."""
    found = [size for path in named(".py", ".js", under=SOURCES) for size in _of_file(path)]
    return sorted(found, key=lambda size: size.share, reverse=True)


def too_long_by_far() -> list[str]:
    """What is longer than any reason could excuse."""
    return [f"{size.what}: {size.lines} lines, at most {size.most}" for size in sizes() if size.share > BY_FAR]


def _of_file(path: Path) -> Iterator[Size]:
    if "migrations" in path.parts:
        return
    strict = path.relative_to(SOURCES).parts[0] in STRICT
    lines = len(path.read_text(encoding="utf-8").splitlines())
    yield Size(what=place(path), lines=lines, most=LONGEST_FILE[strict])
    if path.suffix == ".py":
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                yield Size(what=f"{place(path, node.lineno)} {node.name}", lines=length, most=LONGEST_FUNCTION[strict])
