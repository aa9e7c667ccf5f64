"""The agency's file on each application that counts: what was checked, asked, answered and proposed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consortia.stages.applications.models import Application, Submission
from consortia.stages.calls.models import Round
from consortia.stages.past_projects.models import PastProject


class File(models.Model):
    """An agency's file on one application. It follows the version that counts.

    What lists sort, filter and show stands here in columns of its own, copied from the frozen snapshot when the version
    is taken in: a list of ten thousand never opens a snapshot.
    """

    class State(models.TextChoices):
        """Where the file stands; the moves are in core.lifecycle.screening."""

        RECEIVED = "received", _("not begun")
        CHECKING = "checking", _("being checked")
        CLARIFYING = "clarifying", _("waits for the applicant")
        ELIGIBLE = "eligible", _("formal check passed")
        REFUSAL_PROPOSED = "refusal-proposed", _("proposed as ineligible")
        INELIGIBLE = "ineligible", _("ineligible")
        WITHDRAWN = "withdrawn", _("withdrawn")

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="file")
    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="file")
    agency = models.CharField(_("agency"), max_length=20)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="files")
    reference = models.CharField(_("reference"), max_length=12)
    title = models.CharField(_("title"), max_length=200)
    acronym = models.CharField(_("short name"), max_length=30, blank=True)
    field = models.CharField(_("field"), max_length=20)
    type = models.CharField(_("type"), max_length=40)
    format = models.CharField(_("format"), max_length=60)
    language = models.CharField(_("language"), max_length=10, blank=True)
    coordinator = models.CharField(_("coordinator"), max_length=300)
    coordinator_kind = models.CharField(_("kind of coordinator"), max_length=60)
    country = models.CharField(_("country"), max_length=4)
    organisations = models.PositiveSmallIntegerField(_("organisations"))
    requested = models.DecimalField(_("requested grant"), max_digits=12, decimal_places=2)
    failing = models.PositiveSmallIntegerField(_("findings that do not hold"), default=0)
    doubtful = models.PositiveSmallIntegerField(_("findings to look at"), default=0)
    received_at = models.DateTimeField(_("received"))
    searched = models.TextField(_("words to search in"))
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.RECEIVED)
    state_since = models.DateTimeField(_("in this state since"))
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="files_handled"
    )

    class Meta:
        ordering = ["-received_at", "-id"]
        indexes = [
            models.Index(fields=["agency", "state"], name="files_by_state"),
            models.Index(fields=["agency", "-received_at", "-id"], name="files_by_receipt"),
            models.Index(fields=["agency", "round", "field"], name="files_by_round"),
            models.Index(fields=["agency", "handler"], name="files_by_handler"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.acronym or self.title}"


# Nothing of the formal check waits for anybody in these states.
SETTLED = (File.State.ELIGIBLE, File.State.INELIGIBLE, File.State.WITHDRAWN)


class PointAnswer(models.Model):
    """An officer's answer to one point of the formal check; a later answer stands, the earlier ones stay on record."""

    class Holds(models.TextChoices):
        """What the officer found."""

        YES = "yes", _("holds")
        NO = "no", _("does not hold")
        NOT_APPLICABLE = "not-applicable", _("does not apply")

    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="point_answers")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    point = models.CharField(_("point"), max_length=120)
    holds = models.CharField(_("answer"), max_length=15, choices=Holds.choices)
    words = models.TextField(_("in words"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["file", "submission", "point"], name="answers_by_point")]

    def __str__(self) -> str:
        return f"{self.point}: {self.get_holds_display()}"


