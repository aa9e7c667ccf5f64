"""Submitting after the deadline because of a technical failure: asked for, proposed by one, decided by another."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from consortia.stages.agencies.models import Proposal
from consortia.stages.agencies.services import NoReasonError, decide, propose, take_back
from consortia.stages.applications.models import Application
from consortia.stages.applications.services.agencies import agency_of
from consortia.stages.applications.services.extending import extend_deadline
from consortia.stages.applications.snapshots import view_of
from consortia.stages.journal.services import record
from consortia.stages.people.models import Person
from consortia.stages.screening.letters import extension_words, write_to_applicants
from consortia.stages.screening.models import EXTENSION, Extension
from consortia.stages.screening.permissions import may_ask_for_extension, may_screen_files


class NoAgencyError(Exception):
    """No agency is settled for the application, so nobody could decide."""


class AskedAlreadyError(Exception):
    """A request for this application is not decided yet."""


class StillOpenError(Exception):
    """The deadline has not passed, or more time was granted already: the application can simply be submitted."""


class UntilPassedError(ValueError):
    """Time that is granted must lie ahead, and after the deadline there is now."""


@transaction.atomic
def ask_for_extension(
    person: Person, application: Application, *, happened_at: datetime, what: str, now: datetime
) -> Extension:
    """Ask to submit late: the coordinator's writers do, or somebody of the agency whom they telephoned."""
    application = (
        Application.objects.select_for_update(of=("self",)).select_related("round__edition").get(pk=application.pk)
    )
    agency = _agency_of(application)
    if not may_ask_for_extension(person, application) and not may_screen_files(person, agency):
        raise PermissionDenied
    if not agency:
        raise NoAgencyError
    if not what.strip():
        raise NoReasonError
    if not application.is_late(now):
        raise StillOpenError
    if Extension.objects.filter(application=application, outcome__in=_UNDECIDED).exists():
        raise AskedAlreadyError
    extension = Extension.objects.create(
        application=application,
        agency=agency,
        happened_at=happened_at,
        what=what.strip(),
        asked_by=person,
        asked_at=now,
    )
    record("ask-for-extension", extension, by=person, facts={"application": application.reference})
    return extension


def _agency_of(application: Application) -> str:
    """Return the agency that would receive a draft: it is stored only once there is one choice, or one was made."""
    if application.agency:
        return application.agency
    found = agency_of(view_of(application))
    return found.code if found else ""


_UNDECIDED = (Extension.Outcome.ASKED, Extension.Outcome.PROPOSED)


@transaction.atomic
def propose_extension(
    person: Person, extension: Extension, *, until: datetime | None, reason: str, words: str, now: datetime
) -> Proposal:
    """Propose to grant more time until a moment, or with none to refuse it; `words` are for the applicant."""
    extension = _held(extension)
    if not may_screen_files(person, extension.agency) or extension.outcome != Extension.Outcome.ASKED:
        raise PermissionDenied
    if until is not None and until <= max(now, extension.application.deadline):
        raise UntilPassedError
    if not words.strip():
        raise NoReasonError
    facts = {
        "reference": extension.application.reference,
        "title": extension.application.title,
        "what": extension.what,
        "until": until.isoformat() if until else "",
        "words": words.strip(),
    }
    proposal = propose(person, EXTENSION, str(extension.pk), agency=extension.agency, reason=reason, facts=facts)
    _settle(extension, Extension.Outcome.PROPOSED)
    return proposal


@transaction.atomic
def decide_extension(person: Person, proposal: Proposal, *, approve: bool, words: str) -> Proposal:
    """Decide what was proposed: then the applicant can submit or is told why not; or the request is looked at anew."""
    extension = _held(Extension(pk=int(proposal.subject)))
    decided = decide(person, proposal, approve=approve, words=words)
    if not approve:
        _settle(extension, Extension.Outcome.ASKED)
        return decided
    until = datetime.fromisoformat(decided.facts["until"]) if decided.facts["until"] else None
    extension.until, extension.words = until, decided.facts["words"]
    _settle(extension, Extension.Outcome.GRANTED if until else Extension.Outcome.REFUSED)
    if until is not None:
        extend_deadline(extension.application, until, by=person)
    told = extension_words(extension)
    write_to_applicants(extension.application, EXTENSION, told, once_key=f"{EXTENSION}:{extension.pk}")
    record("decide-extension", extension, by=person, facts={"outcome": extension.outcome})
    return decided


@transaction.atomic
def take_back_extension(person: Person, proposal: Proposal) -> Proposal:
    """Take one's own proposal back; the request waits again."""
    extension = _held(Extension(pk=int(proposal.subject)))
    settled = take_back(person, proposal)
    _settle(extension, Extension.Outcome.ASKED)
    return settled


def _held(extension: Extension) -> Extension:
    found = Extension.objects.select_for_update(of=("self",)).select_related("application__round__edition")
    return found.get(pk=extension.pk)


def _settle(extension: Extension, outcome: Extension.Outcome) -> None:
    extension.outcome = outcome
    extension.save(update_fields=["outcome", "until", "words"])
