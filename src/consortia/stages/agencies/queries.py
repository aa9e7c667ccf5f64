"""What is read about agencies: their people, and what waits for a decision."""

from __future__ import annotations

from django.db.models import QuerySet

from consortia.stages.agencies.models import Post, Proposal


def people_of(agency: str) -> QuerySet[Post]:
    """Return the posts held in an agency now, with their people."""
    return Post.objects.filter(agency=agency, ended_at__isnull=True).select_related("person")


def open_proposals(agency: str) -> QuerySet[Proposal]:
    """Return what waits for a decision in an agency, oldest first."""
    waiting = Proposal.objects.filter(agency=agency, outcome=Proposal.Outcome.OPEN)
    return waiting.select_related("proposed_by").order_by("id")


def proposals_about(kind: str, subject: str) -> QuerySet[Proposal]:
    """Return all that was proposed about one thing, newest first."""
    return Proposal.objects.filter(kind=kind, subject=subject).select_related("proposed_by", "decided_by")
