"""Submitting, submitting again, withdrawing: what was received is frozen and proved."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from consortia.core.lifecycle import move
from consortia.core.values import Finding
from consortia.documents.proof import canonical_json, digest_of, sign_receipt
from consortia.stages.applications.models import Application, Submission
from consortia.stages.applications.permissions import may_submit
from consortia.stages.applications.services.mandates import mandate_states
from consortia.stages.applications.snapshots import View, view_of
from consortia.stages.applications.tasks import finish_submission
from consortia.stages.journal.services import record
from consortia.stages.people.models import Person


class NotReadyError(Exception):
    """The application cannot be submitted as it stands; `view` says what stands in the way."""

    def __init__(self, view: View) -> None:
        super().__init__(", ".join(finding.rule for finding in view.blocking))
        self.view = view


class DeadlinePassedError(Exception):
    """The deadline was before the moment the request arrived."""


@transaction.atomic
def submit_application(
    person: Person, application: Application, *, request_id: str, declared_by: str, arrived_at: datetime
) -> Submission:
    """Freeze the application as it stands at this moment and acknowledge it.

    `request_id` is made when the page with the button is shown: a click sent twice is one submission, one receipt.
    `arrived_at` is the server's clock when the request came in, so that a queue in front of the database costs nobody
    the deadline.
    """
    known = Submission.objects.filter(request_id=request_id, application=application).first()
    if known is not None:
        return known
    application = Application.objects.select_for_update().select_related("round__edition").get(pk=application.pk)
    # A second click may have waited for the lock while the first one was stored.
    known = Submission.objects.filter(request_id=request_id, application=application).first()
    if known is not None:
        return known
    if not may_submit(person, application):
        raise PermissionDenied
    if arrived_at > application.round.deadline:
        raise DeadlinePassedError
    view = view_of(application, submitted_at=arrived_at)
    if view.blocking:
        raise NotReadyError(view)
    return _store(person, view, request_id=request_id, declared_by=declared_by, arrived_at=arrived_at)


def _store(person: Person, view: View, *, request_id: str, declared_by: str, arrived_at: datetime) -> Submission:
    application = view.rows.application
    sequence = application.submissions.count() + 1
    snapshot = canonical_json(frozen(view, declared_by=declared_by))
    application.submissions.filter(state=Submission.State.CURRENT).update(state=Submission.State.REPLACED)
    submission = Submission(
        application=application,
        number=f"{view.rows.call.call.year}-{application.reference}-{sequence}",
        sequence=sequence,
        request_id=request_id,
        received_at=arrived_at,
        submitted_by=person,
        declared_by=declared_by,
        snapshot=snapshot,
        sha256=digest_of(snapshot),
        edition_hash=application.round.edition.edition_hash,
        findings=[finding_facts(finding) for finding in view.findings],
        budget=view.budget.as_facts(),
    )
    submission.signature = str(receipt_of(submission)["signature"])
    submission.save()
    application.state = move(application.state, "submit")
    application.save(update_fields=["state", "changed_at"])
    record("submit", application, by=person, facts={"receipt": submission.number, "sha256": submission.sha256})
    finish_submission.enqueue(str(submission.pk))
    return submission


@transaction.atomic
def withdraw_application(person: Person, application: Application, *, reason: str = "") -> None:
    """Take the application back; what was received stays on record and no longer counts."""
    application = Application.objects.select_for_update().select_related("round__edition").get(pk=application.pk)
    if not may_submit(person, application):
        raise PermissionDenied
    application.state = move(application.state, "withdraw")
    application.save(update_fields=["state", "changed_at"])
    application.submissions.filter(state=Submission.State.CURRENT).update(state=Submission.State.WITHDRAWN)
    record("withdraw", application, by=person, facts={"reason": reason})


def frozen(view: View, *, declared_by: str) -> dict[str, Any]:
    """Return everything that was handed in, as plain values: the document, the answers, the plan, the papers."""
    rows, application = view.rows, view.rows.application
    return {
        "reference": application.reference,
        "acronym": application.acronym,
        "language": application.language,
        "topics": application.topics,
        "agency": application.agency,
        "training": application.round.training,
        "years_later": application.round.years_later,
        "edition_hash": application.round.edition.edition_hash,
        "deadline": application.round.deadline.isoformat(),
        "declared_by": declared_by,
        "document": view.document,
        "answers": [{"question": a.question, "scope": a.scope, "text": a.text} for a in rows.answers if a.text],
        "plan": [
            {
                "heading": row.heading,
                "key": row.key,
                "title": row.title,
                "first_month": row.first_month,
                "last_month": row.last_month,
                "extras": row.extras,
            }
            for row in rows.plan_rows
        ],
        "parts": [
            {
                "id": p.key,
                "state": p.state,
                "oid": p.organisation.oid,
                "pic": p.organisation.pic,
                "latitude": p.organisation.latitude,
                "longitude": p.organisation.longitude,
                "contact": p.contact.name if p.contact else "",
                "legal_representative": p.legal_representative,
                "legal_representative_position": p.legal_representative_position,
            }
            for p in rows.participations
        ],
        "mandates": mandate_states(view),
        "annexes": [{"kind": a.kind, "name": a.name, "size": a.size, "sha256": a.sha256} for a in rows.annexes],
    }


def finding_facts(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain values."""
    return {
        "rule": finding.rule,
        "status": finding.status,
        "message": finding.message.code,
        "where": list(finding.where),
        "source": str(finding.source),
    }


def receipt_of(submission: Submission) -> dict[str, Any]:
    """Return the receipt: made anew from the row each time, the same to the letter."""
    received = submission.received_at
    facts = {
        "receipt": submission.number,
        "application": submission.application.reference,
        "received_at": {
            "utc": received.astimezone(ZoneInfo("UTC")).isoformat(),
            "brussels": received.astimezone(ZoneInfo("Europe/Brussels")).isoformat(),
        },
        "declared_by": submission.declared_by,
        "edition_hash": submission.edition_hash,
        "sha256": submission.sha256,
        "findings": submission.findings,
        "budget": submission.budget,
        "snapshot": json.loads(submission.snapshot),
    }
    return sign_receipt(facts, seed=settings.RECEIPT_SEED)
