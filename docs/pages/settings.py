"""The page on the environment variables, from the places where the program reads them."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from docs.pages.markdown import code, page, table

SOURCES = Path(__file__).parents[2] / "src" / "consortia"

MEANINGS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def pages() -> Mapping[str, str]:
    """Return the page by its place."""
    return {"reference/settings.md": _page()}


def read_variables() -> frozenset[str]:
    """Return every environment variable that the program reads."""
    return frozenset(name for path in SOURCES.rglob("*.py") for name in _read_in(ast.parse(path.read_text("utf-8"))))


def _page() -> str:
    different = read_variables() ^ MEANINGS.keys()
    if different:
        raise LookupError(f"docs/pages/settings.toml and the program differ in {', '.join(sorted(different))}")
    rows = [(code(name), each["default"], each["meaning"]) for name, each in MEANINGS.items()]
    return page(
        "Settings",
        "`docs/pages/settings.toml`, guarded by what the program reads",
        "Everything that differs from place to place comes from the environment. `consortia serve` sets the first ones "
        "from its [options](commands.md#consortia-serve).",
        table(["Variable", "Left out", "Meaning"], rows),
        "## What lies in the data folder",
        table(
            ["Name", "What it is"],
            [
                (
                    "`consortia.sqlite3`, with `-wal` and `-shm` while it is open",
                    "the database, unless `DATABASE_URL` names another",
                ),
                ("`files/`", "uploaded annexes and drawn papers"),
                ("`secret-key`", "signs sessions and links; losing it signs everybody out"),
                ("`receipt-key`", "signs receipts; losing it means that later receipts carry another key"),
            ],
        ),
        "Both keys are made on the first start, readable only by their owner. How to keep the folder safe: "
        "[Back up and restore](../how-to/back-up-and-restore.md).",
    )


def _read_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_environ(node.func.value):
            yield from _names(node.args[:1])
        elif isinstance(node, ast.Subscript) and _is_environ(node.value):
            yield from _names([node.slice])


def _is_environ(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "environ"


def _names(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
