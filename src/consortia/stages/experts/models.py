"""Experts: who they are, what agencies ask of them, what they declare, and which application each assesses."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consortia.rulebook.agencies import known_agencies
from consortia.stages.applications.models import Application, Submission
from consortia.stages.calls.models import Round
from consortia.stages.organisations.models import Organisation


class Expert(models.Model):
    """What a person says of themselves to agencies that look for experts.

    An agency reads it only where the expert stands in the pool or has accepted an engagement with that agency.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="expert")
    fields = models.JSONField(_("fields"), default=list)
    priorities = models.JSONField(_("priorities"), default=list)
    languages = models.JSONField(_("languages read"), default=list)
    country = models.CharField(_("country"), max_length=2, blank=True)
    town = models.CharField(_("town"), max_length=120, blank=True)
    employer = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    employer_name = models.CharField(_("employer"), max_length=300, blank=True)
    domain = models.CharField(_("e-mail domain of the employer"), max_length=253, blank=True)
    works = models.TextField(_("publications and past work"), blank=True)
    ties = models.TextField(_("organisations with ties"), blank=True)
    capacity = models.PositiveSmallIntegerField(_("most applications in a round"), default=10)
    available_from = models.DateField(_("available from"), null=True, blank=True)
    available_to = models.DateField(_("available to"), null=True, blank=True)
    identifier = models.CharField(_("ORCID or another identifier"), max_length=60, blank=True)
    in_pool = models.BooleanField(_("in the pool for all agencies"), default=False)
    search_text = models.TextField(editable=False, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["person__name", "id"]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def workplace(self) -> str:
        """What the employer is called, empty where the expert named none."""
        return self.employer.name if self.employer is not None else self.employer_name


class Engagement(models.Model):
    """An agency asks one expert for one round; `expert` is empty while a letter to an address is not answered."""

    class State(models.TextChoices):
        """What became of the invitation."""

        INVITED = "invited", _("invited")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        REPLACED = "replaced", _("replaced")
        ENDED = "ended", _("ended")

    agency = models.CharField(_("agency"), max_length=20)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="engagements")
    expert = models.ForeignKey(Expert, null=True, blank=True, on_delete=models.PROTECT, related_name="engagements")
    email = models.EmailField(_("e-mail address"), max_length=254)
    token = models.CharField(max_length=64, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.INVITED)
    most = models.PositiveSmallIntegerField(_("most applications"), default=10)
    internal = models.BooleanField(_("works for the agency"), default=False)
    briefing = models.TextField(_("briefing"), blank=True)
    reading_pack = models.TextField(_("reading pack"), blank=True)
    answer_by = models.DateField(_("answer by"), null=True, blank=True)
    due_on = models.DateField(_("assessments due on"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    replaced_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["agency", "round", "state"], name="engagements_of_a_round")]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "round", "expert"],
                condition=models.Q(state__in=["invited", "accepted"]),
                name="an_expert_is_engaged_once_a_round",
            ),
            models.UniqueConstraint(
                fields=["agency", "round", "email"],
                condition=models.Q(state__in=["invited", "accepted"]),
                name="an_address_is_invited_once_a_round",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="accepted") | models.Q(expert__isnull=False),
                name="who_accepted_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expert or self.email}, {self.agency}"

    @property
    def agency_title(self) -> str:
        """What the agency is called, its code where the rulebook no longer knows it."""
        known = known_agencies().get(self.agency)
        return known.title if known is not None else self.agency


class Declaration(models.Model):
    """Confidentiality and independence as declared for one engagement: the words that were read; never changed."""

    engagement = models.OneToOneField(Engagement, on_delete=models.PROTECT, related_name="declaration")
    words = models.JSONField(_("words"))
    sha256 = models.CharField(max_length=64)
    name = models.CharField(_("name as typed"), max_length=200)
    at = models.DateTimeField(_("declared"), auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.name}, {self.at:%d.%m.%Y %H:%M}"


class DeclaredConflict(models.Model):
    """A conflict of interest that the expert names, with one application; stays on record."""

    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="declared_conflicts")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"))
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["expert", "application"], name="a_conflict_is_declared_once")]

    def __str__(self) -> str:
        return f"{self.expert}: {self.application}"


class Assignment(models.Model):
    """One expert assesses one application, as it was submitted. The expert sees it from then until it ends."""

    class Role(models.TextChoices):
        """What the assessment is for."""

        ASSESSOR = "assessor", _("individual assessment")
        THIRD = "third", _("third assessment")
        APPEAL = "appeal", _("assessment after an appeal")

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="assignments")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="assignments")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.ASSESSOR)
    leads = models.BooleanField(_("writes the consolidated assessment"), default=False)
    reason = models.TextField(_("why this expert"), blank=True)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.TextField(_("why it ended"), blank=True)
    replaced_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces")

    class Meta:
        ordering = ["application_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["engagement", "application"],
                condition=models.Q(ended_at__isnull=True),
                name="an_expert_assesses_an_application_once",
            ),
            models.UniqueConstraint(
                fields=["application", "role"],
                condition=models.Q(ended_at__isnull=True, leads=True),
                name="one_expert_leads_the_consolidation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.engagement}: {self.application}"

    @property
    def due_on(self) -> date | None:
        """When it is due, if a day was set: an engagement's day is for the round, and appeals come after it."""
        return None if self.role == self.Role.APPEAL else self.engagement.due_on


class PairWish(models.Model):
    """An officer's word on one pair: they must be together, or must not. It counts until it is taken back."""

    class Kind(models.TextChoices):
        """What is wished."""

        PIN = "pin", _("must be together")
        FORBID = "forbid", _("must not be together")

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="wishes")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["engagement", "application"],
                condition=models.Q(taken_back_at__isnull=True),
                name="one_wish_for_a_pair",
            )
        ]

    def __str__(self) -> str:
        return f"{self.engagement}: {self.application} {self.kind}"


class Plan(models.Model):
    """A draft of who assesses what in a round, as it was reckoned from inputs that `inputs_sha256` names.

    A plan with a `seed` was drawn: no pair that is not fixed was likelier than `most_likely` per cent.
    """

    class State(models.TextChoices):
        """What became of the plan."""

        RECKONING = "reckoning", _("being reckoned")
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        REPLACED = "replaced", _("replaced by a later one")

    agency = models.CharField(_("agency"), max_length=20)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="plans")
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.RECKONING)
    keeps = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    most_likely = models.PositiveSmallIntegerField(null=True, blank=True)
    seed = models.BigIntegerField(null=True, blank=True)
    inputs = models.JSONField(default=dict)
    inputs_sha256 = models.CharField(max_length=64, blank=True)
    result = models.JSONField(default=dict)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "round", "number"], name="plans_are_numbered"),
            models.CheckConstraint(
                condition=models.Q(most_likely=None, seed=None)
                | models.Q(most_likely__gte=1, most_likely__lte=100, seed__isnull=False, keeps=None),
                name="drawn_plans_name_bound_and_seed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.round_id} plan {self.number}"
