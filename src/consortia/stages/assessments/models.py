"""Assessments: what each expert writes alone, what they agree on, and who signed it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consortia.core.assessment import PARTS
from consortia.stages.applications.models import Submission
from consortia.stages.experts.models import Assignment
from consortia.stages.kept_texts import KeptText, KeptVersion


class AssessmentFile(models.Model):
    """How far the assessment of one submission is; the moves are in core.assessment.

    `experts` and `pair` are ids of assignments: who was asked, in that order, and whose points are consolidated.
    """

    class State(models.TextChoices):
        """Where it stands."""

        ASSESSING = "assessing", _("experts assess")
        THIRD_EXPERT = "third-expert", _("waits for a third expert")
        CONSOLIDATING = "consolidating", _("is being consolidated")
        SIGNING = "signing", _("waits for signatures")
        FINAL = "final", _("final")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="assessment_files")
    appeal = models.BooleanField(_("after an appeal"), default=False)
    state = models.CharField(_("state"), max_length=14, choices=State.choices, default=State.ASSESSING)
    experts = models.JSONField(default=list)
    pair = models.JSONField(default=list)
    begun_at = models.DateTimeField(auto_now_add=True)
    final_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["begun_at"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "appeal"], name="one_assessment_file_a_submission"),
            models.CheckConstraint(
                condition=models.Q(state="final", final_at__isnull=False)
                | (~models.Q(state="final") & models.Q(final_at__isnull=True)),
                name="what_is_final_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.state}"


class Assessment(models.Model):
    """One expert's individual assessment, or the consolidated one, which belongs to no single assignment."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(AssessmentFile, on_delete=models.PROTECT, related_name="assessments")
    assignment = models.OneToOneField(
        Assignment, null=True, blank=True, on_delete=models.PROTECT, related_name="assessment"
    )
    begun_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["begun_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["file"],
                condition=models.Q(assignment__isnull=True),
                name="one_consolidated_assessment_a_file",
            )
        ]

    def __str__(self) -> str:
        return f"{self.assignment or _('consolidated')}"

    @property
    def consolidated(self) -> bool:
        """Whether this is what the experts agreed on."""
        return self.assignment_id is None


class Entry(KeptText):
    """The points, the named band or the comment under one criterion, as text: nothing typed is refused or lost."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="entries")
    criterion = models.CharField(max_length=20)
    part = models.CharField(max_length=10, choices=[(part, part) for part in PARTS])

    class Meta:
        ordering = ["criterion", "part"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "criterion", "part"], name="one_entry_a_part"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}.{self.part}"


class EntryVersion(KeptVersion):
    """One save of an entry, with its author."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="versions")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="one_entry_version_a_number"),
            models.UniqueConstraint(fields=["entry", "save_id"], name="one_entry_version_a_save"),
        ]

    def __str__(self) -> str:
        return f"{self.entry} v{self.number}"


class LowerAmount(models.Model):
    """An amount that experts propose under a heading below the one asked for, with its reason; the last one counts."""

    file = models.ForeignKey(AssessmentFile, on_delete=models.PROTECT, related_name="lower_amounts")
    heading = models.CharField(_("heading"), max_length=60)
    requested = models.DecimalField(_("requested"), max_digits=12, decimal_places=2)
    proposed = models.DecimalField(_("proposed"), max_digits=12, decimal_places=2)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(proposed__gte=0, proposed__lte=models.F("requested")),
                name="experts_never_propose_above_the_requested",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="a_lower_amount_of_experts_has_its_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.heading}: {self.proposed}"


class Signature(models.Model):
    """An expert's signature under what was agreed on, bound to its words; one that no longer stands stays on record."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="signatures")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="+")
    content_sha256 = models.CharField(max_length=64)
    signed_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["signed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "assignment"],
                condition=models.Q(removed_at__isnull=True),
                name="an_expert_signs_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.assignment}, {self.signed_at:%d.%m.%Y %H:%M}"
