from __future__ import annotations

import io
import os
import signal
import socket
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from consortia.config.commands import worker as command
from consortia.config.queue import MOST_ATTEMPTS, do_one_task, forget_old_tasks, take_up_again, worker_name
from consortia.stages.applications.models import Submission
from consortia.stages.applications.services import papers
from consortia.stages.applications.services.submitting import submit_application
from consortia.stages.letters.models import Letter
from consortia.stages.partnering.models import SameBody
from consortia.stages.past_projects.models import SameName
from consortia.stages.past_projects.services.importing import import_results
from tests.factories import applications as make
from tests.stages.past_projects import lists

pytestmark = pytest.mark.django_db(transaction=True)
PAPERS = "consortia.stages.applications.tasks.draw_papers"
LETTERS = "consortia.stages.applications.tasks.tell_consortium"


def submitted() -> Submission:
    consortium = make.a_ready_application()
    return submit_application(
        consortium.lead, consortium.application, request_id="one", declared_by="Ada", arrived_at=timezone.now()
    )


def states() -> dict[str, str]:
    return dict(DBTaskResult.objects.values_list("task_path", "status"))


def do_everything() -> int:
    count = 0
    while do_one_task():
        count += 1
    return count


def failing(*_arguments: object) -> bytes:
    raise ValueError("the press is broken")


def test_a_submission_leaves_papers_and_letters_to_the_worker() -> None:
    submission = submitted()
    waiting = states()

    done = do_everything()

    submission.refresh_from_db()
    assert waiting == {PAPERS: "READY", LETTERS: "READY"}
    assert (done, states()) == (2, {PAPERS: "SUCCESSFUL", LETTERS: "SUCCESSFUL"})
    assert submission.document
    assert Letter.objects.filter(kind="receipt").count() == 3


def test_what_failed_is_tried_again_later_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    submission = submitted()
    monkeypatch.setattr(papers, "application_pdf", failing)
    do_everything()
    broken = states()
    monkeypatch.undo()

    put_back = take_up_again(timezone.now())
    not_yet = do_everything()
    DBTaskResult.objects.filter(task_path=PAPERS).update(run_after=timezone.now())
    do_everything()

    submission.refresh_from_db()
    assert broken == {PAPERS: "FAILED", LETTERS: "SUCCESSFUL"}
    assert (put_back, not_yet) == (1, 0)
    assert submission.document


def test_what_fails_for_good_is_left_to_be_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    submitted()
    monkeypatch.setattr(papers, "application_pdf", failing)
    for _attempt in range(MOST_ATTEMPTS):
        do_everything()
        take_up_again(timezone.now())
        DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())

    task = DBTaskResult.objects.get(task_path=PAPERS)
    assert (task.status, len(task.worker_ids)) == ("FAILED", MOST_ATTEMPTS)
    assert "the press is broken" in task.traceback


def left_running(worker: str, *, started: timedelta = timedelta(0)) -> DBTaskResult[Any, Any]:
    submitted()
    task: DBTaskResult[Any, Any] = DBTaskResult.objects.get(task_path=PAPERS)
    task.status, task.worker_ids, task.started_at = "RUNNING", [worker], timezone.now() - started
    task.save()
    return task


def ended_process() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


@pytest.mark.parametrize(
    ("worker", "started", "taken_up"),
    [
        (lambda: f"{socket.gethostname()[:40]}/{ended_process()}", timedelta(0), 1),
        (worker_name, timedelta(0), 1),
        (lambda: f"{socket.gethostname()[:40]}/1", timedelta(0), 0),
        (lambda: "another-machine/77", timedelta(minutes=1), 0),
        (lambda: "another-machine/77", timedelta(minutes=16), 1),
        (lambda: "", timedelta(minutes=16), 1),
    ],
    ids=["process gone", "this process anew", "process lives", "elsewhere, just now", "elsewhere, long ago", "unnamed"],
)
def test_a_task_that_a_worker_left_is_taken_up_again(worker: Any, started: timedelta, taken_up: int) -> None:
    task = left_running(worker(), started=started)

    assert take_up_again(timezone.now()) == taken_up

    task.refresh_from_db()
    assert task.status == ("READY" if taken_up else "RUNNING")


def test_a_process_of_somebody_else_counts_as_living(monkeypatch: pytest.MonkeyPatch) -> None:
    left_running(f"{socket.gethostname()[:40]}/12345")

    def forbidden(_process: int, _signal: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "kill", forbidden)

    assert take_up_again(timezone.now()) == 0


def test_what_was_done_long_ago_is_forgotten_but_not_what_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    submitted()
    monkeypatch.setattr(papers, "application_pdf", failing)
    do_everything()

    forget_old_tasks(timezone.now() + timedelta(days=15))

    assert states() == {PAPERS: "FAILED"}


