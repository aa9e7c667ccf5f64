"""Reading past projects: search, what is like an idea, who worked with whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from django.db.models import Prefetch, QuerySet

from consortia.rulebook import load_calls
from consortia.stages.past_projects.index.asking import Order, count_facets, find
from consortia.stages.past_projects.index.passages import Piece, marked, passage
from consortia.stages.past_projects.index.wanted import Wanted
from consortia.stages.past_projects.index.words import stems
from consortia.stages.past_projects.keeping import searchable
from consortia.stages.past_projects.models import PastOrganisation, PastParticipation, PastProject, SourceRow

PAGE_SIZE: Final = 20
# Nobody turns so many pages; the index would have to sort all before them.
LAST_PAGE: Final = 500
MOST_PARTNERS: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A project in a list of results: title and passage in pieces, the words that were found marked."""

    project: PastProject
    title: tuple[Piece, ...]
    passage: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What a search found: all of it counted, one page of it in order, and how it spreads.

    `is_loose` says that no project has all the words; `is_current` that the index knows all that was read in.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]
    is_loose: bool = False
    is_current: bool = True

    @property
    def shown(self) -> int:
        """How many of them can be looked at, page by page."""
        return min(self.total, PAGE_SIZE * LAST_PAGE)


def search_projects(wanted: Wanted, *, order: Order = "relevance", page: int = 1) -> Results:
    """Return a page of the projects that are wanted."""
    index, is_current = searchable()
    if index is None:
        return Results(hits=(), total=0, facets={}, is_current=is_current)
    page = min(max(1, page), LAST_PAGE)
    found = find(index, wanted, order=order, first=(page - 1) * PAGE_SIZE, most=PAGE_SIZE)
    projects = in_order(found.keys)
    sought = {stem for said in (*wanted.typed.words, *wanted.typed.phrases) for stem in stems(said)}
    return Results(
        hits=tuple(
            Hit(
                project=each, title=marked(each.title or each.identifier, sought), passage=passage(each.summary, sought)
            )
            for each in projects
        ),
        total=found.total,
        facets=count_facets(index, wanted, loose=found.is_loose),
        is_loose=found.is_loose,
        is_current=is_current,
    )


def in_order(keys: Sequence[int]) -> list[PastProject]:
    """Return projects in the order of these keys, each with its coordinator; one that is gone is left out."""
    coordinators = PastParticipation.objects.filter(role=PastParticipation.Role.COORDINATOR).select_related(
        "organisation"
    )
    rows = PastProject.objects.filter(described=True).prefetch_related(
        Prefetch("participations", queryset=coordinators, to_attr="coordinators")
    )
    found = rows.in_bulk(list(keys))
    return [found[key] for key in keys if key in found]


def described_projects() -> QuerySet[PastProject]:
    """Return the projects that a list has described."""
    return PastProject.objects.filter(described=True)


def consortium_of(project: PastProject) -> QuerySet[PastParticipation]:
    """Return who took part, the coordinator first."""
    return project.participations.select_related("organisation").order_by("number")


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """An organisation that another one worked with: in which years, how often."""

    organisation: PastOrganisation
    years: tuple[int, ...]
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What an organisation did: its projects, newest first, and its partners over time, the most frequent first."""

    projects: tuple[PastParticipation, ...]
    partners: tuple[Together, ...]
    spellings: tuple[str, ...]
    partner_count: int


def history_of(organisation: PastOrganisation) -> History:
    """Return what an organisation did, under this name and under those linked to the same registered one."""
    names = PastOrganisation.objects.filter(pk=organisation.pk)
    if organisation.organisation_id:
        names = PastOrganisation.objects.filter(organisation=organisation.organisation_id)
    keys = list(names.values_list("pk", flat=True))
    own = list(
        PastParticipation.objects.filter(organisation__in=keys, project__described=True)
        .select_related("project")
        .order_by("-project__year", "project__identifier")
    )
    others = (
        PastParticipation.objects.filter(project__in=[each.project_id for each in own], project__described=True)
        .exclude(organisation__in=keys)
        .select_related("organisation", "project")
    )
    partners = _together(others)
    spellings = tuple(dict.fromkeys(each.name for each in own))
    return History(
        projects=tuple(own), partners=partners[:MOST_PARTNERS], spellings=spellings, partner_count=len(partners)
    )


def _together(others: QuerySet[PastParticipation]) -> tuple[Together, ...]:
    by_organisation: dict[PastOrganisation, dict[int, int]] = {}
    for each in others:
        # Twice in one project, under one name, is once together.
        by_organisation.setdefault(each.organisation, {})[each.project_id] = each.project.year or 0
    together = [
        Together(organisation=organisation, years=tuple(sorted(projects.values())), times=len(projects))
        for organisation, projects in by_organisation.items()
    ]
    return tuple(sorted(together, key=lambda each: (-each.times, -max(each.years), each.organisation.plain_name)))


@cache
def country_names() -> Mapping[str, str]:
    """Return the names of countries, as the calls of the rulebook write them."""
    return {code: country.name for call in load_calls().values() for code, country in call.countries.items()}


@cache
def field_names() -> Mapping[str, str]:
    """Return the names of the fields, as the calls of the rulebook write them."""
    return {field.code: field.title for call in load_calls().values() for field in call.fields}


def sources_of(project: PastProject) -> QuerySet[SourceRow]:
    """Return the rows that told of a project, with the lists they stand in."""
    return project.source_rows.select_related("run").order_by("run_id", "line")
