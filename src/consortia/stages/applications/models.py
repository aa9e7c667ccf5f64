"""Applications: the document a consortium writes together, everything beside it, and what was submitted."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consortia.stages.calls.models import Round
from consortia.stages.organisations.models import Organisation

# Letters and figures that nobody mixes up when reading a number aloud on the telephone.
REFERENCE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_reference() -> str:
    """Return a short name for an application that people can say and type."""
    return "".join(secrets.choice(REFERENCE_ALPHABET) for _character in range(8))


class Application(models.Model):
    """An application for one round; its answers, plan and consortium hang on it."""

    class State(models.TextChoices):
        """Where an application stands in its life; the moves are in core.lifecycle."""

        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        WITHDRAWN = "withdrawn", _("withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(_("reference"), max_length=12, unique=True, default=new_reference, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="applications")
    field = models.CharField(_("field"), max_length=20)
    type = models.CharField(_("type"), max_length=40)
    format = models.CharField(_("format"), max_length=60)
    title = models.CharField(_("title"), max_length=200)
    acronym = models.CharField(_("short name"), max_length=30, blank=True)
    language = models.CharField(_("language of the application"), max_length=10, default="en")
    start = models.DateField(_("first day of the project"))
    months = models.PositiveSmallIntegerField(_("duration in months"))
    priorities = models.JSONField(_("priorities"), default=list)
    topics = models.CharField(_("topics"), max_length=300, blank=True)
    bank_guarantee_cost = models.DecimalField(_("bank guarantee"), max_digits=12, decimal_places=2, default=0)
    lump_sum = models.CharField(_("lump sum"), max_length=40, blank=True)
    agency = models.CharField(_("agency"), max_length=20, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.DRAFT)
    extended_until = models.DateTimeField(_("may be submitted until, after a technical failure"), null=True, blank=True)
    facts_version = models.PositiveIntegerField(default=0)
    copied_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="copies")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-changed_at"]

    def __str__(self) -> str:
        return self.acronym or self.title

    @property
    def deadline(self) -> datetime:
        """Until when it can be submitted: its round's deadline, or later where the agency granted that."""
        return max(self.round.deadline, self.extended_until) if self.extended_until else self.round.deadline

    def is_late(self, moment: datetime) -> bool:
        """Whether a moment lies after the deadline; the deadline itself is in time."""
        return moment > self.deadline


class Participation(models.Model):
    """An organisation's part in one application; `key` is its id in the application document."""

    class Role(models.TextChoices):
        """What an organisation is in the consortium."""

        COORDINATOR = "coordinator", _("coordinator")
        PARTNER = "partner", _("partner")
        ASSOCIATED = "associated", _("associated partner")

    class State(models.TextChoices):
        """Whether the organisation has agreed to take part."""

        INVITED = "invited", _("invited")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="participations")
    key = models.CharField(max_length=12)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="participations")
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.INVITED)
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    legal_representative = models.CharField(_("legal representative"), max_length=200, blank=True)
    legal_representative_position = models.CharField(_("position"), max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "key"], name="one_participation_a_key"),
            models.UniqueConstraint(
                fields=["application", "organisation"],
                condition=models.Q(state__in=["invited", "accepted"]),
                name="an_organisation_takes_part_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.organisation}"


class Invitation(models.Model):
    """A letter that asks somebody to take part; answered once, by whoever holds its link."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="invitations")
    participation = models.ForeignKey(
        Participation, null=True, blank=True, on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(
        _("role"), max_length=12, choices=Participation.Role.choices, default=Participation.Role.PARTNER
    )
    message = models.TextField(_("message"), blank=True)
    token = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    accepted = models.BooleanField(null=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-sent_at"]

    def __str__(self) -> str:
        return self.email


class Answer(models.Model):
    """The text that stands as the answer to one question; `scope` is a participation key or empty."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=120)
    scope = models.CharField(max_length=12, blank=True, default="")
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    open_conflicts = models.JSONField(default=list)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "question", "scope"], name="one_answer_a_question")
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.scope}".strip()


class AnswerVersion(models.Model):
    """One save of an answer: what its author sent, from which view it grew, and what stood afterwards.

    `runs` tell of each stretch of text which version it came with, so that later saves are merged word by word.
    """

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    base = models.PositiveIntegerField()
    sent = models.TextField(blank=True)
    text = models.TextField(blank=True)
    merged = models.BooleanField(default=False)
    grew_from_sent = models.BooleanField(default=False)
    runs = models.JSONField(default=list)
    sent_runs = models.JSONField(default=list)
    page = models.CharField(max_length=64, blank=True)
    save_id = models.CharField(max_length=64)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "number"], name="one_version_a_number"),
            models.UniqueConstraint(fields=["answer", "save_id"], name="one_version_a_save"),
        ]

    def __str__(self) -> str:
        return f"{self.answer} v{self.number}"


