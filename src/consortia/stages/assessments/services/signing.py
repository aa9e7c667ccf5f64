"""What the experts agree on: put up, signed by each, refused with a reason, opened again."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from consortia.core.assessment import Assessment as AssessmentValue
from consortia.core.assessment import keeps_open, moves, notice
from consortia.core.call.canonical import content_hash
from consortia.stages.applications.models import Submission
from consortia.stages.assessments.letters import opened_again_words, put_up_words, refused_words
from consortia.stages.assessments.models import AssessmentFile, LowerAmount, Signature
from consortia.stages.assessments.permissions import assesses, may_arrange, may_consolidate, may_sign
from consortia.stages.assessments.queries import lower_amounts_in
from consortia.stages.assessments.services.finishing import NotReadyError, tell
from consortia.stages.assessments.services.keeping import file_to_change, keep, locked, note, reason_in
from consortia.stages.assessments.services.writing import NotOpenError
from consortia.stages.assessments.snapshots import Opened
from consortia.stages.experts.models import Assignment, Engagement
from consortia.stages.experts.services.assigning import assign
from consortia.stages.people.models import Person


class OtherContentError(Exception):
    """What was to be signed is no longer what the person read: it changed meanwhile."""


def digest_of(written: AssessmentValue, amounts: Mapping[str, LowerAmount] | None = None) -> str:
    """Return the digest to which a signature is bound: points, bands, comments and amounts that experts lower."""
    judgements = tuple(sorted(written.judgements, key=lambda each: each.criterion))
    if not amounts:
        return content_hash(judgements)
    lowered = tuple((code, str(each.proposed), each.reason) for code, each in sorted(amounts.items()))
    return content_hash((judgements, lowered))


@transaction.atomic
def put_up_for_signature(person: Person, assignment: Assignment) -> AssessmentFile:
    """The lead expert puts the consolidated assessment up, once nothing keeps it open."""
    row, what = _own_file(person, assignment)
    if not may_consolidate(str(assignment.pk), what.file, lead=what.lead) or what.file.state != "consolidating":
        raise NotOpenError
    findings = notice(what.rules.award, what.rules.selection.comments, what.agreed)
    if keeps_open(findings):
        raise NotReadyError(findings)
    after = moves.put_up(what.file)
    keep(row, after, consolidated=what.consolidated)
    note("put-up-assessment", row, by=person, facts={"warnings": [each.rule for each in findings]})
    for own in after.pair:
        if own != str(assignment.pk):
            tell(what, own, "sign-assessment", put_up_words(assignment.application))
    return row


@transaction.atomic
def sign_assessment(person: Person, assignment: Assignment, *, seen: str) -> AssessmentFile:
    """Sign what was agreed on; `seen` is the digest of what the person read. The last signature makes it final."""
    row, what = _own_file(person, assignment)
    own = str(assignment.pk)
    if not may_sign(own, what.file) or what.consolidated is None:
        raise NotOpenError
    digest = digest_of(what.agreed, lower_amounts_in(row))
    if seen != digest:
        raise OtherContentError
    after = moves.sign(what.file, own)
    Signature.objects.create(assessment=what.consolidated, assignment=assignment, content_sha256=digest)
    keep(row, after, consolidated=what.consolidated)
    note("sign-assessment", row, by=person, facts={"sha256": digest, "final": after.state == "final"})
    return row


@transaction.atomic
def refuse_to_sign(person: Person, assignment: Assignment, *, reason: str) -> AssessmentFile:
    """Say why one does not sign; it goes back to the lead expert, and signatures given so far go."""
    row, what = _own_file(person, assignment)
    reason = reason_in(reason, _("Say why you do not sign: the other expert reads it and changes the text."))
    if not may_sign(str(assignment.pk), what.file):
        raise NotOpenError
    keep(row, moves.refuse(what.file, str(assignment.pk)), consolidated=what.consolidated)
    note("refuse-to-sign", row, by=person, reason=reason)
    tell(what, what.lead, "assessment-not-signed", refused_words(assignment.application, reason))
    return row


@transaction.atomic
def reopen_assessment(person: Person, submission: Submission, *, reason: str, appeal: bool = False) -> AssessmentFile:
    """Open a final assessment again: the agency does, with a reason; each expert signs anew."""
    row, what = _agency_file(person, submission, appeal=appeal)
    reason = reason_in(reason, _("Say why: the experts read it, and so may auditors and the applicant."))
    keep(row, moves.reopen(what.file), consolidated=what.consolidated)
    note("reopen-assessment", row, by=person, reason=reason)
    for own in what.file.pair:
        words = opened_again_words(submission.application, reason, "consolidated/")
        tell(what, own, "assessment-open-again", words)
    return row


@transaction.atomic
def ask_another_expert(person: Person, submission: Submission, *, reason: str, appeal: bool = False) -> AssessmentFile:
    """The experts do not agree and the agency will ask one more; what was being consolidated is set aside."""
    row, what = _agency_file(person, submission, appeal=appeal)
    reason = reason_in(reason, _("Say why one more expert is asked: auditors read it."))
    keep(row, moves.ask_another(what.file), consolidated=what.consolidated)
    note("ask-another-expert", row, by=person, reason=reason)
    return row


@transaction.atomic
def assign_third_expert(
    person: Person, engagement: Engagement, submission: Submission, *, reason: str = "", appeal: bool = False
) -> Assignment:
    """Give the application to one more expert, who assesses it alone like the others and is told nothing of them."""
    row, what = _agency_file(person, submission, appeal=appeal)
    if what.file.state != "third-expert":
        raise NotOpenError
    role = Assignment.Role.APPEAL if appeal else Assignment.Role.THIRD
    assignment = assign(person, engagement, submission.application, role=role, reason=reason)
    keep(row, moves.ask_expert(what.file, str(assignment.pk)), consolidated=what.consolidated)
    return assignment


def _own_file(person: Person, assignment: Assignment) -> tuple[AssessmentFile, Opened]:
    if not assesses(person, assignment.application):
        raise PermissionDenied
    return file_to_change(assignment)


def _agency_file(person: Person, submission: Submission, *, appeal: bool) -> tuple[AssessmentFile, Opened]:
    if not may_arrange(person, submission.application):
        raise PermissionDenied
    return locked(submission, appeal=appeal)
