"""Applications that an agency received, submitted as on a site, and the agency's files on them."""

from __future__ import annotations

from datetime import datetime
from itertools import count

from consortia.stages.applications.models import Submission
from consortia.stages.applications.services.submitting import submit_application
from consortia.stages.people.models import Person
from consortia.stages.screening.models import File, PointAnswer
from consortia.stages.screening.services.checking import Given, answer_points, points_to_check
from consortia.stages.screening.services.filing import take_in
from tests.factories import applications as make

_requests = count(1)


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