class PlanRow(models.Model):
    """One planned thing that costs or takes time: a meeting, an output, an event, an activity, a cost.

    `values` hold exactly the keys of the application document for its heading, beside `extras` that only the
    site needs (venue town, reasons for a distance). Months count from 1; they feed the timetable.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="plan_rows")
    heading = models.CharField(max_length=60)
    key = models.CharField(max_length=12)
    title = models.CharField(_("title"), max_length=200, blank=True)
    first_month = models.PositiveSmallIntegerField(_("first month"), null=True, blank=True)
    last_month = models.PositiveSmallIntegerField(_("last month"), null=True, blank=True)
    values = models.JSONField(default=dict)
    extras = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["application", "heading", "key"], name="one_plan_row_a_key")]

    def __str__(self) -> str:
        return self.title or self.key


class PlanRowVersion(models.Model):
    """What a plan row held before a change or removal, so that it can be brought back."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="plan_row_versions")
    heading = models.CharField(max_length=60)
    key = models.CharField(max_length=12)
    content = models.JSONField()
    removed = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.heading} {self.key}"


class Mandate(models.Model):
    """A partner's mandate, bound to what was seen when it was given."""

    participation = models.OneToOneField(Participation, on_delete=models.CASCADE, related_name="mandate")
    part_digest = models.CharField(max_length=64)
    money_digest = models.CharField(max_length=64)
    seen = models.JSONField(default=dict)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    signatory = models.CharField(_("signed by"), max_length=200)
    given_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["participation__position"]

    def __str__(self) -> str:
        return f"mandate of {self.participation}"


def annex_path(annex: Annex, name: str) -> str:
    """Return where an annex is kept; the name people gave it stays in the row, not on the disk."""
    suffix = name.rpartition(".")[2].lower()[:5]
    return f"annexes/{annex.application_id}/{uuid.uuid4().hex}.{suffix}"


class Annex(models.Model):
    """A file that belongs to the application: a signed mandate, the declaration on honour, the timetable."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="annexes")
    participation = models.ForeignKey(
        Participation, null=True, blank=True, on_delete=models.SET_NULL, related_name="annexes"
    )
    kind = models.CharField(_("kind"), max_length=60)
    file = models.FileField(_("file"), upload_to=annex_path, max_length=200)
    name = models.CharField(_("name"), max_length=200)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "uploaded_at"]

    def __str__(self) -> str:
        return self.name


class Comment(models.Model):
    """A remark or a small task beside a question; part of the talk, never of the application."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="comments")
    question = models.CharField(max_length=120)
    scope = models.CharField(max_length=12, blank=True, default="")
    text = models.TextField(_("comment"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="tasks"
    )
    due = models.DateField(_("due"), null=True, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text[:60]


class Submission(models.Model):
    """What was received, frozen: snapshot, findings, budget, edition and time. Never changed afterwards."""

    class State(models.TextChoices):
        """Whether this version counts."""

        CURRENT = "current", _("counts")
        REPLACED = "replaced", _("replaced by a later version")
        WITHDRAWN = "withdrawn", _("withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="submissions")
    number = models.CharField(_("receipt number"), max_length=40, unique=True)
    sequence = models.PositiveSmallIntegerField()
    request_id = models.CharField(max_length=64, unique=True)
    received_at = models.DateTimeField(_("received"))
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    declared_by = models.CharField(_("declaration on honour by"), max_length=200)
    snapshot = models.TextField()
    sha256 = models.CharField(max_length=64)
    edition_hash = models.CharField(max_length=64)
    findings = models.JSONField()
    budget = models.JSONField()
    signature = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.CURRENT)
    document = models.FileField(upload_to="submissions/", null=True, blank=True, max_length=200)

    class Meta:
        ordering = ["-sequence"]
        # Snapshots make the rows long: what counts is found without reading one.
        indexes = [models.Index(fields=["state", "id"], name="submissions_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["application", "sequence"], name="one_submission_a_sequence"),
            models.UniqueConstraint(
                fields=["application"], condition=models.Q(state="current"), name="one_submission_counts"
            ),
        ]

    def __str__(self) -> str:
        return self.number
