"""Names of past projects that people said are one body, read together: the names stay apart, counts see one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from consortia.stages.organisations.joining import groups_of
from consortia.stages.past_projects.models import PastOrganisation, SameName


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinedNames:
    """All names that are joined with others, each with those it is one body with, itself included.

    `linked` has the registered organisation of each joined name of whose group one name is linked.
    """

    groups: Mapping[int, frozenset[int]]
    linked: Mapping[int, UUID]

    def of(self, name: int) -> frozenset[int]:
        """Return all names of the body that a name stands for."""
        return self.groups.get(name, frozenset({name}))

    def standing(self, name: int) -> int:
        """Return the name that stands for all it is joined with: the one that came first."""
        return min(self.of(name))


def joined_names() -> JoinedNames:
    """Return all that people joined; one query, and another where there is something."""
    said = SameName.objects.filter(state=SameName.State.SAME)
    groups = groups_of(said.values_list("one_id", "other_id"))
    if not groups:
        return JoinedNames(groups={}, linked={})
    own = PastOrganisation.objects.filter(pk__in=list(groups), organisation__isnull=False).order_by("pk")
    linked: dict[int, UUID] = {}
    for name, organisation in own.values_list("pk", "organisation_id"):
        for each in groups[name]:
            linked.setdefault(each, organisation)
    return JoinedNames(groups=groups, linked=linked)


def names_of_body(name: PastOrganisation, joined: JoinedNames) -> frozenset[int]:
    """Return all names under which the body of this one took part: joined by people, or linked to one organisation."""
    organisation = joined.linked.get(name.pk, name.organisation_id)
    found = set(joined.of(name.pk))
    if organisation is not None:
        for each in PastOrganisation.objects.filter(organisation=organisation).values_list("pk", flat=True):
            found |= joined.of(each)
    return frozenset(found)
