"""Selections: frozen scores, ranking lists and what happened to them, the committee's sessions, appeals."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consortia.core.values import Money, euros
from consortia.stages.agencies.models import Proposal
from consortia.stages.applications.models import Application, Submission
from consortia.stages.assessments.models import Assessment
from consortia.stages.calls.models import Round


class Selection(models.Model):
    """The selection of one agency in one round; the moves are in core.lifecycle.selection."""

    class State(models.TextChoices):
        """Where it stands."""

        DRAWING_UP = "drawing-up", _("being drawn up")
        PROPOSED = "proposed", _("proposed by the committee")
        APPROVED = "approved", _("approved, not published")
        PUBLISHED = "published", _("published")

    agency = models.CharField(_("agency"), max_length=20)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="selections")
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.DRAWING_UP)
    seed = models.CharField(_("seed"), max_length=64, blank=True, help_text=_("From which lots are drawn."))
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-begun_at"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "round"], name="one_selection_a_round"),
            models.CheckConstraint(
                condition=models.Q(state="published", published_at__isnull=False, published_by__isnull=False)
                | (~models.Q(state="published") & models.Q(published_at__isnull=True, published_by__isnull=True)),
                name="what_is_published_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}, {self.round}"

    @property
    def published(self) -> bool:
        """Whether applicants see their results."""
        return self.state == self.State.PUBLISHED


class Score(models.Model):
    """What experts finally gave an application, frozen when a list was drawn from it; never changed afterwards."""

    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="scores")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="scores")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    envelope = models.CharField(_("envelope"), max_length=20)
    requested = models.DecimalField(_("requested grant"), max_digits=12, decimal_places=2)
    points = models.JSONField(_("points by criterion"), help_text=_("As text, so that no point becomes a float."))
    comments = models.JSONField(_("comments by criterion"))
    sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["selection", "application", "sha256"], name="one_score_a_content"),
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.total}"

    @property
    def total(self) -> Decimal:
        """The points of all criteria together."""
        return sum((Decimal(each) for each in self.points.values()), start=Decimal(0))

    @property
    def total_shown(self) -> str:
        """The total as people write it."""
        return f"{self.total:f}"


class Lowering(models.Model):
    """An amount proposed under a heading below the one asked for, with its reason; a later one takes its place."""

    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="lowerings")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="lowerings")
    heading = models.CharField(_("heading"), max_length=60)
    requested = models.DecimalField(_("requested"), max_digits=12, decimal_places=2)
    proposed = models.DecimalField(_("proposed"), max_digits=12, decimal_places=2)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["selection", "application", "heading", "-id"], name="lowerings_standing")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(proposed__gte=0, proposed__lte=models.F("requested")),
                name="never_proposed_above_the_requested",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="a_lower_amount_has_its_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.heading}: {self.proposed}"


class RankingList(models.Model):
    """One version of the ranking lists of a selection, with the hash of everything that made it; never changed."""

    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="lists")
    number = models.PositiveIntegerField(_("number"))
    edition_hash = models.CharField(max_length=64)
    envelopes = models.JSONField(_("envelopes"), help_text=_("Amounts by code, as text."))
    fingerprint = models.CharField(max_length=64)
    reason = models.TextField(_("why it was drawn"), blank=True)
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["selection", "number"], name="one_list_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.selection} ({self.number})"


class Place(models.Model):
    """An application in one version of a ranking list: what went in, where it stands, why, and what it gets."""

    class Outcome(models.TextChoices):
        """What the list says of it."""

        AWARDED = "awarded", _("awarded")
        RESERVE = "reserve", _("on the reserve list")
        BELOW = "below-threshold", _("below the threshold")
        DECLINED = "declined", _("declined")

    list = models.ForeignKey(RankingList, on_delete=models.PROTECT, related_name="places")
    score = models.ForeignKey(Score, on_delete=models.PROTECT, related_name="places")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="places")
    envelope = models.CharField(_("envelope"), max_length=20)
    position = models.PositiveIntegerField(_("position"))
    total = models.DecimalField(_("total"), max_digits=7, decimal_places=2)
    proposed = models.DecimalField(_("proposed grant"), max_digits=12, decimal_places=2)
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome.choices)
    grant = models.DecimalField(_("awarded grant"), max_digits=12, decimal_places=2)
    reason = models.TextField(_("why it stands here"))
    sha256 = models.CharField(max_length=64, help_text=_("Of the score as the package of the selection has it."))

    class Meta:
        ordering = ["envelope", "position", "application__reference"]
        indexes = [models.Index(fields=["list", "envelope", "position"], name="places_in_order")]
        constraints = [
            models.UniqueConstraint(fields=["list", "application"], name="one_place_an_application"),
            models.CheckConstraint(
                condition=models.Q(grant__lte=models.F("proposed")), name="never_awarded_above_the_proposed"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="awarded") | models.Q(grant=0), name="only_awarded_ones_get_a_grant"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.envelope} {self.position}"

    @property
    def money(self) -> Money:
        """What it gets, as the core's money."""
        return euros(self.grant)


