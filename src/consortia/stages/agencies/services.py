"""What happens in an agency: people get and leave posts, one proposes, another decides."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consortia.stages.agencies.models import Post, Proposal, Recusal
from consortia.stages.agencies.permissions import may_decide, may_direct, may_handle_files, may_see_files
from consortia.stages.journal.services import record
from consortia.stages.people.models import Person
from consortia.stages.people.services import keep_portal


class NoReasonError(ValueError):
    """A decision that others must answer for needs its reason in words."""


class LastDirectorError(Exception):
    """An agency keeps at least one director: nobody else could give posts."""


class AlreadyProposedError(Exception):
    """The same thing waits for a decision already."""


@transaction.atomic
def appoint(person: Person, agency: str, role: str, *, by: Person | None) -> Post:
    """Give a person a post in an agency; a director does, or whoever runs the installation (by=None)."""
    if by is not None and not (by.is_superuser or may_direct(by, agency)):
        raise PermissionDenied
    post, made = Post.objects.get_or_create(person=person, agency=agency, role=role, ended_at=None)
    if made:
        _tell_portals(person)
        record("appoint", post, by=by, facts={"person": str(person.pk), "agency": agency, "role": role})
    return post


@transaction.atomic
def end_post(post: Post, *, by: Person | None) -> None:
    """End a post: what the person did stays on record, what they see ends now."""
    if by is not None and not (by.is_superuser or may_direct(by, post.agency)):
        raise PermissionDenied
    others = Post.objects.filter(agency=post.agency, role=Post.Role.DIRECTOR, ended_at__isnull=True).exclude(pk=post.pk)
    if by is not None and post.role == Post.Role.DIRECTOR and not others.exists():
        raise LastDirectorError
    post.ended_at = timezone.now()
    post.save(update_fields=["ended_at"])
    _tell_portals(post.person)
    record("end-post", post, by=by)


@transaction.atomic
def propose(
    person: Person, kind: str, subject: str, *, agency: str, reason: str, facts: Mapping[str, object] | None = None
) -> Proposal:
    """Put a decision before a second person; the caller has checked that this kind is the person's to propose."""
    if not may_see_files(person, agency):
        raise PermissionDenied
    if not reason.strip():
        raise NoReasonError(_("Say why: whoever decides reads it, and so may auditors and the applicant."))
    if Proposal.objects.filter(kind=kind, subject=subject, outcome=Proposal.Outcome.OPEN).exists():
        raise AlreadyProposedError
    proposal = Proposal.objects.create(
        agency=agency, kind=kind, subject=subject, reason=reason.strip(), facts=dict(facts or {}), proposed_by=person
    )
    record("propose", proposal, by=person, facts={"kind": kind, "about": subject})
    return proposal


@transaction.atomic
def decide(person: Person, proposal: Proposal, *, approve: bool, words: str = "") -> Proposal:
    """Approve or refuse what somebody else proposed; a refusal says why."""
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if not may_decide(person, proposal):
        raise PermissionDenied
    if not approve and not words.strip():
        raise NoReasonError(_("Say why you refuse: whoever proposed it needs to know what to change."))
    proposal.outcome = Proposal.Outcome.APPROVED if approve else Proposal.Outcome.REFUSED
    _settle(proposal, person, words)
    record("decide", proposal, by=person, facts={"kind": proposal.kind, "outcome": proposal.outcome})
    return proposal


@transaction.atomic
def take_back(person: Person, proposal: Proposal, *, words: str = "") -> Proposal:
    """Take one's own proposal back before it is decided."""
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if proposal.proposed_by_id != person.pk or proposal.outcome != Proposal.Outcome.OPEN:
        raise PermissionDenied
    proposal.outcome = Proposal.Outcome.TAKEN_BACK
    _settle(proposal, person, words)
    record("take-back", proposal, by=person, facts={"kind": proposal.kind})
    return proposal


@transaction.atomic
def recuse(person: Person, agency: str, subject: str, *, reason: str, by: Person) -> Recusal:
    """Record that somebody keeps away from an application, by themselves or by whoever leads the team; for good."""
    if not may_see_files(person, agency) or not (by.pk == person.pk or may_handle_files(by, agency)):
        raise PermissionDenied
    if not reason.strip():
        raise NoReasonError(_("Say why: the minutes need it."))
    recusal, made = Recusal.objects.get_or_create(
        agency=agency, person=person, subject=subject, defaults={"reason": reason.strip(), "recorded_by": by}
    )
    if made:
        record("recuse", recusal, by=by, facts={"person": str(person.pk), "about": subject})
    return recusal


def _settle(proposal: Proposal, person: Person, words: str) -> None:
    proposal.decided_by, proposal.decided_at, proposal.words = person, timezone.now(), words.strip()
    proposal.save(update_fields=["outcome", "decided_by", "decided_at", "words"])


def _tell_portals(person: Person) -> None:
    keep_portal(person, "agency", has_place=Post.objects.filter(person=person, ended_at__isnull=True).exists())
