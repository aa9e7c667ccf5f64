"""Ineligible: one person proposes with reasons, another decides, and the applicant gets a letter with appeal terms."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from consortia.core.errors import IllegalMoveError
from consortia.core.lifecycle import may_move_file
from consortia.stages.agencies.models import Proposal
from consortia.stages.agencies.services import NoReasonError, decide, propose, take_back
from consortia.stages.people.models import Person
from consortia.stages.screening.letters import refusal_words, write_to_applicants
from consortia.stages.screening.models import INELIGIBLE, File
from consortia.stages.screening.permissions import may_screen_file
from consortia.stages.screening.points import not_holding
from consortia.stages.screening.services.checking import points_to_check
from consortia.stages.screening.services.moving import held, moved


class NothingFailsError(Exception):
    """No point of the check was found not to hold, so there is no ground to refuse on."""


@transaction.atomic
def propose_ineligible(person: Person, file: File, *, reason: str, appeal: str) -> Proposal:
    """Propose that an application is ineligible, on the points that an officer found not to hold."""
    file = held(file)
    if not may_screen_file(person, file):
        raise PermissionDenied
    if not may_move_file(file.state, "propose-refusal"):
        raise IllegalMoveError(file.state, "propose-refusal")
    if not reason.strip() or not appeal.strip():
        raise NoReasonError
    failing = not_holding(points_to_check(file))
    if not failing:
        raise NothingFailsError
    points = [
        {"code": each.code, "title": each.title, "source": str(each.source), "words": each.answer.words}
        for each in failing
        if each.answer is not None
    ]
    facts = {
        "reference": file.reference,
        "title": file.title,
        "receipt": file.submission.number,
        "points": points,
        "appeal": appeal.strip(),
    }
    proposal = propose(person, INELIGIBLE, str(file.pk), agency=file.agency, reason=reason, facts=facts)
    moved(file, "propose-refusal", by=person, facts={"proposal": proposal.pk})
    return proposal


@transaction.atomic
def decide_ineligible(person: Person, proposal: Proposal, *, approve: bool, words: str) -> Proposal:
    """Decide it: the file becomes ineligible and the applicant is told, or it goes back to be checked."""
    file = held(File(pk=int(proposal.subject)))
    decided = decide(person, proposal, approve=approve, words=words)
    if not _is_about_this_version(file, decided):
        # The applicant replaced or withdrew it meanwhile: the decision stands on record and moves nothing.
        return decided
    moved(file, "refuse" if approve else "send-back", by=person, facts={"proposal": decided.pk})
    if approve:
        reasons = "\n".join(
            [f"{at}. {each['title']}: {each['words']}" for at, each in enumerate(decided.facts["points"], start=1)]
            + ["", decided.reason]
        )
        told = refusal_words(file, reasons=reasons, appeal=decided.facts["appeal"])
        write_to_applicants(file.application, INELIGIBLE, told, once_key=f"{INELIGIBLE}:{decided.pk}")
    return decided


@transaction.atomic
def take_back_ineligible(person: Person, proposal: Proposal) -> Proposal:
    """Take one's own proposal back; the check goes on."""
    file = held(File(pk=int(proposal.subject)))
    settled = take_back(person, proposal)
    if _is_about_this_version(file, settled):
        moved(file, "take-back", by=person, facts={"proposal": settled.pk})
    return settled


def _is_about_this_version(file: File, proposal: Proposal) -> bool:
    return file.state == File.State.REFUSAL_PROPOSED and file.submission.number == proposal.facts["receipt"]


def last_appeal_terms(agency: str) -> str:
    """Return the appeal terms this agency wrote last, so that they need not be typed anew."""
    last = Proposal.objects.filter(agency=agency, kind=INELIGIBLE).order_by("-id").first()
    return str(last.facts["appeal"]) if last else ""
