"""Reading past projects: search, what is like an idea, who worked with whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from django.db.models import Case, Count, Prefetch, Q, QuerySet, When

from consortia.rulebook import load_calls
from consortia.stages.organisations.models import Organisation
from consortia.stages.organisations.queries import LONGEST_TEXT, plain
from consortia.stages.past_projects.index.asking import Order, count_facets, find
from consortia.stages.past_projects.index.passages import Piece, marked, passage
from consortia.stages.past_projects.index.wanted import Wanted
from consortia.stages.past_projects.index.words import stems
from consortia.stages.past_projects.joined import JoinedNames, joined_names, names_of_body
from consortia.stages.past_projects.keeping import searchable
from consortia.stages.past_projects.models import (
    ImportRun,
    PastOrganisation,
    PastParticipation,
    PastProject,
    RejectedRow,
    SameName,
    SourceRow,
)

PAGE_SIZE: Final = 20
# Nobody turns so many pages; the index would have to sort all before them.
LAST_PAGE: Final = 500
MOST_PARTNERS: Final = 200
LATEST_SHOWN: Final = 5


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
    """Return what an organisation did, under this name and under all that people said are the same body."""
    joined = joined_names()
    keys = list(names_of_body(organisation, joined))
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
    partners = _together(others, joined)
    spellings = tuple(dict.fromkeys(each.name for each in own))
    return History(
        projects=tuple(own), partners=partners[:MOST_PARTNERS], spellings=spellings, partner_count=len(partners)
    )


def _together(others: QuerySet[PastParticipation], joined: JoinedNames) -> tuple[Together, ...]:
    by_body: dict[int, dict[int, int]] = {}
    named: dict[int, PastOrganisation] = {}
    for each in others:
        body = joined.standing(each.organisation_id)
        if body not in named or each.organisation_id == body:
            named[body] = each.organisation
        # Twice in one project is once together.
        by_body.setdefault(body, {})[each.project_id] = each.project.year or 0
    together = [
        Together(organisation=named[body], years=tuple(sorted(projects.values())), times=len(projects))
        for body, projects in by_body.items()
    ]
    return tuple(sorted(together, key=lambda each: (-each.times, -max(each.years), each.organisation.plain_name)))


def registered_as(name: PastOrganisation) -> Organisation | None:
    """Return the registered organisation that a name stands for, itself or through a name it is joined with."""
    own = name.organisation_id or joined_names().linked.get(name.pk)
    return Organisation.objects.select_related("partner_profile").filter(pk=own).first() if own else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Experience:
    """What past projects tell of a registered organisation: how many, the latest of them, and a page with all."""

    number: int
    first_year: int | None
    last_year: int | None
    coordinated: int
    latest: tuple[PastParticipation, ...]
    name: int


def experience_of(organisation: Organisation) -> Experience | None:
    """Return what an organisation did under the names that stand for it; nothing where it is new."""
    name = PastOrganisation.objects.filter(organisation=organisation).order_by("pk").first()
    if name is None:
        return None
    keys = names_of_body(name, joined_names())
    parts = PastParticipation.objects.filter(organisation__in=keys, project__described=True)
    own = {each.project_id: each for each in parts.select_related("project").order_by("-number", "id")}
    if not own:
        return None
    newest = sorted(own.values(), key=lambda part: (-(part.project.year or 0), part.project.identifier))
    years = [part.project.year for part in newest if part.project.year]
    return Experience(
        number=len(newest),
        first_year=min(years, default=None),
        last_year=max(years, default=None),
        coordinated=sum(part.role == PastParticipation.Role.COORDINATOR for part in newest),
        latest=tuple(newest[:LATEST_SHOWN]),
        name=name.pk,
    )


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


def names_to_decide() -> QuerySet[SameName]:
    """Return the pairs of names that nobody has decided about."""
    return SameName.objects.filter(state=SameName.State.OPEN)


def pairs_of_names(*, text: str = "", country: str = "") -> QuerySet[SameName]:
    """Return the pairs of names in which each word of a text stands, those nobody decided first, the surest on top."""
    found = SameName.objects.select_related("one__organisation", "other__organisation", "decided_by")
    for word in plain(text[:LONGEST_TEXT]).split():
        found = found.filter(Q(one__plain_name__contains=word) | Q(other__plain_name__contains=word))
    if country:
        found = found.filter(one__country=country)
    undecided_first = Case(When(state=SameName.State.OPEN, then=0), default=1)
    return found.order_by(undecided_first, "-decided_at", "-confidence", "one__plain_name", "id")


def countries_of_pairs() -> tuple[str, ...]:
    """Return the countries in which two names may be one body."""
    found = SameName.objects.order_by("one__country").values_list("one__country", flat=True).distinct()
    return tuple(each for each in found if each)


def projects_of_names(names: Iterable[PastOrganisation]) -> Mapping[int, int]:
    """Return in how many described projects each name stands; one query."""
    parts = PastParticipation.objects.filter(organisation__in=[each.pk for each in names], project__described=True)
    counted = parts.order_by().values_list("organisation").annotate(number=Count("project", distinct=True))
    return dict(counted)


def lists_read_in() -> QuerySet[ImportRun]:
    """Return the lists that were read in, the latest first, each with how many of its rows are kept apart."""
    return ImportRun.objects.annotate(kept_apart=Count("rejected_rows")).order_by("-id")


def rows_left_out(run: ImportRun) -> QuerySet[RejectedRow]:
    """Return the rows of a list that could not be understood, in the order of the file."""
    return run.rejected_rows.order_by("line", "id")
