"""The receipt of a submission: what was received and when, what happens next, and the files to keep."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from consortia.core.call import CallDefinition
from consortia.documents.pdf import receipt_pdf
from consortia.documents.proof import canonical_json
from consortia.portals.applicant.acting import sees_submission
from consortia.portals.applicant.planned import frame_context
from consortia.portals.applicant.subjects import a_submission
from consortia.portals.shared.files import file_answer
from consortia.portals.shared.moments import moment_words, place_of, weekday_words
from consortia.portals.shared.page import page
from consortia.stages.applications.models import Submission
from consortia.stages.applications.permissions import may_submit
from consortia.stages.applications.services.papers import call_then, receipt_paper
from consortia.stages.applications.services.submitting import receipt_of, site_fingerprint
from consortia.stages.calls.snapshots import call_of_round

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest

# The worker draws a PDF in seconds; after this the page says that something takes longer than usual.
USUAL_WAIT: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """The moment of receipt on one clock."""

    clock: str
    words: str


@page(
    "receipts/<str:number>/",
    name="receipt",
    title=_("Receipt"),
    rights=sees_submission,
    of=a_submission,
    sees=sees_submission,
)
def receipt(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Confirm what was received."""
    application = submission.application
    now = timezone.now()
    content = json.loads(submission.snapshot)
    call = call_then(content)
    told = {
        "submission": submission,
        "title": content["document"]["title"],
        "grant": Decimal(submission.budget["grant"]),
        "agency": content["agency"]["title"] if content["agency"] else "",
        "moments": _moments(submission, call.call.zone),
        "zone": call.call.zone,
        "open": not application.is_late(now),
        "may_submit": may_submit(request.user, application),
        "later": _later(submission),
        "waits": not submission.document and now - submission.received_at < USUAL_WAIT,
        "key": site_fingerprint(),
        "steps": _steps(submission, call, now=now),
        "file_name": f"{submission.number}.receipt.json",
    }
    return render(
        request, "applicant/receipt.html", frame_context(application, call_of_round(application.round), **told)
    )


@page(
    "receipts/<str:number>/<str:file>",
    name="receipt_file",
    title=_("A file of the receipt"),
    rights=sees_submission,
    of=a_submission,
    sees=sees_submission,
)
def receipt_file(request: HttpRequest, submission: Submission, file: str) -> HttpResponse:  # noqa: ARG001  # a page's signature
    """Give a file to keep: receipt or snapshot as JSON, receipt or application as PDF."""
    make = FILES.get(file)
    if make is None:
        raise Http404
    ending = file.rpartition(".")[2]
    return file_answer(make(submission), name=f"{submission.number}.{file}", shown=ending == "pdf")


def _receipt_json(submission: Submission) -> bytes:
    return canonical_json(receipt_of(submission)).encode()


def _snapshot_json(submission: Submission) -> bytes:
    return submission.snapshot.encode()


def _receipt_pdf(submission: Submission) -> bytes:
    return receipt_pdf(receipt_paper(submission))


def _application_pdf(submission: Submission) -> bytes:
    if not submission.document:
        raise Http404
    with submission.document.open("rb") as file:
        return bytes(file.read())


FILES: Final[Mapping[str, Callable[[Submission], bytes]]] = {
    "receipt.json": _receipt_json,
    "snapshot.json": _snapshot_json,
    "receipt.pdf": _receipt_pdf,
    "application.pdf": _application_pdf,
}


def _moments(submission: Submission, zone: str) -> list[Moment]:
    """Return the moment of receipt on the call's clock, in UTC, and on the reader's where it differs."""
    received = submission.received_at
    here, there = received.astimezone(timezone.get_current_timezone()), received.astimezone(ZoneInfo(zone))
    moments = [_moment(there), _moment(received.astimezone(UTC))]
    if here.utcoffset() != there.utcoffset() and here.utcoffset():
        moments.append(_moment(here))
    return moments


def _moment(moment: datetime) -> Moment:
    words = now_("%(day)s, %(time)s") % {"day": weekday_words(moment), "time": f"{moment:%H:%M:%S}"}
    return Moment(clock=place_of(moment.tzinfo), words=words)


def _later(submission: Submission) -> Submission | None:
    """Return the version that counts where it is not this one."""
    if submission.state == Submission.State.CURRENT:
        return None
    return Submission.objects.filter(application=submission.application_id, state=Submission.State.CURRENT).first()


def _steps(submission: Submission, call: CallDefinition, *, now: datetime) -> list[dict[str, Any]]:
    """Return what happens next and when."""
    application = submission.application
    steps = [
        {
            "title": now_("Everybody who takes part gets a letter"),
            "text": now_("With the number, the moment and the link to this page, within minutes."),
        }
    ]
    if not application.is_late(now):
        again = now_("Until %(deadline)s. The last version counts; the earlier ones stay on record.")
        deadline = moment_words(application.deadline, zone=ZoneInfo(call.call.zone))
        steps.append({"title": now_("Until the deadline you may submit again"), "text": again % {"deadline": deadline}})
    if application.round.training:
        ends = {
            "title": now_("Here the training ends"),
            "text": now_(
                "In a real round the agency would now look at form, deadline and capacity, then experts read it."
            ),
        }
        return [*steps, ends]
    if call.selection is not None:
        steps += [{"title": step.title, "text": step.text} for step in call.selection.steps[:2]]
    return steps
