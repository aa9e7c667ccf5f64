"""Commands as a person runs them: most in this process through the real entry point, some as processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from consortia.config.entry import main

SMALL_CALLS = Path(__file__).resolve().parents[1] / "rulebook" / "calls"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def values(self) -> Any:
        """The printed JSON."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """The printed JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]


def run(*words: object) -> Ended:
    """Run a command in this process; anything but an exit code it chose itself fails the test."""
    result = CliRunner().invoke(main, [str(word) for word in words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ended(code=result.exit_code, out=result.stdout, err=result.stderr)


def process(
    *words: object, given: bytes = b"", environment: Mapping[str, str] | None = None, folder: Path | None = None
) -> Ended:
    """Run a command as a process of its own; a traceback fails the test."""
    done = subprocess.run(
        [sys.executable, "-m", "consortia", *(os.fsencode(str(word)) for word in words)],
        input=given,
        capture_output=True,
        cwd=folder,
        env={**os.environ, **(environment or {})},
        timeout=120,
        check=False,
    )
    out, err = (stream.decode("utf-8", "backslashreplace") for stream in (done.stdout, done.stderr))
    assert "Traceback" not in err, err
    return Ended(code=done.returncode, out=out, err=err)


def written(folder: Path, name: str, document: object) -> Path:
    """A document as a file."""
    path = folder / name
    path.write_text(json.dumps(document), encoding="utf-8")
    return path
