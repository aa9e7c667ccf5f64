"""Projects of the past as published lists tell of them, who took part, and which row of which file said so."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from consortia.stages.organisations.models import MaybeSame, Organisation


class ImportRun(models.Model):
    """One list that was read in: where it came from and what became of its rows."""

    class State(models.TextChoices):
        """How far it got."""

        READING = "reading", _("is being read")
        COMPLETE = "complete", _("read to the end")
        BROKEN = "broken", _("could not be read to the end")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file_name = models.CharField(_("file"), max_length=300)
    source = models.CharField(_("source"), max_length=300)
    form = models.CharField(_("kind of file"), max_length=20, blank=True)
    encoding = models.CharField(_("encoding"), max_length=40, blank=True)
    by = models.CharField(_("who read it in"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.READING)
    problem = models.TextField(_("why it broke off"), blank=True)
    began_at = models.DateTimeField(_("began"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    rows = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    # Whether anything that can be searched is different since: the index asks.
    touched = models.BooleanField(default=False)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["touched", "-id"], name="import_run_touched")]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.began_at:%Y-%m-%d %H:%M})"


class RejectedRow(models.Model):
    """A row that could not be understood, kept as it stood there; the same row read again is not kept twice."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rejected_rows")
    line = models.PositiveIntegerField(_("line"))
    column = models.CharField(_("column"), max_length=400, blank=True)
    found = models.TextField(_("found"))
    expected = models.TextField(_("expected"))
    raw = models.TextField(_("the row as it stood there"))
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["run_id", "line"]

    def __str__(self) -> str:
        return f"{self.run}, line {self.line}"


class PastProject(models.Model):
    """A project that was funded. One that only a list of participations names is not described yet, and not shown."""

    identifier = models.CharField(_("project number"), max_length=80, unique=True)
    external_reference = models.CharField(_("other number"), max_length=120, blank=True)
    title = models.TextField(_("title"), blank=True)
    summary = models.TextField(_("summary"), blank=True)
    programme = models.CharField(_("programme"), max_length=300, blank=True)
    key_action = models.CharField(_("key action"), max_length=300, blank=True)
    action = models.CharField(_("action"), max_length=300, blank=True)
    code = models.CharField(_("code of the action"), max_length=20, blank=True)
    field = models.CharField(_("field"), max_length=10, blank=True)
    year = models.PositiveSmallIntegerField(_("year of the call"), null=True, blank=True)
    start = models.DateField(_("first day"), null=True, blank=True)
    end = models.DateField(_("last day"), null=True, blank=True)
    topics = models.JSONField(_("topics"), default=list)
    grant = models.DecimalField(_("grant in euros"), max_digits=14, decimal_places=2, null=True, blank=True)
    status = models.CharField(_("status"), max_length=80, blank=True)
    good_practice = models.BooleanField(_("good practice"), null=True, blank=True)
    success_story = models.BooleanField(_("success story"), null=True, blank=True)
    results_available = models.BooleanField(_("results available"), null=True, blank=True)
    website = models.TextField(_("website"), blank=True)
    card = models.TextField(_("page of the project where it was published"), blank=True)
    countries = models.JSONField(_("participating countries"), default=list)
    coordinator_country = models.CharField(_("country of the coordinator"), max_length=2, blank=True)
    country_count = models.PositiveSmallIntegerField(_("number of countries"), null=True, blank=True)
    organisation_count = models.PositiveSmallIntegerField(_("number of organisations"), null=True, blank=True)
    described = models.BooleanField(default=False)

    class Meta:
        ordering = ["-year", "identifier"]
        indexes = [models.Index(fields=["described", "id"], name="past_project_described")]

    def __str__(self) -> str:
        return self.title or self.identifier


class PastOrganisation(models.Model):
    """A name in a country as lists tell of it; a person may say which registered organisation that is."""

    name = models.CharField(_("name as first typed"), max_length=1000)
    plain_name = models.CharField(max_length=1000, editable=False)
    country = models.CharField(_("country"), max_length=2, blank=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="past_names"
    )
    # Whether it was set beside the other names of its country: the worker asks.
    compared = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["plain_name", "country"]
        indexes = [
            models.Index(fields=["organisation"], name="past_organisation_linked"),
            models.Index(fields=["compared", "country"], name="past_organisation_compared"),
            models.Index(fields=["country"], name="past_organisation_country"),
        ]

    def __str__(self) -> str:
        return self.name


class SameName(MaybeSame):
    """Two names of past projects that may be one body. Both stay; where a person says so, they are read together."""

    one = models.ForeignKey(PastOrganisation, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(PastOrganisation, on_delete=models.CASCADE, related_name="+")

    class Meta(MaybeSame.Meta):
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="one_row_a_pair_of_names"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="names_in_order"),
        ]
        indexes = [models.Index(fields=["state", "-confidence"], name="same_name_by_state")]

    def __str__(self) -> str:
        return f"{self.one} = {self.other}"


class PastParticipation(models.Model):
    """One organisation in one project; name and everything else as typed in the list."""

    class Role(models.TextChoices):
        """The part it plays."""

        COORDINATOR = "coordinator", _("Coordinator")
        PARTNER = "partner", _("Partner")

    project = models.ForeignKey(PastProject, on_delete=models.CASCADE, related_name="participations")
    organisation = models.ForeignKey(PastOrganisation, on_delete=models.PROTECT, related_name="participations")
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    number = models.PositiveSmallIntegerField(_("place among the partners"), default=0)
    name = models.CharField(_("name as typed"), max_length=1000)
    kind = models.CharField(_("kind"), max_length=300, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    region = models.CharField(_("region"), max_length=300, blank=True)
    town = models.CharField(_("town"), max_length=300, blank=True)
    address = models.TextField(_("address"), blank=True)
    website = models.TextField(_("website"), blank=True)

    class Meta:
        ordering = ["project_id", "number"]
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="one_organisation_a_place")]

    def __str__(self) -> str:
        return f"{self.name} ({self.project_id})"


class SourceRow(models.Model):
    """The row of a list that last told something: its file, line and content; so a second reading changes nothing."""

    key = models.CharField(max_length=64, unique=True)
    project = models.ForeignKey(PastProject, on_delete=models.CASCADE, related_name="source_rows")
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="source_rows")
    line = models.PositiveIntegerField(_("line"))
    digest = models.CharField(max_length=64)
    # The places in the consortium that this row told of: one that is gone from the row is gone from the project.
    places = models.JSONField(default=list)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.run}, line {self.line}"


class EarlierFacts(models.Model):
    """What a project said of itself before a later list said otherwise."""

    project = models.ForeignKey(PastProject, on_delete=models.CASCADE, related_name="earlier_facts")
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="earlier_facts")
    facts = models.JSONField(_("facts before"))

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.project_id} before {self.run}"
