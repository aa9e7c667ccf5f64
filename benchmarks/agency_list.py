"""How quick an agency's list, overview and export are at 10 000 applications, and how many questions they ask.

Usage: python -m benchmarks.agency_list [--size 10000] [--repeat 7]

One application is made through the services and submitted; the others are its copies, stored in bulk with titles and
coordinators of their own. The pages are asked for through Django with its whole middleware, without a network. Beside
each stands a bound measured in the same run: the bare rows that the page cannot do without, read from the same
database. Times are medians, by the clock and of the processor: on a busy machine the clock says more of
the others than of the page.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client

WORDS = ("repair", "garden", "choir", "bridge", "water", "code", "nursing", "harbour", "forest", "glass", "bread")
COUNTRIES = ("DE", "ES", "PL", "FI")
BATCH = 1000
HEADER = f"{'what':<34}{'ms':>9}{'CPU ms':>9}{'questions':>11}{'bound ms':>10}{'CPU ms':>9}"


def set_up(folder: str) -> None:
    """Settings, tables and nothing else, in a folder of its own."""
    os.environ.update({"CONSORTIA_DATA": folder, "DJANGO_SETTINGS_MODULE": "consortia.config.settings"})
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def make_world(size: int) -> str:
    """One application as people make it, then its copies; returns the agency."""
    from consortia.stages.applications.models import Application, Submission
    from tests.factories import screening

    first = screening.a_submission()
    pattern = Application.objects.get(pk=first.application_id)
    drawn = random.Random(2016)
    for begin in range(1, size, BATCH):
        applications, submissions = [], []
        for number in range(begin, min(begin + BATCH, size)):
            application, submission = copied(pattern, first, number, drawn)
            applications.append(application)
            submissions.append(submission)
        Application.objects.bulk_create(applications)
        Submission.objects.bulk_create(submissions)
    return pattern.agency


def copied(pattern: object, first: object, number: int, drawn: random.Random) -> tuple[object, object]:
    """An application with a title, a coordinator, a grant and a moment of its own."""
    from consortia.stages.applications.models import Application, Submission

    assert isinstance(pattern, Application)
    assert isinstance(first, Submission)
    content = json.loads(first.snapshot)
    title = f"{' '.join(drawn.sample(WORDS, 4)).capitalize()} {number}"
    content["document"]["title"] = title
    coordinator = content["document"]["organisations"][0]
    coordinator.update(name=f"Institute {drawn.randrange(4000)}", country=drawn.choice(COUNTRIES))
    reference = f"B{number:07d}"
    application = Application(
        round_id=pattern.round_id,
        field=pattern.field,
        type=pattern.type,
        format=pattern.format,
        title=title,
        start=pattern.start,
        months=pattern.months,
        reference=reference,
        agency=pattern.agency,
        state=Application.State.SUBMITTED,
    )
    submission = Submission(
        application=application,
        number=f"2016-{reference}-1",
        sequence=1,
        request_id=uuid.UUID(int=drawn.getrandbits(128)).hex,
        received_at=first.received_at - timedelta(minutes=drawn.randrange(60 * 24 * 40)),
        submitted_by_id=first.submitted_by_id,
        declared_by=first.declared_by,
        snapshot=json.dumps(content),
        sha256=first.sha256,
        edition_hash=first.edition_hash,
        findings=first.findings,
        budget={**first.budget, "grant": str(Decimal(drawn.randrange(20000, 300000)))},
        signature=first.signature,
    )
    return application, submission


def measured(act: Callable[[], object], repeat: int) -> tuple[float, float]:
    """Milliseconds by the clock and of the processor, medians after one run to warm up."""
    act()
    times, spent = [], []
    for _each in range(repeat):
        begin, worked = time.perf_counter(), time.process_time()
        act()
        times.append(time.perf_counter() - begin)
        spent.append(time.process_time() - worked)
    return statistics.median(times) * 1000, statistics.median(spent) * 1000


def questions_of(act: Callable[[], object]) -> int:
    """How many times the database is asked."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        act()
    return len(asked)


def row(what: str, act: Callable[[], object], bound: Callable[[], object], repeat: int) -> str:
    """One line of the table."""
    (ours, worked), (bare, bare_worked) = measured(act, repeat), measured(bound, repeat)
    return f"{what:<34}{ours:>9.1f}{worked:>9.1f}{questions_of(act):>11}{bare:>10.1f}{bare_worked:>9.1f}"


def table(client: Client, agency: str, repeat: int) -> None:
    """Each page and file beside the rows it cannot do without."""
    from consortia.portals.agency.exporting import COLUMNS
    from consortia.stages.screening.models import File

    rows = File.objects.filter(agency=agency)
    first, every = (lambda: list(rows.values_list(*COLUMNS)[:50])), (lambda: list(rows.values_list(*COLUMNS)))
    found = lambda: list(rows.filter(searched__contains="harbour").values_list(*COLUMNS)[:50])  # noqa: E731  # measured as one expression
    where = f"/agency/{agency}/"
    pages = {
        "list, first page": ("applications/", first),
        "list, last page": ("applications/?page=9999", first),
        "list, sorted by coordinator": ("applications/?sort=coordinator", first),
        "list, filtered and searched": ("applications/?state=received&country=DE&text=harbour", found),
        "overview": ("", first),
        "CSV of all": ("applications.csv", every),
        "XLSX of all": ("applications.xlsx", every),
    }
    for what, (page, bound) in pages.items():
        print(row(what, lambda page=page: whole(client, where + page), bound, repeat))


def whole(client: Client, address: str) -> int:
    """Ask for a page and read it to its end."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return len(b"".join(answer.streaming_content) if answer.streaming else answer.content)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--repeat", type=int, default=7)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        set_up(folder)
        from django.test import Client

        from consortia.stages.screening.services.filing import take_in
        from tests.factories import agencies

        agency = make_world(asked.size)
        begin = time.perf_counter()
        taken = take_in()
        print(f"{taken} applications taken in, once, in {time.perf_counter() - begin:.1f} s")
        client = Client()
        client.force_login(agencies.somebody("officer", agency=agency))
        print(HEADER)
        table(client, agency, asked.repeat)
        print(f"peak memory of the whole run {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
