"""Submitting, submitting again, withdrawing: what was received is frozen and proved."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from consortia.core.lifecycle import move
from consortia.core.values import Finding
from consortia.documents.proof import canonical_json, digest_of, fingerprint_of, public_key_of, sign_receipt
from consortia.rulebook.wording import say
from consortia.stages.applications.handed import planned_facts
from consortia.stages.applications.letters import withdrawn_words
from consortia.stages.applications.models import Annex, Application, Participation, Submission
from consortia.stages.applications.permissions import may_submit, standing_of
from consortia.stages.applications.queries import people_taking_part
from consortia.stages.applications.services.agencies import agencies_of_view, agency_of
from consortia.stages.applications.services.mandates import mandate_of, mandate_states
from consortia.stages.applications.snapshots import Rows, View, view_of
from consortia.stages.applications.tasks import draw_papers, tell_consortium
from consortia.stages.journal.services import record
from consortia.stages.letters.services import write_letter
from consortia.stages.people.models import Person
from consortia.stages.prepared import Given, Prepared

_for_update: Final = Prepared(
    lambda: (
        Application.objects.filter(id=Given(Application, "id"))
        .select_for_update(of=("self",))
        .select_related("round__edition")
        .defer("round__edition__content")
    )
)
_of_application_or_request: Final = Prepared(
    lambda: Submission.objects.filter(
        Q(application=Given(Submission, "application")) | Q(request_id=Given(Submission, "request_id"))
    ).defer("snapshot", "findings", "budget")
)


class NotReadyError(Exception):
    """The application cannot be submitted as it stands; `view` says what stands in the way."""

    def __init__(self, view: View) -> None:
        super().__init__(", ".join(finding.rule for finding in view.blocking) or "open points")
        self.view = view


class DeadlinePassedError(Exception):
    """The deadline was before the moment the request arrived."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPoint:
    """What no rule of the call speaks of and must still be settled before anything can be handed in.

    `agency`: the coordinator's country has several and none is chosen. `invitation`: an organisation was asked and has
    not answered; nobody is handed in without having agreed.
    """

    code: Literal["agency", "invitation"]
    participation: Participation | None = None


class StaleRequestError(Exception):
    """The number of this request belongs to another application: its page was not made by us for this one."""


@transaction.atomic
def submit_application(
    person: Person, application: Application, *, request_id: str, declared_by: str, arrived_at: datetime
) -> Submission:
    """Freeze the application as it stands at this moment and acknowledge it.

    `request_id` is made when the page with the button is shown: a click sent twice is one submission, one receipt.
    What was received before and still counts keeps its receipt when it is sent again unchanged.
    `arrived_at` is the server's clock when the request came in, so that a queue in front of the database costs nobody
    the deadline.
    """
    application = _held(application)
    earlier = _earlier(application, request_id)
    # A second click has waited for the lock while the first one was stored.
    known = next((each for each in earlier if each.request_id == request_id), None)
    if known is not None:
        return _repeated(known, application)
    if not may_submit(person, application):
        raise PermissionDenied
    if application.is_late(arrived_at):
        raise DeadlinePassedError
    view = view_of(application, submitted_at=arrived_at)
    if view.blocking or open_points(view):
        raise NotReadyError(view)
    agency = agency_of(view)
    application.agency = agency.code if agency else ""
    return _store(person, view, earlier, request_id=request_id, declared_by=declared_by, arrived_at=arrived_at)


def open_points(view: View) -> tuple[OpenPoint, ...]:
    """Return what must be settled beside the rules and the form."""
    asked = [p for p in view.rows.participations if p.state != Participation.State.ACCEPTED]
    points = [OpenPoint(code="invitation", participation=each) for each in asked]
    if agency_of(view) is None and agencies_of_view(view):
        points.append(OpenPoint(code="agency"))
    return tuple(points)


@transaction.atomic
def withdraw_application(person: Person, application: Application, *, reason: str = "") -> None:
    """Take the application back; what was received stays on record and no longer counts."""
    application = _held(application)
    if not may_submit(person, application):
        raise PermissionDenied
    application.state = move(application.state, "withdraw")
    application.save(update_fields=["state", "changed_at"])
    counting = application.submissions.filter(state=Submission.State.CURRENT).first()
    if counting is not None:
        counting.state = Submission.State.WITHDRAWN
        counting.save(update_fields=["state"])
    record("withdraw", application, by=person, facts={"reason": reason})
    words = withdrawn_words(application, person, reason=reason, number=counting.number if counting else "")
    for address in sorted({each.person.email for each in people_taking_part(application)}):
        write_letter("withdrawn", address, subject=words.subject, body=words.body, about=str(application.pk))


