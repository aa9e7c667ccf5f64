"""Records that people said are one body, read together: the rows stay apart, lists and counts see one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import QuerySet

from consortia.analysis.partners import Consortium
from consortia.stages.organisations.joining import groups_of
from consortia.stages.partnering.models import PartnerProfile, SameBody


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """All records that are linked to others, each with those it is one body with, itself included."""

    groups: Mapping[UUID, frozenset[UUID]]

    def of(self, record: UUID) -> frozenset[UUID]:
        """Return all records of the body that a record stands for."""
        return self.groups.get(record, frozenset({record}))

    def standing(self, first: Iterable[UUID] = ()) -> Mapping[str, str]:
        """Return which record stands for each joined one: the first of those named, else the one with the least id."""
        named = list(first)
        chosen = {
            group: next((each for each in named if each in group), min(group)) for group in set(self.groups.values())
        }
        return {str(record): str(chosen[group]) for record, group in self.groups.items()}


def joined_records() -> Joined:
    """Return all links that people made, followed over as many records as they reach; one query."""
    said = SameBody.objects.filter(state=SameBody.State.SAME)
    return Joined(groups=groups_of(said.values_list("one_id", "other_id")))


def one_a_body(found: QuerySet[PartnerProfile]) -> QuerySet[PartnerProfile]:
    """Keep one profile a body, of those found the one that says most."""
    joined = joined_records()
    if not joined.groups:
        return found
    linked = list(found.filter(organisation_id__in=list(joined.groups)))
    return found.exclude(organisation_id__in=doubles(linked, joined))


def doubles(profiles: Sequence[PartnerProfile], joined: Joined) -> frozenset[UUID]:
    """Return the organisations among these whose profile says less than that of a record they are joined with."""
    best: dict[frozenset[UUID], UUID] = {}
    for each in sorted(profiles, key=lambda profile: (-_said(profile), profile.organisation_id)):
        best.setdefault(joined.of(each.organisation_id), each.organisation_id)
    return frozenset(each.organisation_id for each in profiles) - frozenset(best.values())


def as_one(consortia: Iterable[Consortium], standing: Mapping[str, str]) -> tuple[Consortium, ...]:
    """Return past consortia in which each body stands once, under the record that stands for it."""
    return tuple(
        replace(each, members=tuple(dict.fromkeys(standing.get(member, member) for member in each.members)))
        for each in consortia
    )


def _said(profile: PartnerProfile) -> int:
    """Return how much a profile says: its letters and its codes."""
    codes = (*profile.fields, *profile.priorities, *profile.languages)
    return len(profile.offers) + len(profile.seeks) + len(profile.experience) + len(codes)
