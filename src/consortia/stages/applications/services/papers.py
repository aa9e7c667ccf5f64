"""Papers that follow a submission, and papers of the current state to discuss offline or to sign."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consortia.core.call import CallDefinition
from consortia.documents import papers as paper
from consortia.documents.dossier import Dossier, DossierState, Fact, blank_form
from consortia.documents.pdf import application_pdf
from consortia.stages.applications.dossier_lines import euros
from consortia.stages.applications.dossier_papers import mandate_paper
from consortia.stages.applications.dossiers import dossier_of
from consortia.stages.applications.handed import handed
from consortia.stages.applications.letters import receipt_words
from consortia.stages.applications.models import Application, Participation, Submission
from consortia.stages.applications.queries import people_taking_part
from consortia.stages.applications.services.mandates import sight_of
from consortia.stages.applications.services.submitting import frozen, site_fingerprint
from consortia.stages.applications.snapshots import View, view_of
from consortia.stages.calls.snapshots import call_of_edition, call_of_round
from consortia.stages.letters.services import write_letter


def draw_submission(submission_id: str) -> None:
    """Draw the PDF of what was received, once."""
    submission = Submission.objects.select_related("application__round__edition").get(pk=submission_id)
    if submission.document:
        return
    document = application_pdf(submitted_dossier(submission))
    submission.document.save(f"{submission.number}.pdf", ContentFile(document), save=False)
    # Only this one column: what was received is never written again.
    submission.save(update_fields=["document"])


def submitted_dossier(submission: Submission) -> Dossier:
    """Return the dossier of what was received, from the snapshot alone."""
    content = json.loads(submission.snapshot)
    return dossier_of(
        handed(content, call_then(content)),
        state=DossierState.SUBMITTED,
        dated=submission.received_at,
        number=submission.number,
        fingerprint=submission.sha256,
    )


def call_then(content: dict[str, Any]) -> CallDefinition:
    """Return the call as it ran for what was received: its edition, with its dates where they had been moved to."""
    return call_of_edition(content["edition_hash"], years_later=content["years_later"])


def current_dossier(application: Application, *, now: datetime, blank: bool = False) -> Dossier:
    """Return the dossier of the application as it stands, or its empty form."""
    content = frozen(view_of(application), declared_by="")
    dossier = dossier_of(handed(content, call_of_round(application.round)), state=DossierState.DRAFT, dated=now)
    return blank_form(dossier) if blank else dossier


def mandate_to_sign(view: View, participation: Participation, *, now: datetime) -> paper.Mandate:
    """Return a partner's mandate as a paper to sign, bound to what stands now."""
    what = handed(frozen(view, declared_by=""), view.rows.call)
    fingerprint = sight_of(view, participation).digests.part
    return mandate_paper(what, view.value.by_id[participation.key], dated=now, fingerprint=fingerprint)


def receipt_paper(submission: Submission) -> paper.Receipt:
    """Return the receipt as one page to print and keep."""
    content = json.loads(submission.snapshot)
    call = call_then(content)
    document, budget = content["document"], submission.budget
    return paper.Receipt(
        number=submission.number,
        version=str(submission.sequence),
        title=document["title"],
        acronym=content["acronym"],
        call_title=call.title,
        received_at=submission.received_at,
        zone=call.call.zone,
        snapshot_hash=submission.sha256,
        edition_hash=submission.edition_hash,
        facts=(
            Fact(label=_("Agency"), value=content["agency"]["title"] if content["agency"] else ""),
            Fact(label=_("Organisations"), value=str(len(document["organisations"]))),
            Fact(label=_("Declaration on honour by"), value=submission.declared_by),
        ),
        totals=(
            Fact(label=_("Sum of the headings"), value=euros(Decimal(budget["requested_total"]))),
            Fact(label=_("Ceiling of the project"), value=euros(Decimal(budget["maximum_grant"]))),
            Fact(label=_("Grant asked for"), value=euros(Decimal(budget["grant"]))),
        ),
        key_fingerprint=site_fingerprint(),
        file_name=f"{submission.number}.receipt.json",
        training=bool(content["training"]),
    )


@transaction.atomic
def write_receipt_letters(submission_id: str) -> None:
    """Tell everybody who takes part what was received, when, and under which number; each person once."""
    submission = Submission.objects.select_related("application__round__edition").get(pk=submission_id)
    grant = euros(Decimal(submission.budget["grant"]))
    words = receipt_words(submission, now=timezone.now(), grant=grant)
    for person in {each.person_id: each.person for each in people_taking_part(submission.application)}.values():
        write_letter(
            "receipt",
            person.email,
            subject=words.subject,
            body=words.body,
            about=str(submission.application_id),
            once_key=f"receipt:{submission.number}:{person.pk}",
        )
