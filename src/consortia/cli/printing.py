"""Printing what may hold any character, whatever the terminal can show."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Final

import click

from consortia.core.values import euros
from consortia.rulebook.wording import grouped, money_written

# A text from a document must not move the cursor or change colours; ends of lines and tabs may stay.
CONTROLS: Final[Mapping[int, str]] = {
    number: f"\\x{number:02x}" for number in (*range(0x20), *range(0x7F, 0xA0)) if chr(number) not in "\n\t"
}

UNWRITABLE: Final = 2


def show(text: str, *, as_error: bool = False) -> None:
    """Print a text for people."""
    write(printable(text, as_error=as_error), as_error=as_error)


def show_json(values: object, *, indent: int | None = None) -> None:
    """Print values as JSON."""
    write(as_json(values, indent=indent))


def write(line: bytes, *, as_error: bool = False) -> None:
    """Write a line that is ready to print; end the command where it cannot be written."""
    try:
        click.echo(line, err=as_error)
    except BrokenPipeError:
        # Whoever read has seen enough; click ends the command quietly.
        raise
    except OSError as error:
        click.echo(f"The output cannot be written: {error.strerror}", err=True)
        sys.exit(UNWRITABLE)


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: 1 rule, 12 rules."""
    return f"{grouped(str(number))} {one if number == 1 else many or one + 's'}"


def euros_written(amount: str) -> str:
    """Return a sum, as JSON output holds it, as it stands in sentences: € 1 250.50."""
    return money_written(euros(amount))


def printable(text: str, *, as_error: bool = False) -> bytes:
    """Return a text as the terminal takes it; a character it does not know is written as its number."""
    # A closed stream is None.
    encoding = getattr(sys.stderr if as_error else sys.stdout, "encoding", None) or "utf-8"
    return text.translate(CONTROLS).encode(encoding, "backslashreplace")


def as_json(values: object, *, indent: int | None = None) -> bytes:
    """Return values as JSON, which is UTF-8 by its own standard whatever the terminal is set to."""
    # Half a character, as names of files may hold, comes out as the escape that JSON has for it.
    return json.dumps(values, ensure_ascii=False, indent=indent).encode("utf-8", "backslashreplace")
