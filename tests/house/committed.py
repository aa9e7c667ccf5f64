"""The files of the repository, as the house tests look at them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "src" / "consortia"
DOCS = ROOT / "docs"
LEFT_OUT = {".git", ".venv", ".demo", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}


@cache
def committed_files() -> tuple[Path, ...]:
    """Every file that git keeps; in a copy without git, every file that is not made by tools."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        named = (ROOT / name for name in listed.stdout.split("\0") if name)
        return tuple(path for path in named if path.is_file() and not path.is_symlink())
    return tuple(path for path in ROOT.rglob("*") if path.is_file() and not LEFT_OUT & set(path.parts))


def named(*endings: str, under: Path = ROOT) -> list[Path]:
    """The committed files below a folder that end like this."""
    return [path for path in committed_files() if path.suffix in endings and under in path.parents]


def texts() -> Iterator[tuple[Path, str]]:
    """Every committed file that is text, with its text."""
    for path in committed_files():
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def place(path: Path, line: int | None = None) -> str:
    """A file as a person finds it."""
    told = path.relative_to(ROOT).as_posix()
    return told if line is None else f"{told}:{line}"


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"))
