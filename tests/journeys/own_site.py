"""A site of its own for journeys that pull its plug: a data folder, a port, a process to kill and start again."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
PATIENCE: Final = 180.0
# Making the tables takes a quarter of a minute, many times that on a machine that others share.
FIRST_PATIENCE: Final = 300.0
DATABASE: Final = "consortia.sqlite3"


class OwnSite:
    """The site as a person runs it, in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None
        environment = {name: value for name, value in os.environ.items() if not name.startswith("CONSORTIA_")}
        self.environment = environment | {"CONSORTIA_DATA": str(folder), "CONSORTIA_ADDRESS": self.address}
        self.environment.pop("DATABASE_URL", None)

    def migrate(self) -> Path:
        """Make an empty database with all its tables, as the first start does, and return its file."""
        command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
        settings = {"DJANGO_SETTINGS_MODULE": "consortia.config.settings"}
        subprocess.run(command, cwd=ROOT, env=self.environment | settings, check=True, timeout=FIRST_PATIENCE)
        return self.folder / DATABASE

    def begin_with(self, migrated: Path) -> None:
        """Take over a database that was migrated elsewhere, so that the start need not do it anew."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        shutil.copy(migrated, self.folder / DATABASE)

    def make_world(self) -> dict[str, Any]:
        """Make an application with its people, each of them signed in, and return how to reach them."""
        made = subprocess.run(
            [sys.executable, "-m", "tests.journeys.own_site"],
            cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True, timeout=PATIENCE,
        )  # fmt: skip
        world: dict[str, Any] = json.loads(made.stdout.splitlines()[-1])
        return world

    def start(self, *options: str, patience: float = PATIENCE) -> None:
        """Start the site and wait until it answers."""
        command = [sys.executable, "-m", "consortia", "serve", "--port", str(self.port), "--data", str(self.folder)]
        self.process = subprocess.Popen(
            [*command, *options],
            cwd=ROOT, env=self.environment, start_new_session=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + patience
        while not self._answers():
            if time.monotonic() > until or self.process.poll() is not None:
                raise RuntimeError("the site did not start")
            time.sleep(0.1)

    def kill(self) -> None:
        """Pull the plug: no part of the site is told, and none may finish what it does."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def stored_text(self, question: str) -> str:
        """Read an answer from the database file itself."""
        with sqlite3.connect(self.folder / DATABASE) as database:
            found = database.execute("SELECT text FROM applications_answer WHERE question = ?", (question,)).fetchone()
        return str(found[0]) if found else ""

    def _answers(self) -> bool:
        try:
            urllib.request.urlopen(f"{self.address}/account/login/", timeout=2).close()  # noqa: S310  # our own address
        except (urllib.error.URLError, OSError):
            return False
        return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _make() -> dict[str, Any]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consortia.config.settings")
    import django

    django.setup()
    # Only now: models exist once Django is set up.
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command

    from consortia.stages.people.models import Person
    from tests.factories.applications import a_draft

    def sign_in(person: Person) -> str:
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.save()
        return str(session.session_key)

    call_command("migrate", interactive=False, verbosity=0)
    consortium = a_draft()
    return {
        "reference": consortium.application.reference,
        "lead": sign_in(consortium.lead),
        "partner": sign_in(consortium.partners[0]),
    }


if __name__ == "__main__":
    print(json.dumps(_make()))  # noqa: T201  # the test reads this line