def test_the_worker_does_what_waits_and_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    submission = submitted()
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)

    result = CliRunner().invoke(command.worker, ["--once"])

    signal.signal(signal.SIGTERM, before[0])
    signal.signal(signal.SIGINT, before[1])
    submission.refresh_from_db()
    assert (result.exit_code, bool(submission.document)) == (0, True)


@pytest.mark.django_db(transaction=True)
class Rounds:
    """A stopping that lets the worker go round so many times."""

    def __init__(self, rounds: int) -> None:
        self.left = rounds

    @property
    def now(self) -> bool:
        return self.left <= 0


def test_the_worker_goes_on_after_a_round_that_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    stopping = Rounds(3)
    work = command._Work(stopping, once=False)  # type: ignore[arg-type]  # all that it asks of a stopping
    done: list[str] = []

    def round_() -> None:
        stopping.left -= 1
        done.append("round")
        if len(done) == 2:
            raise OperationalError("database is locked")

    monkeypatch.setattr(work, "_round", round_)
    monkeypatch.setattr(command, "PAUSE_SECONDS", 0.01)

    work.go_on()

    assert done == ["round"] * 3


def test_one_round_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    work = command._Work(Rounds(1), once=True)  # type: ignore[arg-type]  # as above

    def round_() -> None:
        raise OSError("disk full")

    monkeypatch.setattr(work, "_round", round_)

    with pytest.raises(OSError, match="disk full"):
        work.go_on()


def test_what_comes_round_seldom_is_not_done_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    work = command._Work(Rounds(2), once=False)  # type: ignore[arg-type]  # as above
    moments = iter([100.0, 130.0, 161.0])
    monkeypatch.setattr(command.time, "monotonic", lambda: next(moments))

    assert [work._is_due("tidying", 60.0) for _round in range(3)] == [True, False, True]


def test_a_second_round_writes_no_reminders_again() -> None:
    work = command._Work(Rounds(1), once=False)  # type: ignore[arg-type]  # as above

    work._round()
    work._round()

    assert set(work._last) == {"tidying", "reminders", "filing", "comparing", "joining"}


def test_a_worker_compares_what_was_read_in_and_registered_since() -> None:
    import_results(io.BytesIO(lists.as_csv(lists.two_spellings())), name="list.csv")
    for name in ("Orlevia Werk GmbH", "ORLEVIA WERK gGmbH"):
        make.an_organisation(name=name)

    command._Work(Rounds(1), once=True)._round()  # type: ignore[arg-type]  # as above

    (name,) = SameName.objects.select_related("one", "other")
    (body,) = SameBody.objects.select_related("one", "other")
    assert {name.one.name, name.other.name} == {"Haus am Fluss", "Haus am Fluß e.V."}
    assert {body.one.name, body.other.name} == {"Orlevia Werk GmbH", "ORLEVIA WERK gGmbH"}


@pytest.mark.parametrize(("parent", "stops"), [(None, False), (os.getppid(), False), (1, True)])
def test_a_worker_ends_with_the_site_it_belongs_to(parent: int | None, *, stops: bool) -> None:
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    try:
        stopping = command._Stopping(parent)
        ends_by_itself = stopping.now
        os.kill(os.getpid(), signal.SIGTERM)
        asked = stopping.now
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])

    assert (ends_by_itself, asked) == (stops, True)


def test_a_killed_worker_loses_nothing(tmp_path: Path) -> None:
    """A real process is killed in the middle of drawing; the next one takes the task up and finishes it."""
    environment = {**os.environ, "CONSORTIA_DATA": str(tmp_path), "DATABASE_URL": ""}
    killed = subprocess.run(
        [sys.executable, "-c", KILLED], env=environment, capture_output=True, text=True, check=False
    )
    finished = subprocess.run(
        [sys.executable, "-m", "consortia", "worker", "--once"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    told = subprocess.run([sys.executable, "-c", TOLD], env=environment, capture_output=True, text=True, check=True)

    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert finished.returncode == 0, finished.stderr
    assert told.stdout.split() == ["True", "3"]


SETUP = """
import os, signal, sys
sys.path.insert(0, os.getcwd())
os.environ["DJANGO_SETTINGS_MODULE"] = "consortia.config.settings"
import django
django.setup()
from django.core.management import call_command
from django.utils import timezone
"""
KILLED = (
    SETUP
    + """
call_command("migrate", verbosity=0)
from tests.factories import applications as make
from consortia.stages.applications.services import papers
from consortia.stages.applications.services.submitting import submit_application
from consortia.config.queue import do_one_task
consortium = make.a_ready_application()
submit_application(
    consortium.lead, consortium.application, request_id="one", declared_by="Ada", arrived_at=timezone.now()
)
papers.application_pdf = lambda *arguments: os.kill(os.getpid(), signal.SIGKILL)
while do_one_task():
    pass
"""
)
TOLD = (
    SETUP
    + """
from consortia.stages.applications.models import Submission
from consortia.stages.letters.models import Letter
print(bool(Submission.objects.get().document), Letter.objects.filter(kind="receipt").count())
"""
)
