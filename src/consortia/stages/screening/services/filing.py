"""A file is made for each version that counts, and follows it: nothing that was received can be missed.

The applications stage knows nothing of files. What has none yet is found by what is missing, each time somebody looks
and each time the worker makes its round: a question about the whole, so no event has to arrive for it to be complete.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from consortia.core.lifecycle import move_file
from consortia.stages.agencies.models import Proposal
from consortia.stages.agencies.services import take_back
from consortia.stages.applications.models import Application, Submission
from consortia.stages.journal.services import record
from consortia.stages.screening.models import INELIGIBLE, Clarification, File
from consortia.stages.screening.points import Frozen, frozen_of
from consortia.stages.screening.queries import file_of
from consortia.stages.screening.services.handing_out import hand_out

# So many snapshots are held in memory at a time.
BATCH: Final = 200


def take_in(*, application: Application | None = None) -> int:
    """Make or renew the file of every application whose counting version has none, and close those withdrawn.

    Doing it twice, or by two at once, changes nothing: a version has one file. Returns how many files changed.
    """
    new, gone = list(_without_file(application)), list(_withdrawn(application))
    changed = sum(_take_in(new[begin : begin + BATCH]) for begin in range(0, len(new), BATCH))
    return changed + sum(_close(file_id) for file_id in gone)


def filed(agency: str, reference: str) -> File | None:
    """Return one file of an agency as it stands now, with the version that counts."""
    file = file_of(agency, reference)
    if file is None or file.submission.state != Submission.State.CURRENT:
        application = Application.objects.filter(reference=reference).first()
        if application is not None and take_in(application=application):
            return file_of(agency, reference)
    return file


def _without_file(application: Application | None) -> QuerySet[Submission, UUID]:
    """Return the ids of versions that count and have no file: answered from indexes alone, every list asks it."""
    found = Submission.objects.filter(state=Submission.State.CURRENT, file=None)
    if application is not None:
        found = found.filter(application=application)
    return found.order_by().values_list("pk", flat=True)


def _withdrawn(application: Application | None) -> QuerySet[File, int]:
    """Return the ids of files whose version was withdrawn and that do not say so yet."""
    withdrawn = Submission.objects.filter(state=Submission.State.WITHDRAWN).order_by().values("pk")
    found = File.objects.filter(submission__in=withdrawn).exclude(state=File.State.WITHDRAWN)
    found = found if application is None else found.filter(application=application)
    return found.order_by().values_list("pk", flat=True)


@transaction.atomic
def _take_in(chosen: list[UUID]) -> int:
    """Store one batch; whoever else does the same at this moment waits, then finds it done."""
    found = Submission.objects.filter(pk__in=chosen, state=Submission.State.CURRENT)
    batch = list(found.select_related("application__round").order_by("received_at", "id"))
    ids = [each.application_id for each in batch]
    known = {each.application_id: each for each in File.objects.select_for_update().filter(application__in=ids)}
    fresh = [each for each in batch if each.application_id not in known]
    rows = [_renewed(File(application=each.application), each) for each in fresh]
    hand_out(rows)
    File.objects.bulk_create(rows, ignore_conflicts=True)
    for submission in batch:
        if (file := known.get(submission.application_id)) is not None and file.submission_id != submission.pk:
            _follow(file, submission)
    return len(batch)


def _follow(file: File, submission: Submission) -> None:
    before = file.submission_id
    _settle_open(file, _("A later version came in, so this is no longer about what counts."))
    state = move_file(file.state, "replace")
    _renewed(file, submission).state = state
    file.save()
    facts = {"before": str(before), "after": str(submission.pk), "receipt": submission.number}
    record("follow-version", file, by=None, facts=facts)


def _renewed(file: File, submission: Submission) -> File:
    """Fill the columns from what was frozen; whatever was written about an earlier version stays with that."""
    frozen = frozen_of(submission)
    document = frozen.content["document"]
    for name, value in _columns(frozen, submission).items():
        setattr(file, name, value)
    file.submission = submission
    file.round = submission.application.round
    file.searched = " ".join(
        [
            submission.application.reference,
            submission.number,
            str(frozen.content["acronym"]),
            *(str(each["name"]) for each in document["organisations"]),
            str(document["title"]),
        ]
    ).casefold()
    file.received_at = file.state_since = submission.received_at
    return file


def _columns(frozen: Frozen, submission: Submission) -> dict[str, Any]:
    document, coordinator = frozen.content["document"], frozen.coordinator
    statuses = [each["status"] for each in submission.findings]
    return {
        "agency": submission.application.agency,
        "reference": submission.application.reference,
        "title": str(document["title"])[:200],
        "acronym": str(frozen.content["acronym"])[:30],
        "field": document["field"],
        "type": document.get("type") or "",
        "format": document.get("format") or "",
        "language": frozen.content["language"],
        "coordinator": str(coordinator.get("name", ""))[:300],
        "coordinator_kind": coordinator.get("kind", ""),
        "country": coordinator.get("country", ""),
        "organisations": len(document["organisations"]),
        "requested": Decimal(submission.budget["grant"]),
        "failing": statuses.count("fail"),
        "doubtful": statuses.count("warning"),
    }


@transaction.atomic
def _close(file_id: int) -> int:
    file = File.objects.select_for_update().select_related("submission").get(pk=file_id)
    if file.state == File.State.WITHDRAWN or file.submission.state != Submission.State.WITHDRAWN:
        return 0
    _settle_open(file, _("The application was withdrawn."))
    file.state, file.state_since = move_file(file.state, "withdraw"), timezone.now()
    file.save(update_fields=["state", "state_since"])
    record("withdraw", file, by=None)
    return 1


def _settle_open(file: File, words: str) -> None:
    """Close what waited about the version that no longer counts: nobody decides or answers about it any more."""
    waiting = Proposal.objects.filter(subject=str(file.pk), kind=INELIGIBLE, outcome=Proposal.Outcome.OPEN)
    for proposal in waiting.select_related("proposed_by"):
        take_back(proposal.proposed_by, proposal, words=words)
    questions = Clarification.objects.filter(file=file, answered_at=None, closed_at=None)
    questions.update(closed_at=timezone.now())
