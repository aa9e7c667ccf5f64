"""`consortia worker`: does what follows acknowledged actions, sends letters and reminders."""

from __future__ import annotations

import os
import signal
import time
from types import FrameType

import click

PAUSE_SECONDS = 1.0
REMINDER_SECONDS = 600.0


@click.command()
@click.option("--once", is_flag=True, help="Do what waits, then stop.")
def worker(*, once: bool) -> None:
    """Work through what waits: papers, letters, reminders."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consortia.config.settings")
    import django

    django.setup()
    if once:
        _round(remind=True)
        return
    stopping = _Stopping()
    last_reminders = 0.0
    while not stopping.asked and os.getppid() != 1:
        remind = time.monotonic() - last_reminders > REMINDER_SECONDS
        if remind:
            last_reminders = time.monotonic()
        _round(remind=remind)
        time.sleep(PAUSE_SECONDS)


class _Stopping:
    """Remembers that the process was asked to stop, so that the work at hand is finished first."""

    def __init__(self) -> None:
        self.asked = False
        signal.signal(signal.SIGTERM, self._ask)
        signal.signal(signal.SIGINT, self._ask)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self.asked = True


def _round(*, remind: bool) -> None:
    from django.core.management import call_command
    from django.utils import timezone

    from consortia.stages.applications.services.reminding import write_reminders
    from consortia.stages.letters.services import send_waiting_letters

    call_command("db_worker", batch=True, verbosity=0)
    if remind:
        write_reminders(timezone.now())
    send_waiting_letters()