class Certainty(models.Model):
    """How sure the order of a version of the lists is, as the shadow ranking estimates it; it never changes the order.

    `found` is empty until the worker has estimated it.
    """

    list = models.OneToOneField(RankingList, on_delete=models.PROTECT, related_name="certainty")
    found = models.JSONField(default=dict)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["list"]

    def __str__(self) -> str:
        return f"{self.list}"


class Change(models.Model):
    """What happened to a published list, in order: somebody declined, an envelope grew, an appeal changed points."""

    class Kind(models.TextChoices):
        """What happened."""

        DECLINED = "declined", _("declined")
        GROWN = "grown", _("the envelope grew")
        APPEAL = "appeal", _("an appeal was settled")

    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="changes")
    list = models.ForeignKey(RankingList, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    application = models.ForeignKey(Application, null=True, on_delete=models.PROTECT, related_name="+")
    envelope = models.CharField(_("envelope"), max_length=20)
    amount = models.DecimalField(_("by how much"), max_digits=14, decimal_places=2, null=True)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["selection", "application"], condition=models.Q(kind="declined"), name="declined_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="grown", amount__gt=0, application__isnull=True)
                | models.Q(kind__in=["declined", "appeal"], amount__isnull=True, application__isnull=False),
                name="money_for_envelopes_and_names_for_the_rest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.envelope}"


class Session(models.Model):
    """A session of the evaluation committee on one selection."""

    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="sessions")
    held_on = models.DateField(_("day"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    present = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="sessions_attended", blank=True)

    class Meta:
        ordering = ["held_on", "id"]

    def __str__(self) -> str:
        return f"{self.selection}, {self.held_on:%d.%m.%Y}"


class Minutes(models.Model):
    """One version of the minutes of a session on one envelope: those who do not see the envelope do not read them."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="minutes")
    envelope = models.CharField(_("envelope"), max_length=20)
    number = models.PositiveIntegerField(_("number"))
    grew_from = models.PositiveIntegerField(_("version its author had before their eyes"), default=0)
    text = models.TextField(_("text"), blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="minutes")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["envelope", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["session", "envelope", "number"], name="one_version_of_minutes_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.session}, {self.envelope} ({self.number})"

    @property
    def beside(self) -> bool:
        """Whether somebody else had saved in between: both versions are kept, and somebody must look."""
        return self.grew_from != self.number - 1


class Appeal(models.Model):
    """An applicant asks for the result to be looked at again, with reasons; one appeal an application."""

    class State(models.TextChoices):
        """Where it stands; the moves are in core.lifecycle.selection."""

        SENT = "sent", _("sent")
        RECEIVED = "received", _("received")
        REASSESSING = "reassessing", _("is being assessed anew")
        PROPOSED = "proposed", _("a decision is proposed")
        DECIDED = "decided", _("decided")

    class Outcome(models.TextChoices):
        """What came of it."""

        UPHELD = "upheld", _("the result stays as it is")
        CHANGED = "changed", _("the points of the new assessment count")

    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="appeals")
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="appeal")
    reasons = models.TextField(_("reasons"))
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("sent"))
    due_at = models.DateTimeField(_("the term ended"))
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.SENT)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(_("received"), null=True, blank=True)
    proposal = models.ForeignKey(Proposal, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices, blank=True)
    words = models.TextField(_("reasons of the decision"), blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reasons=""), name="an_appeal_has_its_reasons"),
            models.CheckConstraint(
                condition=models.Q(state="decided", decided_at__isnull=False) & ~models.Q(outcome="")
                | (~models.Q(state="decided") & models.Q(decided_at__isnull=True, outcome="")),
                name="a_decided_appeal_has_its_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application}"

    @property
    def late(self) -> bool:
        """Whether it came after the term: it is kept all the same, and the agency decides."""
        return self.sent_at > self.due_at
