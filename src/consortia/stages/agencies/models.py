"""Who works for which agency, and what one of them proposes that another must decide."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Post(models.Model):
    """A person's role in one agency; `agency` is its code in the rulebook. A post that ended stays on record."""

    class Role(models.TextChoices):
        """What a person does for an agency."""

        OFFICER = "officer", _("officer")
        TEAM_LEAD = "team-lead", _("team lead")
        COMMITTEE = "committee", _("member of the evaluation committee")
        DIRECTOR = "director", _("director")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts")
    agency = models.CharField(_("agency"), max_length=20, db_index=True)
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    since = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        ordering = ["agency", "role", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "agency", "role"],
                condition=models.Q(ended_at__isnull=True),
                name="a_post_is_held_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}, {self.agency}"


class Proposal(models.Model):
    """A decision in four eyes: one person proposes with reasons, another decides; never changed afterwards."""

    class Outcome(models.TextChoices):
        """What came of it."""

        OPEN = "open", _("waits for a decision")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")
        TAKEN_BACK = "taken-back", _("taken back")

    agency = models.CharField(_("agency"), max_length=20)
    kind = models.CharField(_("kind"), max_length=60)
    subject = models.CharField(_("subject"), max_length=64, help_text=_("The id of what it is about."))
    facts = models.JSONField(_("facts"), default=dict)
    reason = models.TextField(_("reason"))
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices, default=Outcome.OPEN)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    words = models.TextField(_("words of the decision"), blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["agency", "outcome", "kind"], name="proposals_by_agency")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=["open", "taken-back"]) | ~models.Q(decided_by=models.F("proposed_by")),
                name="who_proposes_does_not_decide",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="open", decided_by__isnull=True)
                | (~models.Q(outcome="open") & models.Q(decided_by__isnull=False)),
                name="a_decision_names_who_took_it",
            ),
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=models.Q(outcome="open"), name="one_open_proposal_a_subject"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}: {self.outcome}"


class Recusal(models.Model):
    """Somebody keeps away from one application for good: they see nothing of it and of what would let them infer it.

    It stands here, below every stage that shows something of an application, so that each of them can ask.
    """

    agency = models.CharField(_("agency"), max_length=20)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="recusals")
    subject = models.CharField(_("application"), max_length=64, help_text=_("The id of the application."))
    reason = models.TextField(_("reason"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "person", "subject"], name="a_recusal_is_recorded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.subject}"
