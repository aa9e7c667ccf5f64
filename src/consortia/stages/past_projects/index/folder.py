"""Where the index lies: a folder for each that was built, and a note that says which one counts and what it knows."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Final

import tantivy

from consortia.stages.past_projects.index.writing import Entry, opened, write

_NOTE: Final = "current.json"
_TRIES: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Which folder counts, and the stamp of the database that its index was built from."""

    folder: str = ""
    stamp: str = ""


@dataclass(slots=True)
class _Open:
    """The index this process has open."""

    note: Note = Note()
    index: tantivy.Index | None = None


class IndexFolder:
    """The folder of a site's index. Any number of processes read; one at a time writes."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._open = _Open()
        self._guard = Lock()

    @property
    def note(self) -> Note:
        """What is written about the index now; empty where there is none."""
        try:
            told = json.loads((self._root / _NOTE).read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return Note()
        return Note(folder=str(told.get("folder", "")), stamp=str(told.get("stamp", "")))

    def index(self) -> tantivy.Index | None:
        """Return the index as it stands now; nothing where none was built yet."""
        with self._guard:
            for _try in range(_TRIES):
                note = self.note
                if not note.folder:
                    return None
                try:
                    return self._opened(note)
                except ValueError:
                    # Another process built a new one meanwhile and cleared this one away: look again.
                    self._open = _Open()
            return None

    def rebuild(self, entries: Iterable[Entry], stamp: str) -> None:
        """Build the index anew beside the one that counts, then let it count."""
        with self.writing():
            folder = self._root / uuid.uuid4().hex
            folder.mkdir()
            write(opened(folder), entries)
            before = self.note.folder
            self._count(Note(folder=folder.name, stamp=stamp))
            self._clear_away({folder.name, before})

    def update(self, entries: Iterable[Entry], keys: Iterable[int], stamp: str) -> None:
        """Put entries in the place of those with these keys."""
        with self.writing():
            note = self.note
            write(opened(self._root / note.folder), entries, instead=keys)
            self._count(Note(folder=note.folder, stamp=stamp))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Wait until nobody else writes; the lock goes with the process that holds it."""
        self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self._root / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _opened(self, note: Note) -> tantivy.Index:
        if self._open.index is None or self._open.note.folder != note.folder:
            self._open = _Open(note, opened(self._root / note.folder))
        elif self._open.note.stamp != note.stamp:
            self._open.index.reload()
            self._open.note = note
        assert self._open.index is not None  # noqa: S101  # set just above; this is for the type checker
        return self._open.index

    def _count(self, note: Note) -> None:
        fresh = self._root / f"{_NOTE}.{os.getpid()}"
        fresh.write_text(json.dumps({"folder": note.folder, "stamp": note.stamp}), "utf-8")
        fresh.replace(self._root / _NOTE)

    def _clear_away(self, kept: set[str]) -> None:
        """Remove older folders; the one before stays for those who are reading in it."""
        for old in self._root.iterdir():
            if old.is_dir() and old.name not in kept:
                shutil.rmtree(old, ignore_errors=True)
