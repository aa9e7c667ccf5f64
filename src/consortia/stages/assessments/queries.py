"""Reading assessments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from consortia.core.assessment import Elsewhere
from consortia.stages.applications.models import Application, Submission
from consortia.stages.assessments.models import Assessment, AssessmentFile, Entry, EntryVersion, LowerAmount
from consortia.stages.calls.models import Round
from consortia.stages.experts.models import Assignment
from consortia.stages.experts.queries import assignments_of
from consortia.stages.journal.models import Event
from consortia.stages.journal.queries import events_of
from consortia.stages.kept_texts import KeptVersions
from consortia.stages.people.models import Person


def assignment_of(person: Person, application: Application) -> Assignment | None:
    """Return a person's own assignment to assess an application, where they have one now."""
    found = assignments_of(person).filter(application=application).select_related("engagement__expert__person")
    return found.first()


def submissions_to_assess(submissions: Iterable[UUID]) -> QuerySet[Submission]:
    """Return submissions with their round, without what was frozen."""
    found = Submission.objects.filter(pk__in=list(submissions)).select_related("application__round__edition")
    return found.defer("snapshot", "findings", "application__round__edition__content")


def files_of(submissions: Iterable[Submission], *, appeal: bool) -> QuerySet[AssessmentFile]:
    """Return the assessment files of submissions; one that nobody has written in yet has none."""
    return AssessmentFile.objects.filter(submission__in=list(submissions), appeal=appeal)


def assignments_about(submissions: Iterable[Submission], *, appeal: bool) -> QuerySet[Assignment]:
    """Return who assesses submissions, and who did, in the order of being asked."""
    roles = [Assignment.Role.APPEAL] if appeal else [Assignment.Role.ASSESSOR, Assignment.Role.THIRD]
    asked = Assignment.objects.filter(submission__in=list(submissions), role__in=roles)
    return asked.select_related("engagement__expert__person", "assigned_by").order_by("id")


def assessments_in(files: Iterable[AssessmentFile]) -> QuerySet[Assessment]:
    """Return the assessments of files with everything that stands in them."""
    found = Assessment.objects.filter(file__in=list(files)).prefetch_related("entries", "signatures")
    return found.order_by("begun_at", "id")


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


def steps_of(file: AssessmentFile) -> QuerySet[Event]:
    """Return what happened to an assessment, by whom and why, the newest first."""
    return events_of(file)


def applications_in(agency: str, round_: Round, *, state: str = "") -> QuerySet[Application]:
    """Return the applications of a round that an agency gave to experts; `state` is where their assessment stands."""
    given = Application.objects.filter(agency=agency, round=round_, assignments__ended_at__isnull=True)
    if state:
        files = {"assignments__submission__assessment_files__appeal": False}
        given = given.filter(assignments__submission__assessment_files__state=state, **files)
    return given.distinct().order_by("reference")


def states_in(agency: str, round_: Round) -> dict[str, int]:
    """Return how many assessments of a round stand in each state; those nobody has begun are left out."""
    files = AssessmentFile.objects.filter(
        submission__application__agency=agency, submission__application__round=round_, appeal=False
    )
    return dict(files.order_by("state").values_list("state").annotate(number=Count("pk")))


def rounds_in_assessment(agency: str) -> QuerySet[Round]:
    """Return the rounds whose applications an agency gave to experts; `given` and `final` say how many."""
    current = Q(applications__agency=agency, applications__assignments__ended_at__isnull=True)
    settled = Q(
        applications__agency=agency,
        applications__submissions__assessment_files__state=AssessmentFile.State.FINAL,
        applications__submissions__assessment_files__appeal=False,
    )
    return (
        Round.objects.filter(current)
        .select_related("edition")
        .annotate(
            given=Count("applications", filter=current, distinct=True),
            final=Count("applications", filter=settled, distinct=True),
        )
        .order_by("-deadline", "id")
    )


def late_in(agency: str, round_: Round, *, today: date) -> int:
    """Return how many individual assessments of a round are past the day they were due and not finished."""
    given = Assignment.objects.filter(
        engagement__agency=agency, engagement__round=round_, engagement__due_on__lt=today, ended_at__isnull=True
    )
    return given.exclude(Q(assessment__finished_at__isnull=False) | Q(role=Assignment.Role.APPEAL)).count()


def counting_assignments(applications: Iterable[Application]) -> QuerySet[Assignment]:
    """Return who assesses these applications now, to find the submission that is assessed."""
    return Assignment.objects.filter(application__in=list(applications), ended_at__isnull=True).exclude(
        role=Assignment.Role.APPEAL
    )


def lower_amounts_in(file: AssessmentFile) -> Mapping[str, LowerAmount]:
    """Return what experts propose below the requested, by heading: the last word of each, where it is lower."""
    latest = {each.heading: each for each in LowerAmount.objects.filter(file=file).select_related("by").order_by("id")}
    return {heading: each for heading, each in latest.items() if each.proposed < each.requested}


def entry_at(assignment: Assignment, criterion: str, part: str, *, consolidated: bool) -> Entry:
    """Return what stands at a place of an expert's own assessment or the consolidated one; empty if nothing does."""
    at = Entry.objects.filter(criterion=criterion, part=part)
    if consolidated:
        appeal = assignment.role == Assignment.Role.APPEAL
        file = {"assessment__file__submission": assignment.submission_id, "assessment__file__appeal": appeal}
        at = at.filter(assessment__assignment__isnull=True, **file)
    else:
        at = at.filter(assessment__assignment=assignment)
    return at.first() or Entry(criterion=criterion, part=part)
