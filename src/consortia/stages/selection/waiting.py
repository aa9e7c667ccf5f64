"""What waits in an agency between the formal check and the letters: experts to find, assessments, appeals."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet

from consortia.stages.applications.models import Application
from consortia.stages.assessments.models import AssessmentFile
from consortia.stages.assessments.snapshots import Opened, opened_all
from consortia.stages.calls.models import Round
from consortia.stages.experts.models import Assignment, Plan
from consortia.stages.journal.models import Event
from consortia.stages.screening.models import File
from consortia.stages.selection.models import Appeal, Selection

# Between experts who have finished and an assessment that is final.
UNSETTLED = (AssessmentFile.State.THIRD_EXPERT, AssessmentFile.State.CONSOLIDATING, AssessmentFile.State.SIGNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class WithoutExpert:
    """A round in which applications passed the formal check and are with no expert; `planned` once a plan was."""

    round: Round
    number: int
    since: datetime
    planned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsettled:
    """An assessment that is not final although its experts have finished, and the names of those it waits for."""

    application: Application
    state: str
    since: datetime
    experts: tuple[str, ...]


def rounds_without_experts(agency: str, *, now: datetime) -> list[WithoutExpert]:
    """Return the closed rounds whose checked applications nobody assesses yet, the longest wait first."""
    given = Assignment.objects.filter(application=OuterRef("application"), ended_at__isnull=True)
    final = AssessmentFile.objects.filter(submission=OuterRef("submission"), state=AssessmentFile.State.FINAL)
    rows = (
        File.objects.filter(agency=agency, state=File.State.ELIGIBLE, round__deadline__lt=now)
        .exclude(Exists(given))
        .exclude(Exists(final))
        .exclude(Exists(Selection.objects.filter(agency=agency, round=OuterRef("round"), published_at__isnull=False)))
        .order_by()
        .values_list("round")
        .annotate(number=Count("id"), since=Min("state_since"))
    )
    found = {round_id: (number, since) for round_id, number, since in rows}
    rounds = Round.objects.filter(pk__in=found).select_related("edition").defer("edition__content")
    plans = Plan.objects.filter(agency=agency, round=OuterRef("pk"), published_at__isnull=False)
    waiting = [
        WithoutExpert(round=each, number=found[each.pk][0], since=found[each.pk][1], planned=each.planned)
        for each in rounds.annotate(planned=Exists(plans))
    ]
    return sorted(waiting, key=lambda each: (each.since, each.round.pk))


def late_assessments(agency: str, *, today: date, without: Collection[UUID] = ()) -> QuerySet[Assignment]:
    """Return the individual assessments that are due and not finished, the latest first."""
    due = Assignment.objects.filter(
        engagement__agency=agency, engagement__due_on__lt=today, ended_at__isnull=True
    ).exclude(Q(assessment__finished_at__isnull=False) | Q(role=Assignment.Role.APPEAL))
    found = due.exclude(application__in=list(without)).select_related("engagement__expert__person", "application")
    return found.order_by("engagement__due_on", "id")


def unsettled_files(agency: str, *, without: Collection[UUID] = ()) -> QuerySet[AssessmentFile]:
    """Return the assessments that wait for a third expert, for consolidation or for signatures."""
    found = AssessmentFile.objects.filter(submission__application__agency=agency, state__in=UNSETTLED, appeal=False)
    return found.exclude(submission__application__in=list(without)).order_by("begun_at", "id")


def unsettled(files: Iterable[AssessmentFile]) -> list[Unsettled]:
    """Return for whom assessments wait and since when; a constant number of queries."""
    listed = list(files)
    opened = opened_all([each.submission_id for each in listed])
    moved = _moved_last(listed)
    return [
        Unsettled(
            application=what.submission.application,
            state=what.file.state,
            since=moved.get(str(each.pk), each.begun_at),
            experts=_awaited(what),
        )
        for each in listed
        if (what := opened[each.submission_id])
    ]


def open_appeals(agency: str) -> QuerySet[Appeal]:
    """Return the appeals that are not decided, the oldest first."""
    found = Appeal.objects.filter(selection__agency=agency).exclude(state=Appeal.State.DECIDED)
    return (
        found.select_related("application", "selection__round__edition")
        .defer("selection__round__edition__content")
        .order_by("sent_at", "id")
    )


def _moved_last(files: Iterable[AssessmentFile]) -> Mapping[str, datetime]:
    kind = AssessmentFile._meta.label_lower  # noqa: SLF001  # _meta is Django's documented model API
    rows = Event.objects.filter(subject_kind=kind, subject__in=[str(each.pk) for each in files]).order_by()
    return dict(rows.values_list("subject").annotate(at=Max("at")))


def _awaited(what: Opened) -> tuple[str, ...]:
    """Return whose turn it is: who writes what was agreed on, or who has not signed it; nobody until one is named."""
    if what.file.state == "consolidating":
        awaited = [what.lead]
    elif what.file.state == "signing":
        awaited = [own for own in what.file.pair if own not in what.file.signed]
    else:
        awaited = []
    return tuple(str(what.assignments[own].engagement.expert) for own in awaited if own in what.assignments)
