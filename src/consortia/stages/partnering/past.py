"""What past projects tell to those who look for partners: the one door through which it comes in.

A body is an organisation of the site where somebody linked the past name to it, else the past name itself. Its id is
the organisation's, or the number of the past name behind a mark that no organisation has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from consortia.analysis.partners import Consortium
from consortia.stages.organisations.models import Organisation
from consortia.stages.partnering.joined import Joined, as_one, joined_records
from consortia.stages.past_projects.joined import JoinedNames, joined_names
from consortia.stages.past_projects.models import PastOrganisation, PastParticipation, PastProject

PAST_NAME: Final = "past-"
# A picture of more projects shows nothing; the latest are taken.
MOST_PROJECTS: Final = 2400


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Which part of the past is looked at; what is empty sets no condition."""

    around: str = ""
    field: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PastBody:
    """A body of the past as pictures and tables name it; `past_name` is the number of its page among past projects.

    `address` is what lists tell where they name no town.
    """

    id: str
    name: str
    country: str
    town: str
    address: str
    past_name: int
    organisation: Organisation | None


def past_consortia() -> tuple[Consortium, ...]:
    """Return the past projects in which organisations of the site took part, in the order of time; members are ids."""
    names = joined_names()
    return _consortia(_linked(names), names)


def organisations_with_a_past() -> frozenset[str]:
    """Return the ids of the organisations of the site that took part in a past project."""
    names = joined_names()
    own = PastOrganisation.objects.filter(organisation__isnull=False, participations__isnull=False)
    direct = {str(each) for each in own.values_list("organisation_id", flat=True).distinct()}
    return frozenset(direct | {str(each) for each in names.linked.values()})


def past_section(about: Section) -> tuple[Consortium, ...]:
    """Return the latest projects of a section of the past, with all who took part, each body once."""
    joined, names = joined_records(), joined_names()
    projects = PastProject.objects.filter(described=True)
    if about.field:
        projects = projects.filter(field=about.field)
    if about.year is not None:
        projects = projects.filter(year=about.year)
    if about.around:
        projects = projects.filter(pk__in=_own(about.around, joined, names).values("project"))
    latest = list(projects.order_by("-year", "-id").values_list("pk", flat=True)[:MOST_PROJECTS])
    return as_one(_consortia(PastParticipation.objects.filter(project_id__in=latest), names), _standing(joined))


def standing_for(around: str) -> str:
    """Return the body under which the projects of this one are told: another where records are joined."""
    if not around:
        return around
    if around.startswith(PAST_NAME):
        number, names = int(around.removeprefix(PAST_NAME)), joined_names()
        around = _id_of(number, None, names)
        if around.startswith(PAST_NAME):
            return around
    return _standing(joined_records()).get(around, around)


def past_years() -> tuple[int, ...]:
    """Return the years in which past projects began, the latest first."""
    years = PastProject.objects.filter(described=True).order_by("-year").values_list("year", flat=True).distinct()
    return tuple(year for year in years if year is not None)


def past_bodies(ids: Iterable[str]) -> Mapping[str, PastBody]:
    """Return the bodies behind ids, with the town and the address that were typed last."""
    wanted = list(ids)
    numbers = [int(each.removeprefix(PAST_NAME)) for each in wanted if each.startswith(PAST_NAME)]
    linked = [UUID(each) for each in wanted if not each.startswith(PAST_NAME)]
    names = PastOrganisation.objects.select_related("organisation")
    found = [*names.filter(pk__in=numbers), *names.filter(organisation__in=linked).order_by("-pk")]
    towns = _towns(found)
    return {_key(name): _body(name, *towns.get(name.pk, ("", ""))) for name in found}


def is_body(text: str) -> bool:
    """Whether a text can be the id of a body."""
    if text.startswith(PAST_NAME):
        number = text.removeprefix(PAST_NAME)
        return number.isascii() and number.isdecimal() and len(number) < len(str(2**63))
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _standing(joined: Joined) -> Mapping[str, str]:
    """Return which record stands for each joined one; those the past knows come first, for they have a page there."""
    if not joined.groups:
        return {}
    known = PastOrganisation.objects.filter(organisation_id__in=list(joined.groups)).order_by("organisation_id")
    return joined.standing(each for each in known.values_list("organisation_id", flat=True) if each)


def _linked(names: JoinedNames) -> QuerySet[PastParticipation]:
    """Return what is known of organisations of the site: under names linked to them, and names joined with those."""
    return PastParticipation.objects.filter(
        Q(organisation__organisation__isnull=False) | Q(organisation_id__in=list(names.linked))
    )


def _own(around: str, joined: Joined, names: JoinedNames) -> QuerySet[PastParticipation]:
    if around.startswith(PAST_NAME):
        return PastParticipation.objects.filter(organisation__in=names.of(int(around.removeprefix(PAST_NAME))))
    records = joined.of(UUID(around))
    more = [name for name, organisation in names.linked.items() if organisation in records]
    return PastParticipation.objects.filter(Q(organisation__organisation__in=records) | Q(organisation_id__in=more))


def _id_of(name: int, organisation: UUID | None, names: JoinedNames) -> str:
    """Return the id of the body behind a name."""
    own = organisation or names.linked.get(name)
    return str(own) if own else f"{PAST_NAME}{names.standing(name)}"


def _consortia(parts: QuerySet[PastParticipation], names: JoinedNames) -> tuple[Consortium, ...]:
    facts = parts.order_by("project__year", "project_id", "number").values_list(
        "project_id", "project__identifier", "project__year", "organisation_id", "organisation__organisation_id"
    )
    members: dict[int, dict[str, None]] = defaultdict(dict)
    told: dict[int, tuple[str, int]] = {}
    for project, identifier, year, name, organisation in facts:
        told[project] = identifier, year or 0
        members[project][_id_of(name, organisation, names)] = None
    return tuple(
        Consortium(project=told[each][0], year=told[each][1], members=tuple(found)) for each, found in members.items()
    )


def _key(name: PastOrganisation) -> str:
    return str(name.organisation_id) if name.organisation_id else f"{PAST_NAME}{name.pk}"


def _towns(names: Iterable[PastOrganisation]) -> Mapping[int, tuple[str, str]]:
    """Return the last town and the last address that lists tell of each name, as far as they do."""
    typed = PastParticipation.objects.filter(organisation__in=list(names)).exclude(town="", address="").order_by("id")
    told: dict[int, tuple[str, str]] = {}
    for name, town, address in typed.values_list("organisation_id", "town", "address"):
        before = told.get(name, ("", ""))
        told[name] = town or before[0], address or before[1]
    return told


def _body(name: PastOrganisation, town: str, address: str) -> PastBody:
    own = name.organisation
    return PastBody(
        id=_key(name),
        name=own.name if own is not None else name.name,
        country=own.country if own is not None else name.country,
        town=own.city if own is not None else town,
        address=address,
        past_name=name.pk,
        organisation=own,
    )