@transaction.atomic
def resume_application(person: Person, application: Application, *, now: datetime) -> None:
    """Take a withdrawn application up again as a draft, until the deadline."""
    application = _held(application)
    if not may_resume(person, application):
        raise PermissionDenied
    if application.is_late(now):
        raise DeadlinePassedError
    application.state = move(application.state, "resume")
    application.save(update_fields=["state", "changed_at"])
    record("resume", application, by=person)


def may_resume(person: Person | AnonymousUser, application: Application) -> bool:
    """Whether the person may take a withdrawn application up again: the coordinator's writers."""
    return application.state == Application.State.WITHDRAWN and standing_of(person, application).leads


def _held(application: Application) -> Application:
    """Hold the application alone: its round is shared by everybody who submits in the last minute."""
    return _for_update(id=application.pk)[0]


def _earlier(application: Application, request_id: str) -> list[Submission]:
    """Return what was submitted before for this application, and whatever was stored under this request."""
    return _of_application_or_request(application=application.pk, request_id=request_id)


def _repeated(known: Submission, application: Application) -> Submission:
    if known.application_id != application.pk:
        raise StaleRequestError
    return known


def _store(
    person: Person,
    view: View,
    earlier: list[Submission],
    *,
    request_id: str,
    declared_by: str,
    arrived_at: datetime,
) -> Submission:
    application = view.rows.application
    snapshot = canonical_json(frozen(view, declared_by=declared_by))
    counting = next((each for each in earlier if each.state == Submission.State.CURRENT), None)
    if counting is not None and _timeless(counting.snapshot) == _timeless(snapshot):
        return counting
    sequence = len(earlier) + 1
    if counting is not None:
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
    application.save(update_fields=["state", "agency", "changed_at"])
    record("submit", application, by=person, facts={"receipt": submission.number, "sha256": submission.sha256})
    draw_papers.enqueue(str(submission.pk))
    tell_consortium.enqueue(str(submission.pk))
    return submission


def _timeless(snapshot: str) -> dict[str, Any]:
    """Return a snapshot without the moment it was received: what was handed in, whenever that was."""
    content: dict[str, Any] = json.loads(snapshot)
    return {**content, "document": {**content["document"], "submitted_at": None}}


def frozen(view: View, *, declared_by: str) -> dict[str, Any]:
    """Return everything that was handed in, as plain values: the document, the answers, the plan, the papers.

    Nothing in it is looked up again later, so what an organisation or an agency is called then does not matter now.
    """
    rows, application = view.rows, view.rows.application
    agency = agency_of(view)
    return {
        "reference": application.reference,
        "acronym": application.acronym,
        "language": application.language,
        "topics": application.topics,
        "agency": {"code": agency.code, "title": agency.title} if agency else None,
        "training": application.round.training,
        "years_later": application.round.years_later,
        "edition_hash": application.round.edition.edition_hash,
        "deadline": application.deadline.isoformat(),
        "declared_by": declared_by,
        "document": view.document,
        "answers": [{"question": a.question, "scope": a.scope, "text": a.text} for a in rows.answers if a.text],
        "plan": planned_facts(view),
        "parts": [_part_facts(participation) for participation in rows.participations],
        "mandates": _mandate_facts(view),
        "annexes": [_annex_facts(annex, rows) for annex in rows.annexes],
    }


def _part_facts(participation: Participation) -> dict[str, Any]:
    organisation = participation.organisation
    return {
        "id": participation.key,
        "state": str(participation.state),
        "oid": organisation.oid,
        "pic": organisation.pic,
        "latitude": organisation.latitude,
        "longitude": organisation.longitude,
        "contact": participation.contact.name if participation.contact else "",
        "contact_email": participation.contact.email if participation.contact else "",
        "legal_representative": participation.legal_representative,
        "legal_representative_position": participation.legal_representative_position,
    }


def _mandate_facts(view: View) -> list[dict[str, Any]]:
    states = mandate_states(view)
    facts = []
    for participation in view.rows.participations:
        if participation.key in states:
            mandate = mandate_of(participation)
            facts.append(
                {
                    "organisation": participation.key,
                    "state": states[participation.key],
                    "signatory": mandate.signatory if mandate else "",
                    "given_at": mandate.given_at.astimezone(UTC).isoformat() if mandate else None,
                }
            )
    return facts


def _annex_facts(annex: Annex, rows: Rows) -> dict[str, Any]:
    scope = next((p.key for p in rows.participations if p.pk == annex.participation_id), "")
    facts = {"kind": annex.kind, "organisation": scope, "name": annex.name, "size": annex.size}
    return {**facts, "sha256": annex.sha256}


def finding_facts(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain values."""
    return {
        "rule": finding.rule,
        "status": finding.status,
        "message": finding.message.code,
        "text": say(finding.message),
        "where": list(finding.where),
        "source": str(finding.source),
    }


def site_fingerprint() -> str:
    """Return the short name of the key that this site signs receipts with."""
    return fingerprint_of(public_key_of(settings.RECEIPT_SEED))


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
