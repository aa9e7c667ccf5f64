"""Writing the journal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from django.db import models
from django.utils import timezone

from consortia.stages.journal.models import Event


class Actor(Protocol):
    """Whoever acts: a person of the site."""

    @property
    def pk(self) -> object:
        """What identifies them."""

    @property
    def name(self) -> str:
        """What they are called."""


def record(verb: str, subject: models.Model, *, by: Actor | None, facts: Mapping[str, object] | None = None) -> Event:
    """Write down that something happened; part of the caller's transaction, so both hold or neither does."""
    event = _event(verb, subject, by=by, facts=facts or {})
    event.save(force_insert=True)
    return event


def record_each(verb: str, subjects: Iterable[tuple[models.Model, Mapping[str, object]]], *, by: Actor | None) -> None:
    """Write down that the same happened to many subjects, each with its own facts; one query for some hundreds."""
    Event.objects.bulk_create([_event(verb, subject, by=by, facts=facts) for subject, facts in subjects])


def _event(verb: str, subject: models.Model, *, by: Actor | None, facts: Mapping[str, object]) -> Event:
    return Event(
        at=timezone.now(),
        verb=verb,
        actor="" if by is None else str(by.pk),
        actor_name="" if by is None else by.name,
        subject_kind=subject._meta.label_lower,  # noqa: SLF001  # _meta is Django's documented model API
        subject=str(subject.pk),
        facts=dict(facts),
    )
