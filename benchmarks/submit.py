"""How much a whole submission costs on the real site, and whether it loses anything under load.

Usage: python -m benchmarks.submit [--databases sqlite postgresql] [--at-once 8 32 100] [--journeys 96] [--peer]

A journey is what an applicant does on the last day: open a section of the form, save an answer through the address
that the page saves to, open the page with the button, submit, open the receipt. Each has an own application of five
organisations with long answers. The server is `consortia serve` as a person starts it; clients and server share the
machine.

Two bounds stand beside the figures. pretalx took 180 ms for a journey on this kind of machine on 23 November 2026, and
63 % of the journeys failed on SQLite; with `--peer` it is measured anew in the same run (`benchmarks/submit_peer.py`,
which also tells what its journey is). The bare site answers as many requests with a constant page or one stored row,
behind the same server and middleware, in the same run: when its figure rises, the machine was busy.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.journey import make_bare_journey, make_journey
from benchmarks.levels import HEADER, Level, drive
from benchmarks.running_site import RunningSite, running_site
from benchmarks.submit_peer import measure_beside, usual_folder
from tests.run import postgresql

if TYPE_CHECKING:
    from benchmarks.applicants import Applicant

    Beside = Callable[[RunningSite, Sequence[Applicant]], None]

PEER_CPU_MS, PEER_ERRORS = 180, "63 % on SQLite"
PEER_DATE = "23 November 2026"
TARGET_CPU_MS = 60
WARM_UP = 12
WITH_WORKER = 32
BARE_AT_ONCE = 8
PEER_JOURNEYS = 32


def measure(folder: Path, *, at_once: Sequence[int], journeys: int, beside: Beside | None) -> None:
    """Measure one database, in a process of its own that Django is set up in once."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from benchmarks.applicants import make_applicants
    from benchmarks.inside import INSIDE, print_inside

    call_command("migrate", interactive=False, verbosity=0)
    applicants = make_applicants(max(*at_once, WITH_WORKER))
    print_inside(applicants[:INSIDE])
    connections.close_all()
    print(HEADER)
    with running_site(folder, bare=True) as site:
        drive(site, applicants[:4], make_bare_journey, at_once=4, journeys=WARM_UP)
        few, number = applicants[:BARE_AT_ONCE], max(journeys, 96)
        drive(site, few, make_bare_journey, at_once=BARE_AT_ONCE, journeys=number).show("bare")
    with running_site(folder) as site:
        drive(site, applicants[:4], make_journey, at_once=4, journeys=WARM_UP)
        for number in at_once:
            few, all_in_all = applicants[:number], max(number, journeys)
            _counted(drive(site, few, make_journey, at_once=number, journeys=all_in_all)).show("site")
        if beside:
            beside(site, applicants)
    _forget_tasks()
    with running_site(folder, worker=True) as site:
        drive(site, applicants[:4], make_journey, at_once=4, journeys=4)
        _wait_for_tasks()
        seconds, letters = site.worker_seconds(), _receipt_letters()
        level = drive(site, applicants[:WITH_WORKER], make_journey, at_once=WITH_WORKER, journeys=WITH_WORKER)
        _counted(level).show("+worker")
        _wait_for_tasks()
        number = max(len(level.receipts), 1)
        cost, letters = (site.worker_seconds() - seconds) / number * 1000, (_receipt_letters() - letters) // number
    print(f"Apart from that, by the worker: PDF and {letters} letters, {cost:.0f} ms of CPU a submission")


def _beside_peer(site: RunningSite, applicants: Sequence[Applicant], *, folder: Path, repeats: int) -> None:
    """Measure pretalx and the site in turn, on the same machine in the same minutes."""

    def ours(at_once: int) -> Level:
        # All in turn: an answer grows with each journey, and has a limit.
        return _counted(drive(site, applicants, make_journey, at_once=at_once, journeys=PEER_JOURNEYS))

    print("\npretalx in the same run, on SQLite, in turn with the site")
    measure_beside({"site": ours}, folder=folder, journeys=PEER_JOURNEYS, repeats=repeats)
    print()


def _counted(level: Level) -> Level:
    from consortia.stages.applications.models import Submission

    level.stored = Submission.objects.filter(number__in=level.receipts).count()
    return level


def _forget_tasks() -> None:
    from django_tasks_db.models import DBTaskResult

    DBTaskResult.objects.all().delete()


def _wait_for_tasks() -> None:
    """Wait until the worker has done all that waits."""
    from django_tasks_db.models import DBTaskResult

    while DBTaskResult.objects.exclude(status__in=["SUCCESSFUL", "FAILED"]).exists():
        time.sleep(0.2)


def _receipt_letters() -> int:
    from consortia.stages.letters.models import Letter

    return Letter.objects.filter(kind="receipt").count()


@contextmanager
def _address_of(database: str) -> Iterator[str]:
    if database == "sqlite":
        yield ""
        return
    with postgresql() as address:
        yield address


def main() -> int:
    """Measure each database in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"], choices=["sqlite", "postgresql"])
    parser.add_argument("--at-once", nargs="+", type=int, default=[8, 32, 100])
    parser.add_argument("--journeys", type=int, default=96, help="at least so many at each level")
    parser.add_argument(
        "--peer",
        nargs="?",
        type=Path,
        const=usual_folder(),
        metavar="FOLDER",
        help="measure pretalx too, installed there",
    )
    parser.add_argument("--repeats", type=int, default=3, help="so many turns of site and peer")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        beside = partial(_beside_peer, folder=asked.peer, repeats=asked.repeats) if asked.peer else None
        measure(asked.inside, at_once=asked.at_once, journeys=asked.journeys, beside=beside)
        return 0
    peer = f"{PEER_CPU_MS} ms of CPU a journey, errors {PEER_ERRORS} (pretalx, {PEER_DATE})"
    print(f"Bound: {peer}; target {TARGET_CPU_MS} ms, none.")
    worst = 0
    for database in asked.databases:
        with tempfile.TemporaryDirectory(prefix="consortia-bench-") as folder, _address_of(database) as address:
            print(f"\n{database}")
            settings = {"CONSORTIA_DATA": folder, "DJANGO_SETTINGS_MODULE": "consortia.config.settings"}
            command = [sys.executable, "-m", "benchmarks.submit", *sys.argv[1:], "--inside", folder]
            done = subprocess.run(command, env={**os.environ, **settings, "DATABASE_URL": address}, check=False)
            worst = max(worst, done.returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
