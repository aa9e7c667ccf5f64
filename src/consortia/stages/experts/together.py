"""Employers of experts and bodies of a round that were partners in projects funded before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from django.db.models import Q

from consortia.analysis.conflicts import Candidate, Together
from consortia.stages.organisations.queries import plain
from consortia.stages.partnering.joined import Joined
from consortia.stages.past_projects.models import PastParticipation

# A name as it is compared, and its country: lists of past projects know bodies by no more.
Called: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Member:
    """A body in a past project: registered here, or known by its name only."""

    body: str
    called: Called


def projects_together(
    candidates: Sequence[Candidate], names: Mapping[Called, str], joined: Joined
) -> dict[str, dict[str, Together]]:
    """Return, by expert, the bodies of the round that the employer was in a project with, the latest project of each.

    `names` says which body of the round a name is; one query.
    """
    employed = [(each.id, _member(each)) for each in candidates if each.employer is not None]
    projects, members = _projects_of({member for _id, member in employed}, names, joined)
    at: dict[str | Called, set[str]] = defaultdict(set)
    for identifier, found in members.items():
        for member in found:
            at[member.called].add(identifier)
            if member.body:
                at[member.body].add(identifier)
    return {
        expert: dict(_partners(own, at[own.called] | (at[own.body] if own.body else set()), projects, members))
        for expert, own in employed
    }


def _partners(
    own: _Member, shared: set[str], projects: Mapping[str, Together], members: Mapping[str, set[_Member]]
) -> Iterator[tuple[str, Together]]:
    """Yield the other bodies of these projects, so that the latest comes last."""
    for project in sorted((projects[each] for each in shared), key=lambda each: (each.year or 0, each.project)):
        for member in members[project.project]:
            if member.body and member.body != own.body and member.called != own.called:
                yield member.body, project


def _projects_of(
    employers: set[_Member], names: Mapping[Called, str], joined: Joined
) -> tuple[dict[str, Together], dict[str, set[_Member]]]:
    rows = (
        PastParticipation.objects.filter(_about(employers, joined))
        .order_by("project")
        .values_list(
            "project__identifier",
            "project__title",
            "project__year",
            "organisation__organisation",
            "organisation__plain_name",
            "organisation__country",
        )
        .distinct()
    )
    projects: dict[str, Together] = {}
    members: dict[str, set[_Member]] = defaultdict(set)
    for identifier, title, year, record, name, country in rows:
        body = str(min(joined.of(record), key=str)) if record else names.get((name, country), "")
        projects[identifier] = Together(project=identifier, title=title, year=year)
        members[identifier].add(_Member(body, (name, country)))
    return projects, members


def _about(employers: set[_Member], joined: Joined) -> Q:
    """Projects in which one of the employers took part, by any of its records or by its name."""
    bodies = {each.body for each in employers if each.body}
    records = {str(one) for group in joined.groups.values() if bodies & {str(each) for each in group} for one in group}
    called = sorted({each.called[0] for each in employers})
    return Q(project__participations__organisation__organisation__in=sorted(bodies | records)) | Q(
        project__participations__organisation__plain_name__in=called
    )


def _member(candidate: Candidate) -> _Member:
    employer = candidate.employer
    assert employer is not None  # noqa: S101  # the caller kept only those who have one
    return _Member(employer.id, (plain(employer.name), employer.country))
