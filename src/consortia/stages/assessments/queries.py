"""Reading assessments."""

from __future__ import annotations

from django.db.models import QuerySet

from consortia.core.assessment import Elsewhere
from consortia.stages.applications.models import Application, Submission
from consortia.stages.assessments.models import Assessment, AssessmentFile, Entry, EntryVersion
from consortia.stages.calls.models import Round
from consortia.stages.experts.models import Assignment
from consortia.stages.experts.queries import assignments_of
from consortia.stages.kept_texts import KeptVersions
from consortia.stages.people.models import Person


def assignment_of(person: Person, application: Application) -> Assignment | None:
    """Return a person's own assignment to assess an application, where they have one now."""
    found = assignments_of(person).filter(application=application).select_related("engagement__expert__person")
    return found.first()


def file_of(submission: Submission, *, appeal: bool) -> AssessmentFile | None:
    """Return the assessment file of a submission; None while nobody has written."""
    return AssessmentFile.objects.filter(submission=submission, appeal=appeal).first()


def assignments_about(submission: Submission, *, appeal: bool) -> QuerySet[Assignment]:
    """Return who assesses a submission, and who did, in the order of being asked."""
    roles = [Assignment.Role.APPEAL] if appeal else [Assignment.Role.ASSESSOR, Assignment.Role.THIRD]
    asked = Assignment.objects.filter(submission=submission, role__in=roles)
    return asked.select_related("engagement__expert__person").order_by("id")


def assessments_in(file: AssessmentFile) -> QuerySet[Assessment]:
    """Return the assessments of a file with everything that stands in them."""
    return Assessment.objects.filter(file=file).prefetch_related("entries", "signatures").order_by("begun_at", "id")


def versions_of(entry: Entry) -> KeptVersions[EntryVersion]:
    """Return the versions of an entry, each with its author."""
    return KeptVersions(EntryVersion.objects.filter(entry=entry.pk), entry.version, lambda row: str(row.author_id))


def history_of(entry: Entry) -> QuerySet[EntryVersion]:
    """Return who wrote what under an entry, the newest first."""
    return EntryVersion.objects.filter(entry=entry.pk).select_related("author").order_by("-number")


def comments_elsewhere(person: Person, assignment: Assignment) -> tuple[Elsewhere, ...]:
    """Return what the same expert wrote beside other applications of the same round."""
    entries = (
        Entry.objects.filter(
            part="comment",
            assessment__assignment__engagement__expert__person=person,
            assessment__assignment__engagement__round=assignment.engagement.round_id,
        )
        .exclude(assessment__assignment__application=assignment.application_id)
        .exclude(text="")
        .values_list("assessment__assignment__application__reference", "criterion", "text")
    )
    return tuple(
        Elsewhere(application=reference, criterion=criterion, comment=text)
        for reference, criterion, text in entries.order_by("assessment__begun_at", "criterion")
    )


def files_in(agency: str, round_: Round) -> QuerySet[AssessmentFile]:
    """Return the assessment files of a round of an agency."""
    return AssessmentFile.objects.filter(
        submission__application__agency=agency, submission__application__round=round_
    ).select_related("submission__application")
