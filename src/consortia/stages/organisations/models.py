"""Organisations and the people who belong to them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    """A body that may take part; country and kind use the codes of the call files."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("legal name"), max_length=300)
    oid = models.CharField(_("OID"), max_length=9, blank=True)
    pic = models.CharField(_("PIC"), max_length=9, blank=True)
    kind = models.CharField(_("kind"), max_length=40)
    country = models.CharField(_("country"), max_length=2)
    city = models.CharField(_("city"), max_length=120)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    charter = models.BooleanField(_("holds the Erasmus Charter for Higher Education"), default=False)
    website = models.URLField(_("website"), blank=True)
    profile = models.TextField(_("who we are"), blank=True)
    search_text = models.TextField(editable=False, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # Whether it was set beside the other records of its country since it was registered or changed: the worker asks.
    compared = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["oid"], condition=~models.Q(oid=""), name="one_organisation_an_oid"),
            models.UniqueConstraint(fields=["pic"], condition=~models.Q(pic=""), name="one_organisation_a_pic"),
        ]
        indexes = [
            models.Index(fields=["country", "kind"], name="organisation_by_country"),
            models.Index(fields=["compared", "country"], name="organisation_compared"),
        ]

    def __str__(self) -> str:
        return self.name


class MaybeSame(models.Model):
    """What two records that may be one body have in common, and what a person decided. Nothing is moved by it."""

    class State(models.TextChoices):
        """What a person decided about a pair."""

        OPEN = "open", _("not decided")
        SAME = "same", _("one body")
        DIFFERENT = "different", _("two bodies")

    confidence = models.FloatField(_("confidence"))
    reasons = models.JSONField(_("reasons"), default=list)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-confidence", "id"]

    def __str__(self) -> str:
        return f"{self.pk}: {self.get_state_display()}"


class Membership(models.Model):
    """A person belongs to an organisation; what they may do there."""

    class Role(models.TextChoices):
        """What a person does for the organisation."""

        READER = "reader", _("reads")
        WRITER = "writer", _("writes")
        KEEPER = "keeper", _("writes and admits people")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.WRITER)
    position = models.CharField(_("position"), max_length=120, blank=True)
    is_legal_representative = models.BooleanField(_("legal representative"), default=False)
    may_sign = models.BooleanField(_("may sign for the organisation"), default=False)
    admitted_at = models.DateTimeField(_("admitted"), null=True, blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["organisation__name", "person__name"]
        constraints = [models.UniqueConstraint(fields=["person", "organisation"], name="one_membership_a_person")]

    def __str__(self) -> str:
        return f"{self.person} ({self.organisation})"
