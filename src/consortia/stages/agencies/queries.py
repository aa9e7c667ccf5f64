"""What is read about agencies: their people, and what waits for a decision."""

from __future__ import annotations

from typing import Final

from django.db.models import QuerySet

from consortia.stages.agencies.models import Post, Proposal, Recusal
from consortia.stages.one_look import asked_once
from consortia.stages.people.models import Person

# Who does the daily work on files; permissions and lists ask for the same.
WORKING: Final = frozenset({Post.Role.OFFICER, Post.Role.TEAM_LEAD})


def people_of(agency: str) -> QuerySet[Post]:
    """Return the posts held in an agency now, with their people."""
    return Post.objects.filter(agency=agency, ended_at__isnull=True).select_related("person")


def open_proposals(agency: str) -> QuerySet[Proposal]:
    """Return what waits for a decision in an agency, oldest first."""
    waiting = Proposal.objects.filter(agency=agency, outcome=Proposal.Outcome.OPEN)
    return waiting.select_related("proposed_by").order_by("id")


def settled_proposals(agency: str) -> QuerySet[Proposal]:
    """Return what was decided or taken back in an agency, the latest first."""
    settled = Proposal.objects.filter(agency=agency).exclude(outcome=Proposal.Outcome.OPEN)
    return settled.select_related("proposed_by", "decided_by").order_by("-decided_at", "-id")


def proposals_about(kind: str, subject: str) -> QuerySet[Proposal]:
    """Return all that was proposed about one thing, newest first."""
    return Proposal.objects.filter(kind=kind, subject=subject).select_related("proposed_by", "decided_by")


def working_for(agency: str) -> QuerySet[Person]:
    """Return everybody who does the daily work on files of an agency, by name."""
    posts = Post.objects.filter(agency=agency, ended_at__isnull=True, role__in=WORKING)
    return Person.objects.filter(pk__in=posts.values("person")).order_by("name", "id")


def recused_from(person: object, agency: str) -> frozenset[str]:
    """Return the ids of the applications that a person keeps away from; one query."""
    if not isinstance(person, Person):
        return frozenset()
    recusals = Recusal.objects.filter(person=person, agency=agency)
    return asked_once(("recusals", person.pk, agency), lambda: frozenset(recusals.values_list("subject", flat=True)))


def recusals_in(agency: str) -> QuerySet[Recusal]:
    """Return who keeps away from which application in an agency."""
    return Recusal.objects.filter(agency=agency).select_related("person", "recorded_by")
