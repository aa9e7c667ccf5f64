"""Which database the site uses, read from one address, with the settings each kind needs to lose nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# IMMEDIATE takes the write lock when a transaction begins: with SQLite's own default two people who save at once
# make one of them fail. FULL waits for the disk before a commit is acknowledged, so a receipt survives a power cut.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000; PRAGMA cache_size=-16000;"
)
BUSY_SECONDS = 20


def database_from(address: str, *, folder: Path) -> dict[str, Any]:
    """Return Django's settings for a database address; an empty one means SQLite in the data folder."""
    if not address:
        return _sqlite(folder / "consortia.sqlite3")
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path)))
    if parts.scheme in {"postgres", "postgresql"}:
        return _postgresql(address)
    raise ImproperlyConfigured(f"DATABASE_URL begins with {parts.scheme}://; use sqlite:// or postgresql://.")


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": BUSY_SECONDS, "init_command": SQLITE_PRAGMAS},
        # On disk, so that tests with several threads meet the locks that people meet; a database in memory has others.
        "TEST": {"NAME": str(path.with_name("test.sqlite3"))},
    }


def _postgresql(address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    asked = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(asked.pop("host", parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "OPTIONS": {**asked, "pool": {"min_size": 2, "max_size": 10, "timeout": BUSY_SECONDS}},
    }
