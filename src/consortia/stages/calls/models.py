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


class Envelope(models.Model):
    """The money that an agency has for one field in one round; every change is kept with its reason."""

    agency = models.CharField(_("agency"), max_length=20)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="envelopes")
    field = models.CharField(_("field"), max_length=20)
    amount = models.DecimalField(_("amount in euros"), max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["agency", "round", "field"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "round", "field"], name="one_envelope_a_field"),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="an_envelope_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.field}: {self.amount}"


class EnvelopeChange(models.Model):
    """What an envelope held before and after, by whom and why; never changed afterwards."""

    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="changes")
    before = models.DecimalField(_("before"), max_digits=14, decimal_places=2, null=True)
    after = models.DecimalField(_("after"), max_digits=14, decimal_places=2)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.envelope_id}: {self.before} -> {self.after}"


class TeamMember(models.Model):
    """Who handles the applications of a round in an agency: those of one field, or of every field where it is empty."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="team")
    agency = models.CharField(_("agency"), max_length=20)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    field = models.CharField(_("field"), max_length=20, blank=True)

    class Meta:
        ordering = ["field", "id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "agency", "person", "field"], name="one_place_in_a_team"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.field or 'every field'}"
