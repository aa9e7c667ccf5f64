"""The index of this site: built from the database, followed when lists are read in, looked after before a search."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Final

import tantivy
from django.conf import settings
from django.db.models import QuerySet

from consortia.stages.past_projects.index.folder import IndexFolder
from consortia.stages.past_projects.index.writing import VERSION, Entry
from consortia.stages.past_projects.models import ImportRun, PastParticipation, PastProject

_AT_ONCE: Final = 1000
# So many projects are indexed within a second or two: a page may wait for that. For more it uses what there is.
SOON_DONE: Final = 3_000
# Beyond this share, building anew is quicker than changing.
_SHARE: Final = 0.3


def index_folder() -> IndexFolder:
    """Return the folder of the index within the data folder."""
    return _folder(Path(settings.DATA_FOLDER) / "search")


@cache
def _folder(root: Path) -> IndexFolder:
    return IndexFolder(root)


def database_stamp() -> str:
    """Return what changes with everything that can be searched: the last list that brought something."""
    last = ImportRun.objects.filter(touched=True).order_by("-id").values_list("key", "added", "changed").first()
    return f"{VERSION} {' '.join(str(each) for each in last)}" if last else f"{VERSION} empty"


def is_current() -> bool:
    """Whether the index knows everything that the database does."""
    return index_folder().note.stamp == database_stamp()


def build_index() -> None:
    """Build the index anew from the database."""
    stamp = database_stamp()
    index_folder().rebuild(entries(PastProject.objects.filter(described=True)), stamp)


def follow(keys: Collection[int], before: str) -> None:
    """Bring the index up to date: with these projects, where it knew all else before them, otherwise anew."""
    note = index_folder().note
    if note.stamp == database_stamp():
        return
    described = PastProject.objects.filter(described=True)
    if note.stamp != before or not note.folder or len(keys) > described.count() * _SHARE:
        build_index()
    else:
        stamp = database_stamp()
        index_folder().update(_some(sorted(keys)), keys, stamp)


def searchable() -> tuple[tantivy.Index | None, bool]:
    """Return the index, and whether it knows everything; a small one that does not is built at once."""
    current = is_current()
    if not current and PastProject.objects.filter(described=True)[: SOON_DONE + 1].count() <= SOON_DONE:
        build_index()
        current = True
    return index_folder().index(), current


def entries(projects: QuerySet[PastProject]) -> Iterator[Entry]:
    """Yield what the index knows of each project."""
    rows = projects.order_by("id").iterator(chunk_size=_AT_ONCE)
    while some := list(islice(rows, _AT_ONCE)):
        yield from _entries(some)


def _some(keys: list[int]) -> Iterator[Entry]:
    for first in range(0, len(keys), _AT_ONCE):
        yield from _entries(list(PastProject.objects.filter(pk__in=keys[first : first + _AT_ONCE], described=True)))


def _entries(projects: list[PastProject]) -> Iterator[Entry]:
    names: dict[int, list[str]] = {}
    countries: dict[int, list[str]] = {}
    parts = PastParticipation.objects.filter(project__in=[each.pk for each in projects]).order_by(
        "project_id", "number"
    )
    for key, name, town, country in parts.values_list("project_id", "name", "town", "country"):
        names.setdefault(key, []).append(f"{name} {town}")
        countries.setdefault(key, []).append(country)
    for each in projects:
        taking_part = [*each.countries, each.coordinator_country, *countries.get(each.pk, ())]
        yield Entry(
            key=each.pk,
            title=each.title,
            summary="\n".join((each.summary, *each.topics)),
            names="\n".join((each.identifier, each.external_reference, *names.get(each.pk, ()))),
            year=each.year or 0,
            grant=int(each.grant or 0),
            field=each.field,
            programme=each.programme,
            action=each.action or each.code,
            countries=tuple(dict.fromkeys(country for country in taking_part if country)),
            topics=tuple(each.topics),
        )
