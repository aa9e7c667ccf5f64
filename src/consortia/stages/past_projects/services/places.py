"""The places in the consortia of past projects: who stands where, as the rows of lists tell."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from consortia.stages.organisations.queries import plain
from consortia.stages.past_projects.models import PastOrganisation, PastParticipation, PastProject, SourceRow
from consortia.stages.past_projects.reading import ReadParticipation, ReadRow

Place: TypeAlias = tuple[str, int]
FACTS: Final = ("name", "kind", "country", "region", "town", "address", "website")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a row told of a consortium: which places, whether one is new, what is otherwise than before."""

    numbers: tuple[int, ...]
    has_new: bool
    before: Mapping[str, Any]


class Places:
    """The places of some projects, changed in memory and written at once."""

    def __init__(self, projects: Collection[PastProject], rows: Iterable[ReadRow]) -> None:
        known = {each.pk: each.identifier for each in projects if each.pk}
        there = PastParticipation.objects.filter(project__in=known)
        self._there = {(known[each.project_id], each.number): each for each in there}
        self._organisations = organisations_named([part for row in rows for part in row.participations])
        self._new: dict[Place, PastParticipation] = {}
        self._changed: dict[Place, PastParticipation] = {}
        self._gone: dict[Place, PastParticipation] = {}

    def take(self, project: PastProject, row: ReadRow, source: SourceRow | None) -> Taken:
        """Take over who stands where; a place that the same row told of before and tells of no more is gone."""
        before: dict[str, Any] = {}
        numbers: list[int] = []
        has_new = False
        for part in row.participations:
            number = self._number(project, part)
            numbers.append(number)
            place = (project.identifier, number)
            standing = self._there.get(place)
            if standing is None:
                has_new = True
                self._add(project, part, number)
            elif otherwise := self._change(place, standing, part):
                before[_called(number)] = otherwise
        for number in set(source.places if source else ()) - set(numbers):
            place = (project.identifier, number)
            if gone := self._there.pop(place, None):
                self._new.pop(place, None)
                self._gone[place] = gone
                before[_called(number)] = _facts(gone)
        return Taken(numbers=tuple(numbers), has_new=has_new, before=before)

    def write(self) -> None:
        """Write everything; what changes is written one by one, since lists mostly add."""
        gone = [each.pk for each in self._gone.values() if each.pk]
        if gone:
            PastParticipation.objects.filter(pk__in=gone).delete()
        PastParticipation.objects.bulk_create(self._new.values())
        for place, each in self._changed.items():
            if place not in self._new and place not in self._gone:
                each.save(update_fields=["organisation", *FACTS])

    def _number(self, project: PastProject, part: ReadParticipation) -> int:
        """Return the place; a partner whom a list gives no number keeps its own, or gets the next that is free."""
        if part.role == "coordinator" or part.number:
            return part.number
        own = {number: each for (key, number), each in self._there.items() if key == project.identifier and number}
        same = [number for number, each in own.items() if each.name.casefold() == part.name.casefold()]
        return same[0] if same else max(own, default=0) + 1

    def _add(self, project: PastProject, part: ReadParticipation, number: int) -> None:
        place = (project.identifier, number)
        facts = {name: getattr(part, name) for name in FACTS}
        organisation = self._organisations[digest_of(part.name, part.country)]
        made = PastParticipation(project=project, number=number, role=part.role, organisation=organisation, **facts)
        self._there[place] = self._new[place] = made

    def _change(self, place: Place, standing: PastParticipation, part: ReadParticipation) -> dict[str, str]:
        """Change what the list says otherwise; return what stood there before."""
        told = {name: getattr(part, name) for name in FACTS if getattr(part, name)}
        otherwise = {name: getattr(standing, name) for name, value in told.items() if getattr(standing, name) != value}
        if otherwise:
            for name in otherwise:
                setattr(standing, name, told[name])
            digest = digest_of(standing.name, standing.country)
            standing.organisation = self._organisations.get(digest) or _organisation(standing.name, standing.country)
            self._changed[place] = standing
        return otherwise


def organisations_named(parts: Sequence[ReadParticipation]) -> dict[str, PastOrganisation]:
    """Return one organisation for each name in a country, made where there is none yet; by digest."""
    wanted = {digest_of(part.name, part.country): part for part in reversed(parts)}
    there = {each.digest: each for each in PastOrganisation.objects.filter(digest__in=wanted)}
    missing = [
        PastOrganisation(name=part.name, plain_name=plain(part.name), country=part.country, digest=digest)
        for digest, part in sorted(wanted.items())
        if digest not in there
    ]
    PastOrganisation.objects.bulk_create(missing)
    return there | {each.digest: each for each in missing}


def digest_of(name: str, country: str) -> str:
    """Return what two spellings of one name in one country share: accents, case and punctuation do not count."""
    return hashlib.sha256(f"{plain(name) or name}|{country}".encode()).hexdigest()


def _organisation(name: str, country: str) -> PastOrganisation:
    (found,) = organisations_named([ReadParticipation(role="partner", number=0, name=name, country=country)]).values()
    return found


def _facts(part: PastParticipation) -> dict[str, str]:
    return {"role": part.role} | {name: getattr(part, name) for name in FACTS if getattr(part, name)}


def _called(number: int) -> str:
    return f"partner {number}" if number else "coordinator"
