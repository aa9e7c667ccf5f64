"""How an assessment file is opened for a change and kept after it; every verb of the stage goes this way."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from consortia.core.assessment import File
from consortia.stages.agencies.services import NoReasonError
from consortia.stages.applications.models import Submission
from consortia.stages.assessments.models import Assessment, AssessmentFile
from consortia.stages.assessments.snapshots import Opened, opened
from consortia.stages.experts.models import Assignment
from consortia.stages.journal.services import record
from consortia.stages.people.models import Person


def file_to_change(assignment: Assignment) -> tuple[AssessmentFile, Opened]:
    """Return the file of an assignment, locked until the caller's transaction ends, and what stands in it."""
    return locked(assignment.submission, appeal=assignment.role == Assignment.Role.APPEAL)


def locked(submission: Submission, *, appeal: bool = False) -> tuple[AssessmentFile, Opened]:
    """Return the file of a submission, locked until the caller's transaction ends, and what stands in it."""
    file, _made = AssessmentFile.objects.get_or_create(submission=submission, appeal=appeal)
    file = AssessmentFile.objects.select_for_update().get(pk=file.pk)
    submission = Submission.objects.select_related("application__round__edition").get(pk=submission.pk)
    return file, opened(submission, appeal=appeal)


def keep(row: AssessmentFile, value: File, *, consolidated: Assessment | None) -> None:
    """Keep how far the file is now; signatures that no longer stand are marked as removed."""
    final = value.state == "final"
    row.state, row.experts, row.pair = value.state, list(value.experts), list(value.pair)
    row.final_at = (row.final_at or timezone.now()) if final else None
    row.save(update_fields=["state", "experts", "pair", "final_at"])
    if consolidated is not None:
        standing = consolidated.signatures.filter(removed_at__isnull=True)
        standing.exclude(assignment__in=[int(own) for own in value.signed]).update(removed_at=timezone.now())


def note(
    verb: str, row: AssessmentFile, *, by: Person, reason: str = "", facts: Mapping[str, object] | None = None
) -> None:
    """Write into the journal who did what and why."""
    record(verb, row, by=by, facts={**({"reason": reason} if reason else {}), **(facts or {})})


def reason_in(words: str, why: str) -> str:
    """Return a reason without the spaces around it; an empty one is refused with words that say who reads it."""
    if not words.strip():
        raise NoReasonError(why)
    return words.strip()