class Clarification(models.Model):
    """A question of the agency to an applicant, with a deadline of its own, and the answer."""

    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="clarifications")
    question = models.TextField(_("question"))
    due = models.DateTimeField(_("answer due"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked"))
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(_("closed without an answer"), null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["file"],
                condition=models.Q(answered_at__isnull=True, closed_at__isnull=True),
                name="one_open_question_a_file",
            ),
        ]

    def __str__(self) -> str:
        return self.question[:60]

    @property
    def late(self) -> bool:
        """Whether the answer came after its deadline."""
        return self.answered_at is not None and self.answered_at > self.due

    @property
    def is_open(self) -> bool:
        """Whether an answer is still awaited."""
        return self.answered_at is None and self.closed_at is None


# What a proposal to refuse an application is called among decisions in four eyes.
INELIGIBLE = "ineligible"
EXTENSION = "extension"


class Extension(models.Model):
    """A request to submit after the deadline, because of a technical failure; decided in four eyes."""

    class Outcome(models.TextChoices):
        """What came of it."""

        ASKED = "asked", _("asked for")
        PROPOSED = "proposed", _("waits for a second person")
        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("refused")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="extensions")
    agency = models.CharField(_("agency"), max_length=20)
    happened_at = models.DateTimeField(_("when it failed"))
    what = models.TextField(_("what happened"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked"))
    until = models.DateTimeField(_("submission possible until"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, default=Outcome.ASKED)
    words = models.TextField(_("words to the applicant"), blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["agency", "outcome"], name="extensions_by_agency")]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(outcome__in=["asked", "proposed"]),
                name="one_open_extension_an_application",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.get_outcome_display()}"


class Prints(models.Model):
    """The fingerprints of the version that counts, and when it was compared with everything else that is kept.

    They cannot be turned back into text, but tell who has the same text: nobody outside this stage reads them.
    """

    file = models.OneToOneField(File, on_delete=models.PROTECT, related_name="prints")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    numbers = models.BinaryField()
    compared_at = models.DateTimeField(null=True, blank=True)
    # Alike as well, but beyond the most that are set side by side.
    beyond = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["compared_at"], name="prints_to_compare")]

    def __str__(self) -> str:
        return f"{self.submission_id}"


class CopyPair(models.Model):
    """Two versions that share passages, or a version and the summary of a past project; something to look at.

    `passages` are rows of five numbers: begin and end in the text of `one`, begin and end in that of the other, words.
    `share` is the part of the shorter text. Between two versions, `one` is the one whose id comes first.
    """

    class Bodies(models.TextChoices):
        """Which organisations answer for both."""

        SAME_COORDINATOR = "same-coordinator", _("same coordinator")
        SAME_CONSORTIUM = "same-consortium", _("an organisation takes part in both")
        OTHER = "other", _("no organisation in common")
        PAST = "past", _("past project")

    one = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Submission, null=True, on_delete=models.PROTECT, related_name="+")
    past = models.ForeignKey(PastProject, null=True, on_delete=models.PROTECT, related_name="+")
    bodies = models.CharField(_("organisations"), max_length=20, choices=Bodies.choices)
    words = models.PositiveIntegerField(_("words shared"))
    share = models.FloatField(_("part of the shorter text"))
    passages = models.JSONField(default=list)
    found_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-words", "id"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="one_row_a_pair"),
            models.UniqueConstraint(fields=["one", "past"], name="one_row_a_past_project"),
            models.CheckConstraint(
                condition=models.Q(other__isnull=True, past__isnull=False)
                | models.Q(other__isnull=False, past__isnull=True),
                name="a_pair_has_one_other_side",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one_id}, {self.other_id or self.past_id}"


class CopyLook(models.Model):
    """What an officer says of a pair after looking at it; a later one stands. Each agency says it for itself."""

    pair = models.ForeignKey(CopyPair, on_delete=models.PROTECT, related_name="looks")
    agency = models.CharField(_("agency"), max_length=20)
    concern = models.BooleanField(_("a concern"))
    words = models.TextField(_("in words"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["pair", "agency"], name="looks_by_pair")]

    def __str__(self) -> str:
        return self.words[:60]


class SavedView(models.Model):
    """A list as somebody wants to see it again: filters and order under a name, for oneself or for the agency."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    agency = models.CharField(_("agency"), max_length=20)
    name = models.CharField(_("name"), max_length=60)
    query = models.TextField(_("filters and order"), blank=True)
    shared = models.BooleanField(_("everybody of the agency sees it"), default=False)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "agency", "name"], name="one_view_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
