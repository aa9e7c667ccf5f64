"""Ideas before there is an application: what somebody would like to do, written for one call."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consortia.stages.calls.models import Edition
from consortia.stages.kept_texts import KeptText, KeptVersion

LONGEST_BEGINNING = 60


class Idea(KeptText):
    """The text of an idea as it stands; `field` is the one its author chose, empty while the text decides."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="ideas")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    field = models.CharField(_("field"), max_length=20, blank=True)
    text = models.TextField(_("idea"), blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-changed_at"]

    def __str__(self) -> str:
        return self.beginning or str(_("A new idea"))

    @property
    def beginning(self) -> str:
        """Its first words, by which its author knows it again."""
        words = " ".join(self.text.split())
        if len(words) <= LONGEST_BEGINNING:
            return words
        return f"{words[:LONGEST_BEGINNING].rsplit(' ', 1)[0]}…"


class IdeaVersion(KeptVersion):
    """One save of an idea."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="versions")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["idea", "number"], name="one_idea_version_a_number"),
            models.UniqueConstraint(fields=["idea", "save_id"], name="one_idea_version_a_save"),
        ]

    def __str__(self) -> str:
        return f"{self.idea} v{self.number}"
