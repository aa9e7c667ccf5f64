"""Reading ideas and their versions."""

from __future__ import annotations

from django.db.models import QuerySet

from consortia.core.application.cowriting import View
from consortia.core.call import CallDefinition
from consortia.stages.calls.models import Edition
from consortia.stages.calls.snapshots import call_of_edition
from consortia.stages.ideas.models import Idea, IdeaVersion
from consortia.stages.kept_texts import KeptVersions, StandingText, standing_text
from consortia.stages.people.models import Person


def versions_of(idea: Idea) -> KeptVersions[IdeaVersion]:
    """Return the versions of an idea; it has one author."""
    author = str(idea.person_id)
    return KeptVersions(IdeaVersion.objects.filter(idea=idea.pk), idea.version, lambda _row: author)


def ideas_of(person: Person) -> QuerySet[Idea]:
    """Return somebody's ideas, the one worked on last first."""
    return Idea.objects.filter(person=person).select_related("edition").order_by("-changed_at", "id")


def standing_since(idea: Idea, view: View, *, page: str) -> StandingText:
    """Return what stands, seen from a view: the moves tell where the words of that view are now."""
    return standing_text(idea, versions_of(idea), view, author=str(idea.person_id), page=page)


def call_of_idea(idea: Idea) -> CallDefinition:
    """Return the call that an idea is written for."""
    return call_of_edition(idea.edition.edition_hash)


def newest_editions() -> tuple[Edition, ...]:
    """Return every call by the edition that was loaded last, in the order of their titles."""
    kept = {edition.code: edition for edition in Edition.objects.defer("content").order_by("loaded_at", "id")}
    return tuple(sorted(kept.values(), key=lambda edition: (edition.title, edition.code)))
