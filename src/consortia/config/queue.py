"""The queue of tasks between site and worker: do one, take up what a stopped worker left, try again what failed.

Every task of this project may run twice without harm, so taking one up again is always safe.
"""

from __future__ import annotations

import os
import socket
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Q
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

MOST_ATTEMPTS: Final = 6
FIRST_PAUSE: Final = timedelta(minutes=1)
# No task takes longer than seconds; one that runs for this long was left by a worker on another machine.
LONGEST_RUN: Final = timedelta(minutes=15)
KEPT_FOR: Final = timedelta(days=14)


def worker_name() -> str:
    """Return the name under which this process takes tasks: it tells later whether the process still lives."""
    return f"{socket.gethostname()[:40]}/{os.getpid()}"


def do_one_task() -> bool:
    """Do the next task that waits; return whether there was one."""
    worker = Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=1,
        worker_id=worker_name(),
        excluded_queue_names=[],
    )
    before = DBTaskResult.objects.ready().exists()
    if before:
        worker.run()
    return before


def take_up_again(now: datetime) -> int:
    """Put back what stopped workers left and what failed and may work later; return how many."""
    with exclusive_transaction():
        left = [task for task in DBTaskResult.objects.running() if _was_left(task, now)]
        failed = [task for task in DBTaskResult.objects.failed() if len(task.worker_ids) < MOST_ATTEMPTS]
        for task in left:
            _put_back(task, now)
        for task in failed:
            _put_back(task, (task.finished_at or now) + FIRST_PAUSE * 2 ** len(task.worker_ids))
    return len(left) + len(failed)


def forget_old_tasks(now: datetime) -> None:
    """Remove what was done long ago; what failed for good stays to be looked at."""
    DBTaskResult.objects.filter(Q(finished_at__lt=now - KEPT_FOR)).successful().delete()


def _was_left(task: DBTaskResult[Any, Any], now: datetime) -> bool:
    host, _slash, process = str(task.worker_ids[-1] if task.worker_ids else "").partition("/")
    if host == socket.gethostname()[:40] and process.isdecimal():
        # Tasks are done one after the other, so one that "runs" in this very process is a predecessor's.
        return int(process) == os.getpid() or not _lives(int(process))
    return task.started_at is None or now - task.started_at > LONGEST_RUN


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _put_back(task: DBTaskResult[Any, Any], not_before: datetime) -> None:
    task.status = "READY"
    task.run_after = not_before
    task.save(update_fields=["status", "run_after"])
