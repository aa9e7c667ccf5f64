"""Rows of a list as rows of the database: a few hundred at a time, in a constant number of queries."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from consortia.stages.past_projects.models import EarlierFacts, ImportRun, PastProject, RejectedRow, SourceRow
from consortia.stages.past_projects.reading import ReadRow, Rejected
from consortia.stages.past_projects.reading.values import Value
from consortia.stages.past_projects.services.places import Places

LONGEST_COLUMN: Final = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a row said otherwise than the lists before it."""

    line: int
    identifier: str
    what: tuple[str, ...]


class Batch:
    """Some rows of one list on their way into the database."""

    def __init__(self, run: ImportRun, fields: Mapping[str, str], rejected: Sequence[Rejected]) -> None:
        self._run, self._fields = run, fields
        self.rejected = rejected
        self.changes: list[Change] = []
        self._touched: dict[str, PastProject] = {}
        self.added = self.changed = self.unchanged = 0
        self._before: dict[str, dict[str, Any]] = {}

    @property
    def touched(self) -> set[int]:
        """The keys of the projects that are not what they were."""
        return {each.pk for each in self._touched.values()}

    def store(self, rows: Sequence[ReadRow]) -> None:
        """Store what is new in these rows, and those that were left out."""
        self._keep_rejected()
        sources = {each.key: each for each in SourceRow.objects.filter(key__in={source_key(row) for row in rows})}
        fresh = [row for row in rows if _digest(sources.get(source_key(row))) != row.digest]
        self.unchanged += len(rows) - len(fresh)
        if not fresh:
            return
        projects = _projects_of(fresh)
        places = Places(projects.values(), fresh)
        kept: dict[str, SourceRow] = {}
        for row in fresh:
            kept[source_key(row)] = self._take(row, projects[row.identifier], places, sources.get(source_key(row)))
        self._write(projects, places, kept.values())

    def _take(self, row: ReadRow, project: PastProject, places: Places, source: SourceRow | None) -> SourceRow:
        """Take over what a row says; where it is silent, what was said before stays."""
        is_new = bool(row.facts) and not project.described
        before = self._take_facts(project, row.facts)
        taken = places.take(project, row, source)
        before |= taken.before
        if is_new or (taken.has_new and not row.facts and not before):
            self.added += 1
            self._touched[project.identifier] = project
        elif before or taken.has_new:
            self.changed += 1
            self._touched[project.identifier] = project
            what = (*before, *(("new places",) if taken.has_new else ()))
            self.changes.append(Change(line=row.line, identifier=row.identifier, what=what))
            self._before[project.identifier] = {**before, **self._before.get(project.identifier, {})}
        else:
            self.unchanged += 1
        source = source or SourceRow(key=source_key(row), project=project)
        source.run, source.line, source.digest, source.places = self._run, row.line, row.digest, list(taken.numbers)
        return source

    def _take_facts(self, project: PastProject, facts: Mapping[str, Value]) -> dict[str, Any]:
        """Change what the row says otherwise; return what was known before, where something was."""
        before: dict[str, Any] = {}
        for name, told in facts.items():
            value = list(told) if isinstance(told, tuple) else told
            known = getattr(project, name)
            if value in (None, "", []) or value == known:
                continue
            setattr(project, name, value)
            if project.described and known not in (None, "", []):
                before[name] = str(known) if isinstance(known, date | Decimal) else known
            elif project.described:
                before[name] = ""
        if facts:
            project.described = True
            project.field = self._fields.get(project.code, "")
        return before

    def _write(self, projects: Mapping[str, PastProject], places: Places, sources: Collection[SourceRow]) -> None:
        """Write everything; projects first, since all else belongs to one."""
        changed = [each for each in self._touched.values() if each.pk]
        PastProject.objects.bulk_create([each for each in projects.values() if each.pk is None])
        for each in changed:
            each.save()
        places.write()
        known = [each for each in sources if each.pk]
        SourceRow.objects.bulk_create([each for each in sources if each.pk is None])
        for source in known:
            source.save()
        EarlierFacts.objects.bulk_create(
            [
                EarlierFacts(project=projects[identifier], run=self._run, facts=facts)
                for identifier, facts in self._before.items()
                if facts
            ]
        )

    def _keep_rejected(self) -> None:
        RejectedRow.objects.bulk_create(
            [
                RejectedRow(
                    run=self._run,
                    line=each.line,
                    column=each.column[:LONGEST_COLUMN],
                    found=each.found,
                    expected=each.expected,
                    raw=each.raw,
                    digest=hashlib.sha256(f"{each.column}\n{each.found}\n{each.raw}".encode()).hexdigest(),
                )
                for each in self.rejected
            ],
            ignore_conflicts=True,
        )


def source_key(row: ReadRow) -> str:
    """Return what stays the same of a row from one edition of a list to the next."""
    return hashlib.sha256(row.key.encode()).hexdigest()


def _digest(source: SourceRow | None) -> str:
    return source.digest if source else ""


def _projects_of(rows: Sequence[ReadRow]) -> dict[str, PastProject]:
    """Return the projects that rows tell of; one that is new has no description as yet."""
    identifiers = {row.identifier for row in rows}
    there = {each.identifier: each for each in PastProject.objects.filter(identifier__in=identifiers)}
    return there | {each: PastProject(identifier=each) for each in sorted(identifiers - there.keys())}
