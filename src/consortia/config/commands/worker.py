"""`consortia worker`: does what follows acknowledged actions, sends letters and reminders."""

from __future__ import annotations

import logging
import os
import signal
import time
from types import FrameType
from typing import Final

import click

PAUSE_SECONDS: Final = 1.0
TIDYING_SECONDS: Final = 60.0
REMINDER_SECONDS: Final = 600.0
FILING_SECONDS: Final = 30.0
COMPARING_SECONDS: Final = 60.0
JOINING_SECONDS: Final = 10.0

log = logging.getLogger("consortia.worker")


@click.command()
@click.option("--once", is_flag=True, help="Do what waits, then stop.")
@click.option("--beside", type=int, hidden=True, help="Stop when this process ends: `serve` starts its worker so.")
def worker(*, once: bool, beside: int | None) -> None:
    """Work through what waits: papers, letters, reminders."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consortia.config.settings")
    import django

    django.setup()
    _Work(_Stopping(beside), once=once).go_on()


class _Stopping:
    """Remembers that the process was asked to stop, so that the work at hand is finished first."""

    def __init__(self, beside: int | None) -> None:
        self._asked = False
        self._beside = beside
        signal.signal(signal.SIGTERM, self._ask)
        signal.signal(signal.SIGINT, self._ask)

    @property
    def now(self) -> bool:
        """Whether to stop: somebody asked, or the site this worker belongs to is gone."""
        return self._asked or (self._beside is not None and os.getppid() != self._beside)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self._asked = True


class _Work:
    """The round of things to do, each as often as it needs."""

    def __init__(self, stopping: _Stopping, *, once: bool) -> None:
        self._stopping, self._once = stopping, once
        self._last: dict[str, float] = {}

    def go_on(self) -> None:
        """Do everything that waits, again and again until asked to stop."""
        from django.db import DatabaseError, close_old_connections

        while not self._stopping.now:
            close_old_connections()
            try:
                self._round()
            except (DatabaseError, OSError):
                # A database that restarts or a full disk must not end the worker: the next round tries again.
                log.exception("The worker could not finish its round")
                if self._once:
                    raise
            if self._once:
                return
            self._pause()

    def _round(self) -> None:
        from django.utils import timezone

        from consortia.config.queue import do_one_task, forget_old_tasks, take_up_again
        from consortia.stages.applications.services.reminding import write_reminders
        from consortia.stages.letters.services import send_waiting_letters
        from consortia.stages.screening.services.comparing import compare_waiting
        from consortia.stages.screening.services.filing import take_in

        if self._is_due("tidying", TIDYING_SECONDS):
            take_up_again(timezone.now())
            forget_old_tasks(timezone.now())
        while not self._stopping.now and do_one_task():
            send_waiting_letters()
        if self._is_due("filing", FILING_SECONDS):
            take_in()
        if self._is_due("comparing", COMPARING_SECONDS):
            compare_waiting()
        if self._is_due("reminders", REMINDER_SECONDS):
            write_reminders(timezone.now())
        send_waiting_letters()
        if self._is_due("joining", JOINING_SECONDS):
            self._look_for_doubles()

    def _look_for_doubles(self) -> None:
        """Compare what came in with what is there, one country after the other: letters do not wait for a long list."""
        from consortia.stages.partnering.services.joining_records import suggest_same_bodies
        from consortia.stages.past_projects.services.joining_names import names_wait, suggest_same_names

        suggest_same_bodies()
        until = time.monotonic() + JOINING_SECONDS / 2
        while names_wait() and not self._stopping.now and (self._once or time.monotonic() < until):
            suggest_same_names(countries=1)

    def _is_due(self, what: str, every: float) -> bool:
        now = time.monotonic()
        if what in self._last and now - self._last[what] < every:
            return False
        self._last[what] = now
        return True

    def _pause(self) -> None:
        """Wait in short steps, so that a request to stop is heard at once."""
        until = time.monotonic() + PAUSE_SECONDS
        while time.monotonic() < until and not self._stopping.now:
            time.sleep(0.1)
