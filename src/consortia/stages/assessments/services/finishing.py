"""Finishing an individual assessment, and opening it again."""

from __future__ import annotations

from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consortia.core.application.cowriting import Save
from consortia.core.assessment import File, keeps_open, moves, notice
from consortia.core.values import Finding
from consortia.stages.assessments.letters import opened_again_words, third_expert_words, unveiled_words
from consortia.stages.assessments.models import Assessment, AssessmentFile
from consortia.stages.assessments.permissions import assesses, may_arrange, may_write
from consortia.stages.assessments.queries import comments_elsewhere
from consortia.stages.assessments.services.keeping import file_to_change, keep, note, reason_in
from consortia.stages.assessments.services.writing import NotOpenError, Place, keep_entry
from consortia.stages.assessments.snapshots import Opened, comparing, comparison_of
from consortia.stages.experts.models import Assignment
from consortia.stages.letters.services import write_letter
from consortia.stages.people.models import Person


class NotReadyError(Exception):
    """Something still keeps the assessment from being finished or put up; the findings say what."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("; ".join(each.rule for each in findings))
        self.findings = findings


def findings_of(person: Person, assignment: Assignment, what: Opened) -> tuple[Finding, ...]:
    """Return what is noticed about an expert's own assessment as it stands."""
    written = what.written(str(assignment.pk))
    elsewhere = comments_elsewhere(person, assignment)
    return notice(what.rules.award, what.rules.selection.comments, written, elsewhere=elsewhere)


@transaction.atomic
def finish_assessment(person: Person, assignment: Assignment) -> AssessmentFile:
    """Finish one's individual assessment; with the last one the totals are compared and the file moves on."""
    if not assesses(person, assignment.application):
        raise PermissionDenied
    row, what = file_to_change(assignment)
    own = str(assignment.pk)
    if not may_write(own, what.file):
        raise NotOpenError
    findings = findings_of(person, assignment, what)
    if keeps_open(findings):
        raise NotReadyError(findings)
    Assessment.objects.filter(pk=what.individual[own].pk).update(finished_at=timezone.now())
    after = moves.finish(what.file, own, comparing(what))
    note("finish-assessment", row, by=person, facts={"warnings": [each.rule for each in findings]})
    move_on(row, what, after, by=person)
    return row


@transaction.atomic
def take_up_assessment(person: Person, assignment: Assignment, *, reason: str) -> None:
    """Open a finished individual assessment again while others are still at work; the agency does, with a reason."""
    if not may_arrange(person, assignment.application):
        raise PermissionDenied
    reason = reason_in(reason, _("Say why: the expert reads it, and so may auditors."))
    row, what = file_to_change(assignment)
    after = moves.take_up(what.file, str(assignment.pk))
    Assessment.objects.filter(assignment=assignment).update(finished_at=None)
    keep(row, after, consolidated=what.consolidated)
    note("take-up-assessment", row, by=person, reason=reason, facts={"assignment": assignment.pk})
    subject, body = opened_again_words(assignment.application, reason)
    tell(what, str(assignment.pk), "assessment-open-again", (subject, body))


def move_on(row: AssessmentFile, what: Opened, after: File, *, by: Person) -> None:
    """Keep where the file is after a finish, and tell those who now have something to do."""
    application = what.submission.application
    consolidated = what.consolidated
    if after.state == "consolidating" and len(after.pair) == 1:
        consolidated = _carried_over(row, what, after.pair[0], by=by)
        after = moves.put_up(after)
    keep(row, after, consolidated=consolidated)
    if after.state == "third-expert":
        gap = comparison_of(what, after).gap
        note("differ", row, by=by, facts={"gap": gap})
        for officer in {each.assigned_by for each in what.assignments.values() if each.ended_at is None}:
            subject, body = third_expert_words(application, gap)
            write_letter("third-expert", officer.email, subject=subject, body=body, about=str(application.pk))
    elif after.state == "consolidating":
        lead = replace(what, file=after).lead
        for own in after.pair:
            tell(what, own, "consolidate", unveiled_words(application, leads=own == lead))


def _carried_over(row: AssessmentFile, what: Opened, own: str, *, by: Person) -> Assessment:
    """A single expert's assessment is the one that counts once signed: it is carried over as it stands."""
    assessment, _made = Assessment.objects.get_or_create(file=row, assignment=None)
    for judgement in what.written(own).judgements:
        for part in ("points", "band", "comment"):
            save = Save(text=getattr(judgement, part), save_id=f"carried-over-{judgement.criterion}-{part}")
            keep_entry(by, assessment, Place(criterion=judgement.criterion, part=part, consolidated=True), save)
    return assessment


def tell(what: Opened, own: str, kind: str, words: tuple[str, str]) -> None:
    """Write a letter to the expert of an assignment."""
    expert = what.assignments[own].engagement.expert
    if expert is not None:
        about = str(what.submission.application_id)
        write_letter(kind, expert.person.email, subject=words[0], body=words[1], about=about)
