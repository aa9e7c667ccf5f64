"""Files from the command line, each checked where it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

from consortia.core.application import Application, load_document, read_application
from consortia.core.application.loading import described
from consortia.core.call import CallDefinition
from consortia.core.errors import DocumentError

# A document of the largest consortium stays far below; a stray file or device must not fill the memory.
LARGEST_BYTES = 64 * 1024 * 1024


STANDARD_INPUT: Final = Path("-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A document that could be read, with the call it was written for."""

    call: CallDefinition
    application: Application


def read_file(path: Path, calls: Mapping[str, CallDefinition]) -> Read:
    """Read one document; raises DocumentError with the place, what was found and what was expected."""
    document = read_json(path)
    code = document.get("call")
    if "call" not in document:
        raise DocumentError("call", "nothing", "the code of a call")
    if not isinstance(code, str) or code not in calls:
        raise DocumentError("call", described(code), f"one of {', '.join(sorted(calls))}")
    return Read(call=calls[code], application=read_application(document, calls[code]))


def read_json(path: Path) -> Mapping[str, object]:
    """Read the JSON object in a file; raises DocumentError."""
    return load_document(read_bytes(path))


def why_unread(error: OSError) -> str:
    """Return what was found in the place of a file that can be read."""
    return "nothing" if isinstance(error, FileNotFoundError) else (error.strerror or str(error))


def read_bytes(path: Path) -> bytes:
    """Read a file, or standard input for -, up to a size that no document has; raises DocumentError."""
    try:
        with click.open_file(str(path), "rb") as file:
            content: bytes = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise DocumentError("the file", why_unread(error), "a file that can be read") from error
    if len(content) > LARGEST_BYTES:
        raise DocumentError("the file", f"more than {LARGEST_BYTES:,} bytes", f"at most {LARGEST_BYTES:,} bytes")
    return content
