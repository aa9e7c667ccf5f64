"""The options with which every command takes further call files."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import click

from consortia.cli.printing import show
from consortia.core.call import CallDefinition
from consortia.core.errors import CallFileError
from consortia.rulebook import load_calls

UNREADABLE = 2

calls_option = click.option(
    "--calls",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Folder with more call files; a call there takes the place of a built-in one with the same code.",
)
format_option = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print."
)
years_option = click.option(
    "--years-later",
    "years",
    type=click.IntRange(min=0, max=200),
    default=0,
    help="Look at the call with all its dates moved by so many years (training).",
)


def loaded_calls(folders: tuple[Path, ...], years: int = 0) -> Mapping[str, CallDefinition]:
    """Return all calls by code; a call file that cannot be read ends the command with its place and what to write."""
    with refusing_call_files():
        calls = load_calls(folders)
    return {code: call.years_later(years) for code, call in calls.items()} if years else calls


def one_call(code: str, folders: tuple[Path, ...]) -> CallDefinition:
    """Return the call with this code, or end the command and say which there are."""
    calls = loaded_calls(folders)
    if code not in calls:
        refuse(f"no call has the code {code}; known are {', '.join(sorted(calls))}")
    return calls[code]


@contextmanager
def refusing_call_files() -> Iterator[None]:
    """End the command where a call file cannot be read, with its place and what to write there."""
    try:
        yield
    except CallFileError as error:
        refuse(f"{error.file}: {error.key}: found {error.found}, expected {error.expected}")
    except OSError as error:
        refuse(f"{error.filename}: the file: found {error.strerror}, expected a call file or a folder of them")


def refuse(reason: str) -> NoReturn:
    """End the command because something could not be read."""
    show(reason, as_error=True)
    sys.exit(UNREADABLE)


def with_calls(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options for call files and for the form of its output."""
    return format_option(calls_option(command))
