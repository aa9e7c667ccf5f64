"""Reading the journal."""

from __future__ import annotations

from django.db import models

from consortia.stages.journal.models import Event


def events_of(subject: models.Model) -> models.QuerySet[Event]:
    """Return what happened to a subject, newest first."""
    kind = subject._meta.label_lower  # noqa: SLF001  # _meta is Django's documented model API
    return Event.objects.filter(subject_kind=kind, subject=str(subject.pk))
