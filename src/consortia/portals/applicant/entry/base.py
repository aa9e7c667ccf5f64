"""What the forms of all headings share: a name, months, the way to an entry and back, problems at their fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy

from consortia.core.errors import DocumentError
from consortia.portals.applicant.entry.months import month_choices
from consortia.stages.applications.models import Participation, PlanRow
from consortia.stages.applications.services.planning import PlanEntry, tried_out

if TYPE_CHECKING:
    from consortia.core.call import Heading
    from consortia.stages.applications.snapshots import Rows

LARGEST_NUMBER = 1_000_000


class EntryForm(forms.Form):
    """One row of the plan under a heading. `quiet` looks at what is filled in so far and asks for nothing yet."""

    template: ClassVar[str]
    timed: ClassVar[bool] = True

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        rows: Rows,
        heading: Heading,
        entry: PlanEntry | None = None,
        quiet: bool = False,
    ) -> None:
        self.rows, self.heading, self.quiet = rows, heading, quiet
        self.begun = entry or PlanEntry(heading=heading.code, values={})
        super().__init__(data, initial=self._first_values())
        self.build()
        if self.timed:
            self._add_months()

    # What each heading says for itself

    def build(self) -> None:
        """Add the fields that depend on the call and the consortium."""

    def initial_from(self, entry: PlanEntry) -> dict[str, Any]:  # noqa: ARG002  # what most headings override
        """Return the first value of each field for a row as it stands."""
        return {}

    def values(self) -> dict[str, Any]:
        """Return the keys of the application document, from what is filled in."""
        raise NotImplementedError

    def extras(self) -> dict[str, Any]:
        """Return what only the site needs."""
        return {}

    def name(self) -> str:
        """Return what the row is called in lists."""
        return str(self.cleaned_data.get("title") or "")

    def field_at(self, place: str) -> str | None:
        """Return the field that a place within the row speaks of, such as `travellers[0].people`."""
        head = place.partition("[")[0].partition(".")[0]
        return head if head in self.fields else None

    # What they share

    def entry(self) -> PlanEntry:
        """Return what was filled in as an entry of the plan."""
        return PlanEntry(
            heading=self.heading.code,
            values=self.values(),
            title=self.name()[:200],
            first_month=self.cleaned_data.get("first_month"),
            last_month=self.cleaned_data.get("last_month") or self.cleaned_data.get("first_month"),
            extras=self.extras(),
        )

    def entry_so_far(self) -> PlanEntry:
        """Return what is filled in so far: of an open form what it began with."""
        if not self.is_bound:
            return self.begun
        self.errors  # noqa: B018  # looking at the errors is what cleans a form
        return self.entry()

    @cached_property
    def row(self) -> PlanRow:
        """The row as far as it is filled in, for distances and costs; stored nowhere."""
        return tried_out(self.rows, self.entry_so_far())[1]

    def full_clean(self) -> None:
        """Look at what was filled in; while somebody is still at it, do not ask for what is missing."""
        super().full_clean()
        if self.is_bound and self.quiet:
            forget_missing(self)

    def clean(self) -> dict[str, Any]:
        """Look at the months together."""
        first, last = self.cleaned_data.get("first_month"), self.cleaned_data.get("last_month")
        if first and last and last < first:
            self.add_error("last_month", gettext("The last month is before the first. Choose a later one."))
        if last and not first:
            self.add_error(
                "first_month", forms.ValidationError(gettext("Choose the first month too."), code="incomplete")
            )
        return self.cleaned_data

    def blame(self, error: DocumentError, place: str) -> None:
        """Show what the core could not read at the field it speaks of, else above the form."""
        text = found_and_expected(error)
        within = error.where.removeprefix(place).removeprefix(".") if place and error.where.startswith(place) else ""
        field = self.field_at(within) if within else None
        self.add_error(field, text if field else f"{error.where}: {text}")

    def whole_number(self, label: str, *, help_text: str = "", required: bool = False) -> forms.IntegerField:
        """Return a field for people, days or kilometres; its messages name it, as they stand above the form too."""
        named = {"label": label}
        return forms.IntegerField(
            label=label,
            help_text=help_text,
            required=required,
            min_value=0,
            max_value=LARGEST_NUMBER,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "width-4", "autocomplete": "off"}),
            error_messages={
                "invalid": gettext("%(label)s: enter a whole number, such as 4.") % named,
                "min_value": gettext("%(label)s: enter 0 or more.") % named,
                "max_value": gettext("%(label)s: enter a smaller number, at most %(most)d.")
                % {**named, "most": LARGEST_NUMBER},
                "required": gettext("%(label)s: enter a number; 0 if there are none.") % named,
            },
        )

    def organisation_choices(self, *, empty: str) -> list[tuple[str, str]]:
        """Return the organisations of the consortium to choose from."""
        return [("", empty), *((p.key, organisation_words(p)) for p in self.rows.participations)]

    def country_choices(self, *, empty: str) -> list[Any]:
        """Return the countries of the call, those of the consortium first."""
        own = {p.organisation.country for p in self.rows.participations}
        listed = sorted(self.rows.call.countries.items(), key=lambda each: each[1].looked_up_as)
        here = [(code, country.name) for code, country in listed if code in own]
        others = [(code, country.name) for code, country in listed if code not in own]
        return [("", empty), (gettext("Countries of this consortium"), here), (gettext("Other countries"), others)]

    def _first_values(self) -> dict[str, Any]:
        entry = self.begun
        months = {"first_month": entry.first_month, "last_month": entry.last_month}
        return {"title": entry.title, **months, **self.initial_from(entry)}

    def _add_months(self) -> None:
        application = self.rows.application
        for name, label, stored in (
            ("first_month", gettext("First month"), self.begun.first_month),
            ("last_month", gettext("Last month"), self.begun.last_month),
        ):
            self.fields[name] = forms.TypedChoiceField(
                label=label,
                required=False,
                coerce=int,
                empty_value=None,
                choices=[
                    ("", gettext("Not decided yet")),
                    *month_choices(application.start, application.months, kept=stored),
                ],
            )


def forget_missing(form: forms.Form) -> None:
    """Drop the problems that only say that something is missing yet, and keep those about what is filled in."""
    for name, problems in list(form.errors.as_data().items()):
        if all(problem.code in {"required", "incomplete"} for problem in problems):
            del form.errors[name]


def found_and_expected(error: DocumentError) -> str:
    """Return what the core found at a place and what it expected there."""
    return gettext("Found %(found)s, expected %(expected)s.") % {"found": error.found, "expected": error.expected}


def organisation_words(participation: Participation) -> str:
    """Return an organisation with its town, as lists of choices show it."""
    return f"{participation.organisation.name}, {participation.organisation.city}"


def title_field(label: str, help_text: str = "") -> forms.CharField:
    """Return the field for what people call a row."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=200,
        error_messages={"required": gettext_lazy("Give it a name, so that the partners recognise it.")},
    )
