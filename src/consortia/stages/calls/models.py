"""Call editions as they were loaded, and the rounds that run them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Edition(models.Model):
    """One edition of a call: its files' content is kept, so an old application can always be examined again."""

    code = models.CharField(_("code"), max_length=120)
    edition_hash = models.CharField(_("edition hash"), max_length=64, unique=True)
    title = models.CharField(_("title"), max_length=300)
    content = models.TextField(_("content"), help_text=_("The call's canonical content."))
    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-loaded_at"]

    def __str__(self) -> str:
        return self.title


class Round(models.Model):
    """One deadline of an edition. A training round runs the edition with its dates moved by whole years."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField(_("number in the call"))
    fields = models.JSONField(_("fields"), default=list)
    years_later = models.PositiveSmallIntegerField(_("years later than the call's own dates"), default=0)
    deadline = models.DateTimeField(_("deadline"), db_index=True)
    label = models.CharField(_("label"), max_length=120, blank=True)
    opened_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["deadline"]

    def __str__(self) -> str:
        return f"{self.edition}, {self.deadline:%d.%m.%Y}"

    @property
    def training(self) -> bool:
        """Whether this round is for practice: its dates are not the call's own."""
        return self.years_later > 0


class DeadlineMove(models.Model):
    """A deadline that was moved, by whom and why; never changed afterwards."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="moves")
    before = models.DateTimeField(_("before"))
    after = models.DateTimeField(_("after"))
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.before:%d.%m.%Y %H:%M} -> {self.after:%d.%m.%Y %H:%M}"
