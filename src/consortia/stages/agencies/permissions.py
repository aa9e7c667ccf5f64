"""Who may do what for an agency. Pages and services all ask here."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.models import AnonymousUser

from consortia.stages.agencies.models import Post, Proposal
from consortia.stages.agencies.queries import WORKING
from consortia.stages.one_look import asked_once
from consortia.stages.people.models import Person

Role = Post.Role
APPROVING: Final = frozenset({Role.TEAM_LEAD, Role.DIRECTOR})


def roles_of(person: Person | AnonymousUser, agency: str) -> frozenset[str]:
    """Return what a person is in an agency; one query."""
    if not isinstance(person, Person) or not agency:
        return frozenset()
    posts = Post.objects.filter(person=person, agency=agency, ended_at__isnull=True)
    return asked_once(("roles", person.pk, agency), lambda: frozenset(posts.values_list("role", flat=True)))


def agencies_of_person(person: Person | AnonymousUser) -> tuple[str, ...]:
    """Return the codes of the agencies a person works for, in order."""
    if not isinstance(person, Person):
        return ()
    posts = Post.objects.filter(person=person, ended_at__isnull=True)
    return tuple(posts.order_by("agency").values_list("agency", flat=True).distinct())


def works_for_an_agency(person: Person | AnonymousUser, *_subject: object) -> bool:
    """Whether the person works for any agency at all."""
    return bool(agencies_of_person(person))


def may_see_files(person: Person | AnonymousUser, agency: str) -> bool:
    """Whether the person sees what applicants sent to this agency."""
    return bool(roles_of(person, agency))


def may_handle_files(person: Person | AnonymousUser, agency: str) -> bool:
    """Whether the person does the daily work on files: checks, letters, proposals."""
    return bool(roles_of(person, agency) & WORKING)


def may_lead_team(person: Person | AnonymousUser, agency: str) -> bool:
    """Whether the person leads the team: rounds, deadlines, who does what."""
    return bool(roles_of(person, agency) & APPROVING)


def may_direct(person: Person | AnonymousUser, agency: str) -> bool:
    """Whether the person answers for the agency's decisions."""
    return Role.DIRECTOR in roles_of(person, agency)


def sits_on_committee(person: Person | AnonymousUser, agency: str) -> bool:
    """Whether the person is a member of the evaluation committee."""
    return Role.COMMITTEE in roles_of(person, agency)


def may_decide(person: Person | AnonymousUser, proposal: Proposal) -> bool:
    """Whether the person may decide a proposal: a team lead or director of that agency who did not propose it."""
    return (
        proposal.outcome == Proposal.Outcome.OPEN
        and proposal.proposed_by_id != getattr(person, "pk", None)
        and may_lead_team(person, proposal.agency)
    )
