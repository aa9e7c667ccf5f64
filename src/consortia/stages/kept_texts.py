"""Texts of which nothing typed is lost: every save is a version, and two open pages are merged word by word.

A stage makes its own two tables of the two abstract ones here; what becomes of a save is the core's to say.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import models

from consortia.core.application.cowriting import Version, View, draft_seen, moves_since
from consortia.core.application.drafting import Own, draft_from, plain_runs
from consortia.core.application.merging import Move


class KeptText(models.Model):
    """A text as it stands, and the number of the version that stands."""

    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        """A table of its own in each stage."""

        abstract = True


class KeptVersion(models.Model):
    """One save: what was sent, from which version it grew, and what stood afterwards.

    The runs tell of each stretch of a text which save it came with, so that two open pages are merged word by word.
    """

    number = models.PositiveIntegerField()
    base = models.PositiveIntegerField()
    base_sent = models.BooleanField(default=False)
    sent = models.TextField(blank=True)
    sent_runs = models.JSONField(default=list)
    text = models.TextField(blank=True)
    runs = models.JSONField(default=list)
    page = models.CharField(max_length=64, blank=True)
    save_id = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """A table of its own in each stage."""

        abstract = True


V = TypeVar("V", bound=KeptVersion)


class KeptVersions(Generic[V]):
    """The versions of one text as the database keeps them; `author_of` says whose a row is."""

    def __init__(self, rows: models.QuerySet[V], standing: int, author_of: Callable[[V], str]) -> None:
        self._rows = rows
        self._standing = standing
        self._author_of = author_of

    def latest(self) -> Version | None:
        """Return the version that stands."""
        return self.numbered(self._standing) if self._standing else None

    def numbered(self, number: int) -> Version | None:
        """Return a version by its number."""
        return self._value(self._rows.filter(number=number).first())

    def saved_as(self, save_id: str) -> Version | None:
        """Return the version that a save became."""
        return self._value(self._rows.filter(save_id=save_id).first())

    def own(self, author: str, page: str) -> Own:
        """Return which versions came from an author, and which of them from one open page."""
        rows = self._rows.defer("sent", "sent_runs", "text", "runs")
        numbers = {row.number: row.page for row in rows if self._author_of(row) == author}
        return Own(
            page=frozenset(number for number, sent_from in numbers.items() if sent_from == page),
            person=frozenset(numbers),
        )

    def _value(self, row: V | None) -> Version | None:
        if row is None:
            return None
        return Version(
            number=row.number,
            author=self._author_of(row),
            page=row.page,
            save_id=row.save_id,
            grew_from=View(version=row.base, sent=row.base_sent),
            sent=draft_from(row.sent, row.sent_runs, save=row.number),
            stands=draft_from(row.text, row.runs, save=row.number),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingText:
    """A text as it stands now, and how it came from what its author has before their eyes."""

    text: str
    version: int
    seen: str
    moves: tuple[Move, ...]


def standing_text(kept: KeptText, versions: KeptVersions[Any], view: View, *, author: str, page: str) -> StandingText:
    """Return what stands, seen from a view: the moves tell where the words of that view are now."""
    return StandingText(
        text=kept.text,
        version=kept.version,
        seen=draft_seen(versions, view).text,
        moves=moves_since(versions, view, own=versions.own(author, page)),
    )


def columns_of(version: Version) -> dict[str, Any]:
    """Return the columns of a version to keep."""
    return {
        "number": version.number,
        "base": version.grew_from.version,
        "base_sent": version.grew_from.sent,
        "sent": version.sent.text,
        "sent_runs": plain_runs(version.sent),
        "text": version.stands.text,
        "runs": plain_runs(version.stands),
        "page": version.page,
        "save_id": version.save_id,
    }
