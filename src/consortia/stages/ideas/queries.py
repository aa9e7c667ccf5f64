"""Reading ideas and their versions."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from consortia.core.application.cowriting import Version, View, draft_seen, moves_since
from consortia.core.application.drafting import Own, draft_from
from consortia.core.application.merging import Move
from consortia.core.call import CallDefinition
from consortia.stages.calls.models import Edition
from consortia.stages.calls.snapshots import call_of_edition
from consortia.stages.ideas.models import Idea, IdeaVersion
from consortia.stages.people.models import Person


class KeptVersions:
    """The versions of one idea as the database keeps them."""

    def __init__(self, idea: Idea) -> None:
        self._idea = idea

    def latest(self) -> Version | None:
        """Return the version that stands."""
        return self.numbered(self._idea.version) if self._idea.version else None

    def numbered(self, number: int) -> Version | None:
        """Return a version by its number."""
        return self._value(self._rows().filter(number=number).first())

    def saved_as(self, save_id: str) -> Version | None:
        """Return the version that a save became."""
        return self._value(self._rows().filter(save_id=save_id).first())

    def own(self, author: str, page: str) -> Own:  # noqa: ARG002  # an idea has one author
        """Return which versions came from the author, and which of them from one open page."""
        numbers = dict(self._rows().values_list("number", "page"))
        return Own(
            page=frozenset(number for number, sent_from in numbers.items() if sent_from == page),
            person=frozenset(numbers),
        )

    def _rows(self) -> QuerySet[IdeaVersion]:
        return IdeaVersion.objects.filter(idea_id=self._idea.pk)

    def _value(self, row: IdeaVersion | None) -> Version | None:
        if row is None:
            return None
        return Version(
            number=row.number,
            author=str(self._idea.person_id),
            page=row.page,
            save_id=row.save_id,
            grew_from=View(version=row.base, sent=row.base_sent),
            sent=draft_from(row.sent, row.sent_runs, save=row.number),
            stands=draft_from(row.text, row.runs, save=row.number),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingIdea:
    """The text of an idea now, and how it came from what its author has before their eyes."""

    idea: Idea
    seen: str
    moves: tuple[Move, ...]


def ideas_of(person: Person) -> QuerySet[Idea]:
    """Return somebody's ideas, the one worked on last first."""
    return Idea.objects.filter(person=person).select_related("edition").order_by("-changed_at", "id")


def standing_since(idea: Idea, view: View, *, page: str) -> StandingIdea:
    """Return what stands, seen from a view: the moves tell where the words of that view are now."""
    versions = KeptVersions(idea)
    own = versions.own(str(idea.person_id), page)
    return StandingIdea(idea=idea, seen=draft_seen(versions, view).text, moves=moves_since(versions, view, own=own))


def call_of_idea(idea: Idea) -> CallDefinition:
    """Return the call that an idea is written for."""
    return call_of_edition(idea.edition.edition_hash)


def newest_editions() -> tuple[Edition, ...]:
    """Return every call by the edition that was loaded last, in the order of their titles."""
    kept = {edition.code: edition for edition in Edition.objects.defer("content").order_by("loaded_at", "id")}
    return tuple(sorted(kept.values(), key=lambda edition: (edition.title, edition.code)))
