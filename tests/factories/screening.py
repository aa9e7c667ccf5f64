"""Applications that an agency received, submitted as on a site, and the agency's files on them."""

from __future__ import annotations

import json
from datetime import datetime
from itertools import count
from typing import Any, Final

from django.db.models import Model

from consortia.stages.applications.models import Application, Submission
from consortia.stages.applications.services.submitting import submit_application
from consortia.stages.calls.models import Round
from consortia.stages.people.models import Person
from consortia.stages.screening.models import File, PointAnswer
from consortia.stages.screening.services.checking import Given, answer_points, points_to_check
from consortia.stages.screening.services.filing import take_in
from tests.factories import applications as make

PASSAGE: Final = (
    "Grandparents and pupils take broken lamps apart on a long table, write down which screw goes where, and teach "
    "each other the words for it in three languages before anything is put together again."
)
MORE: Final = "Whoever has mended something signs it with a coloured thread that the next owner may keep or hand on."
_requests = count(1)
# What one application left when it was submitted through the services; others of this process are received alike.
_received: dict[str, Any] = {}


def submitted(consortium: make.Consortium) -> Submission:
    """What was received when the coordinator's writer submits."""
    return submit_application(
        consortium.lead,
        consortium.application,
        request_id=f"request-{next(_requests)}",
        declared_by="A. Person",
        arrived_at=datetime.now().astimezone(),
    )


def a_submission(**options: object) -> Submission:
    """An application that was just received."""
    return submitted(make.a_ready_application(**options))


def a_file(submission: Submission | None = None, **options: object) -> File:
    """The agency's file on an application that was just received."""
    submission = submission or a_submission(**options)
    take_in()
    return File.objects.select_related("submission", "application").get(application=submission.application_id)


def answer_all(officer: Person, file: File, holds: str = PointAnswer.Holds.YES, words: str = "Seen.") -> None:
    """Answer every point of the formal check alike."""
    given = {point.code: Given(holds=holds, words=words) for point in points_to_check(file)}
    answer_points(officer, file, given, receipt=file.submission.number)
    file.refresh_from_db()


def sharing_files(
    number: int, *, round_: Round | None = None, agency: str = "DE01", passage: str = PASSAGE
) -> list[File]:
    """The files on applications of different organisations that have one passage in common and nothing else."""
    round_ = round_ or make.a_round()
    received = [_alike(round_, agency, passage) for _each in range(number)]
    take_in()
    files = {each.submission_id: each for each in File.objects.select_related("submission", "application", "round")}
    return [files[each.pk] for each in received]


def rewritten(submission: Submission, text: str) -> Submission:
    """The same application as if this were all that it says about its project."""
    content = json.loads(submission.snapshot)
    own = [each for each in content["answers"] if each["scope"]]
    content["answers"] = [{"question": "description.needs", "scope": "", "text": text}, *own]
    submission.snapshot = json.dumps(content)
    submission.save()
    return submission


def replaced(submission: Submission, text: str) -> Submission:
    """A later version that says this instead."""
    Submission.objects.filter(pk=submission.pk).update(state=Submission.State.REPLACED)
    number = next(_requests)
    names = {"number": f"NUMBER-{number}", "request_id": f"request-{number}", "sequence": submission.sequence + 1}
    values = {**_columns(submission), **names, "state": Submission.State.CURRENT}
    return rewritten(Submission.objects.create(application_id=submission.application_id, **values), text)


def _alike(round_: Round, agency: str, passage: str) -> Submission:
    if not _received:
        first = a_submission(round_=make.a_round())
        _received.update(application=_columns(first.application), submission=_columns(first))
        first.application.refresh_from_db()
        Submission.objects.filter(pk=first.pk).update(state=Submission.State.WITHDRAWN)
    number = next(_requests)
    named = {"reference": f"REF{number}", "agency": agency, "title": f"Repair cafés {number}"}
    application = Application.objects.create(round=round_, **{**_received["application"], **named})
    names = {"number": f"NUMBER-{number}", "request_id": f"request-{number}"}
    submission = Submission(application=application, **{**_received["submission"], **names})
    content = json.loads(submission.snapshot)
    content["document"]["title"] = named["title"]
    for part in content["parts"]:
        part["oid"] = f"E{number}{part['id']}"
    submission.snapshot = json.dumps(content)
    words = " ".join(f"word{number}n{place}" for place in range(40))
    return rewritten(submission, f"{words}. {passage} {words[::-1]}")


def _columns(row: Model) -> dict[str, Any]:
    """What a row holds beside its id, its moments and what it refers to."""
    plain = [each for each in row._meta.concrete_fields if not each.is_relation and not each.primary_key]
    return {each.attname: getattr(row, each.attname) for each in plain}
