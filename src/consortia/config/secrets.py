"""Secrets an installation makes for itself on its first start and keeps in its data folder."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def secret_key_in(folder: Path) -> str:
    """Return the key that signs sessions and links; made once, readable only by its owner."""
    path = folder / "secret-key"
    try:
        # O_EXCL: two processes that start together must not each write a key of their own.
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        key = secrets.token_urlsafe(50)
        file.write(key)
    return key


def receipt_seed_in(folder: Path) -> bytes:
    """Return the 32 bytes of the key that signs receipts; made once. Keep it: old receipts name it."""
    path = folder / "receipt-key"
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        seed = secrets.token_bytes(32)
        file.write(seed)
    return seed
