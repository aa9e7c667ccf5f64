"""The journal: what happened, when, by whom. Rows are added and never changed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One thing that happened to one subject, with the facts that were true at that moment."""

    at = models.DateTimeField(_("at"), db_index=True)
    verb = models.CharField(_("verb"), max_length=80)
    actor = models.CharField(
        _("actor"), max_length=64, blank=True, help_text=_("The person's id; empty for the system.")
    )
    actor_name = models.CharField(_("actor's name"), max_length=200, blank=True)
    subject_kind = models.CharField(_("kind of subject"), max_length=40)
    subject = models.CharField(_("subject"), max_length=64)
    facts = models.JSONField(_("facts"), default=dict)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["subject_kind", "subject", "-id"], name="journal_by_subject")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"
