"""Who can propose or approve the lists now, and what keeps the selection from going on where nobody can."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, TypeAlias
from uuid import UUID

from consortia.core.lifecycle.selection import may_move_selection
from consortia.stages.agencies.models import Post, Proposal, Recusal
from consortia.stages.agencies.queries import people_of
from consortia.stages.applications.models import Application, Participation
from consortia.stages.applications.queries import PRESENT
from consortia.stages.experts.models import DeclaredConflict
from consortia.stages.organisations.models import Membership
from consortia.stages.people.models import Person
from consortia.stages.selection.models import Selection, Session
from consortia.stages.selection.queries import drafters_of

Act: TypeAlias = Literal["propose", "approve"]
# What stands in the way: nobody holds the post; each holder keeps away or had a part; nobody free sat in a session.
Obstacle: TypeAlias = Literal["nobody-appointed", "nobody-free", "nobody-sat"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What is done next with the lists, who can do it, and why nobody can where that is so."""

    act: Act
    people: tuple[Person, ...]
    obstacle: Obstacle | None


def turn_of(selection: Selection, proposal: Proposal | None) -> Turn | None:
    """Return whose turn it is while lists are proposed or approved; None where it is neither; seven queries."""
    if may_move_selection(selection.state, "propose"):
        holders = _holders(selection.agency, Post.Role.COMMITTEE)
        free = _free(holders, selection)
        sat = set(Session.present.through.objects.filter(session__selection=selection).values_list("person", flat=True))
        able = tuple(each for each in free if each.pk in sat)
        return Turn(act="propose", people=able, obstacle=_obstacle(holders, free, able))
    if may_move_selection(selection.state, "approve"):
        holders = _holders(selection.agency, Post.Role.DIRECTOR)
        had_a_part = {*drafters_of(selection), proposal.proposed_by_id if proposal else None}
        free = tuple(each for each in _free(holders, selection) if each.pk not in had_a_part)
        return Turn(act="approve", people=free, obstacle=_obstacle(holders, free, free))
    return None


def keeping_away(people: Collection[UUID], selection: Selection) -> frozenset[UUID]:
    """Return which of these people keep away from any application of the selection; three queries.

    For one person queries.kept_from says from which; both look at the same three things.
    """
    applications = Application.objects.filter(agency=selection.agency, round=selection.round_id)
    recusals = Recusal.objects.filter(agency=selection.agency, person__in=people)
    known = {str(each) for each in applications.values_list("pk", flat=True)} if recusals else set()
    own = Membership.objects.filter(
        person__in=people,
        admitted_at__isnull=False,
        organisation__in=Participation.objects.filter(state__in=PRESENT, application__in=applications).values(
            "organisation"
        ),
    )
    declared = DeclaredConflict.objects.filter(expert__person__in=people, application__in=applications)
    return frozenset(
        {
            *(each.person_id for each in recusals if each.subject in known),
            *own.values_list("person", flat=True),
            *declared.values_list("expert__person", flat=True),
        }
    )


def _holders(agency: str, role: str) -> tuple[Person, ...]:
    return tuple(each.person for each in people_of(agency).filter(role=role).order_by("person__name", "person__id"))


def _free(holders: Collection[Person], selection: Selection) -> tuple[Person, ...]:
    away = keeping_away([each.pk for each in holders], selection)
    return tuple(each for each in holders if each.pk not in away)


def _obstacle(holders: Collection[Person], free: Collection[Person], able: Collection[Person]) -> Obstacle | None:
    if able:
        return None
    return "nobody-sat" if free else "nobody-free" if holders else "nobody-appointed"
