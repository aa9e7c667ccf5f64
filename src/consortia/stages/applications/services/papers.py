"""Papers that follow a submission, and papers of the current state to discuss offline."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from consortia.core.call import CallDefinition
from consortia.documents.dossier import Dossier, DossierState, blank_form
from consortia.documents.pdf import application_pdf
from consortia.stages.applications.dossiers import dossier_of, handed
from consortia.stages.applications.models import Application, Participation, Submission
from consortia.stages.applications.services.submitting import frozen
from consortia.stages.applications.snapshots import view_of
from consortia.stages.calls.snapshots import call_of_edition, call_of_round
from consortia.stages.letters.services import write_letter
from consortia.stages.organisations.models import Membership


def draw_submission(submission_id: str) -> None:
    """Draw the PDF of what was received, once."""
    submission = Submission.objects.select_related("application__round__edition").get(pk=submission_id)
    if submission.document:
        return
    document = application_pdf(submitted_dossier(submission))
    submission.document.save(f"{submission.number}.pdf", ContentFile(document), save=True)


def submitted_dossier(submission: Submission) -> Dossier:
    """Return the dossier of what was received, from the snapshot alone."""
    content = json.loads(submission.snapshot)
    return dossier_of(
        handed(content, _call_then(content)),
        state=DossierState.SUBMITTED,
        dated=submission.received_at,
        number=submission.number,
        fingerprint=submission.sha256,
    )


def _call_then(content: dict[str, Any]) -> CallDefinition:
    return call_of_edition(content["edition_hash"]).years_later(content["years_later"])


def current_dossier(application: Application, *, now: datetime, blank: bool = False) -> Dossier:
    """Return the dossier of the application as it stands, or its empty form."""
    view = view_of(application)
    content = frozen(view, declared_by="")
    dossier = dossier_of(handed(content, call_of_round(application.round)), state=DossierState.DRAFT, dated=now)
    return blank_form(dossier) if blank else dossier


def write_receipt_letters(submission_id: str) -> None:
    """Tell everybody who takes part what was received, when, and under which number."""
    submission = Submission.objects.select_related("application__round__edition").get(pk=submission_id)
    members = Membership.objects.filter(
        organisation__participations__application=submission.application,
        organisation__participations__state=Participation.State.ACCEPTED,
        admitted_at__isnull=False,
    ).select_related("person")
    for member in members:
        write_letter(
            "receipt",
            member.person.email,
            subject=_("Received: “%(title)s”, receipt %(number)s")
            % {"title": submission.application.title, "number": submission.number},
            body=_(
                "The application “%(title)s” was received on %(utc)s (UTC).\n\n"
                "Receipt number: %(number)s\nSHA-256 of what was received: %(sha256)s\n\n"
                "Until the deadline it can be submitted again; the last version counts."
            )
            % {
                "title": submission.application.title,
                "utc": f"{submission.received_at:%d.%m.%Y %H:%M:%S}",
                "number": submission.number,
                "sha256": submission.sha256,
            },
            about=str(submission.application_id),
            once_key=f"receipt:{submission.number}:{member.person_id}",
        )
