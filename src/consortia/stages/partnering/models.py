"""Looking for partners: profiles, adverts, offers of contact, and which records may be one body."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consortia.stages.calls.models import Round
from consortia.stages.organisations.models import MaybeSame, Organisation


class PartnerProfile(models.Model):
    """What an organisation offers and seeks; fields, priorities and languages use the codes of the call files."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="partner_profile")
    offers = models.TextField(_("what we offer"), blank=True)
    seeks = models.TextField(_("what we seek"), blank=True)
    experience = models.TextField(_("experience"), blank=True)
    fields = models.JSONField(_("fields"), default=list)
    priorities = models.JSONField(_("priorities"), default=list)
    languages = models.JSONField(_("languages"), default=list)
    listed = models.BooleanField(_("on the public list"), default=False)
    welcomes_offers = models.BooleanField(_("welcomes offers"), default=True)
    search_text = models.TextField(editable=False, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["organisation__name"]

    def __str__(self) -> str:
        return str(self.organisation)


class Advert(models.Model):
    """A search for partners, for a round or for none, that ends by itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="adverts")
    round = models.ForeignKey(Round, null=True, blank=True, on_delete=models.SET_NULL, related_name="adverts")
    field = models.CharField(_("field"), max_length=20, blank=True)
    title = models.CharField(_("title"), max_length=150)
    text = models.TextField(_("text"))
    expires_on = models.DateField(_("last day"), db_index=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["expires_on", "title"]

    def __str__(self) -> str:
        return self.title


class Offer(models.Model):
    """An offer of contact. Addresses are shown to both sides once it is accepted, and never before."""

    class State(models.TextChoices):
        """What became of an offer; the sender never learns that one was declined."""

        WAITING = "waiting", _("waiting")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        TAKEN_BACK = "taken-back", _("taken back")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="offers_sent"
    )
    from_organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="offers_made")
    to_organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="offers_got")
    advert = models.ForeignKey(Advert, null=True, blank=True, on_delete=models.SET_NULL, related_name="offers")
    message = models.TextField(_("message"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    sent_at = models.DateTimeField(_("sent"), db_index=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-sent_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["from_organisation", "to_organisation"],
                condition=models.Q(state="waiting"),
                name="one_waiting_offer_a_pair",
            ),
            models.CheckConstraint(
                condition=~models.Q(from_organisation=models.F("to_organisation")), name="no_offer_to_oneself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_organisation} → {self.to_organisation}"


class Block(models.Model):
    """An organisation wants nothing more from another one; nobody there is told."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["organisation", "blocked"], name="one_block_a_pair")]

    def __str__(self) -> str:
        return f"{self.organisation} / {self.blocked}"


class SameBody(MaybeSame):
    """Two records that may be one body, and what a person decided. Nothing is moved, so all of it can be undone."""

    one = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")

    class Meta(MaybeSame.Meta):
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="one_row_a_pair_of_bodies"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="bodies_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one} = {self.other}"
