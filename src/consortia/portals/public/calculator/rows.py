"""The tables of the calculator: one kind of row for each way of reckoning that a call may use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final, cast

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consortia.core.application.parts import LARGEST_WHOLE_NUMBER
from consortia.core.call import CallDefinition, Heading
from consortia.core.call.headings import BasisCode, DailyRatesTerms, StaysTerms
from consortia.portals.shared.money import plain_sum
from consortia.portals.shared.reckoned import distance_bands, distance_words

Choices = list[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the rows of a table choose from."""

    call: CallDefinition
    field: str
    organisations: Choices
    countries: Choices
    heading: Heading | None = None

    @property
    def terms(self) -> object:
        """The terms of the heading the table belongs to."""
        return self.heading.terms if self.heading else None


class AmountField(forms.DecimalField):
    """A sum in euros as people type it."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(min_value=0, max_digits=14, decimal_places=2, widget=widget, **options)

    def to_python(self, value: Any) -> Any:
        """Return the sum."""
        return super().to_python(plain_sum(str(value or "")))


class RowForm(forms.Form):
    """One row of a table; a row in which nothing was typed does not count."""

    blank_but: ClassVar[frozenset[str]] = frozenset()
    # Rows have many controls side by side: the table's head names them, and each says so by itself too.
    use_required_attribute = False

    def __init__(self, *args: Any, setting: Setting, **options: Any) -> None:
        super().__init__(*args, **options)
        self.setting = setting
        self.build()

    def add_prefix(self, field_name: str) -> str:
        """Return the name of a control: table, row and column."""
        return f"{self.prefix}:{field_name}"

    def build(self) -> None:
        """Add the columns."""
        raise NotImplementedError

    def choice(self, name: str, label: str, choices: Choices, *, required: str) -> None:
        """Add a column to choose in."""
        empty = ("", _("Choose"))
        self.fields[name] = forms.ChoiceField(
            label=label, choices=[empty, *choices], error_messages={"required": required, "invalid_choice": required}
        )

    def whole(self, name: str, label: str, *, required: str, least: int = 1) -> None:
        """Add a column for a whole number."""
        messages = dict.fromkeys(("required", "invalid", "min_value", "max_value"), required)
        self.fields[name] = forms.IntegerField(
            label=label,
            min_value=least,
            max_value=LARGEST_WHOLE_NUMBER,
            error_messages=messages,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "width-4"}),
        )

    def text(self, name: str, label: str) -> None:
        """Add a column for a few words that may be left out."""
        self.fields[name] = forms.CharField(label=label, required=False, max_length=200)

    def amount(self, name: str, label: str, *, required: str) -> None:
        """Add a column for a sum of money."""
        messages = dict.fromkeys(("required", "invalid", "min_value", "max_digits", "max_decimal_places"), required)
        self.fields[name] = AmountField(label=label, error_messages={**messages, "max_whole_digits": required})

    def organisation(self, label: str) -> None:
        """Add a column for one of the organisations above."""
        self.choice(
            "organisation", label, self.setting.organisations, required=_("Choose an organisation that has a country.")
        )

    def distance(self) -> None:
        """Add a column for a band of distance."""
        bands = distance_bands(cast("Heading", self.setting.heading))
        choices = [(str(band.from_), distance_words(band)) for band in bands]
        self.choice("distance", _("One-way distance"), choices, required=_("Choose how far it is, one way."))


class OrganisationRow(RowForm):
    """An organisation that takes part."""

    blank_but = frozenset({"key", "role"})

    def build(self) -> None:
        """Ask for name, country and role."""
        self.text("name", _("Name or short name"))
        self.choice(
            "country", _("Country"), self.setting.countries, required=_("Choose the country of the organisation.")
        )
        roles = [(role.code, role.title) for role in self.setting.call.roles]
        self.choice("role", _("Role"), roles, required=_("Choose the role of the organisation."))
        self.fields["key"] = forms.CharField(widget=forms.HiddenInput, max_length=12)


class TravelRow(RowForm):
    """People of one organisation who travel to meetings."""

    def build(self) -> None:
        """Ask who travels how far."""
        self.organisation(_("Who travels"))
        self.whole("people", _("Travellers"), required=_("Type how many people travel, all meetings together."))
        self.distance()


class WorkRow(RowForm):
    """Days of work of one organisation on one output."""

    def build(self) -> None:
        """Ask who works how many days on what."""
        self.text("title", _("Output"))
        self.organisation(_("Who works"))
        terms = self.setting.terms
        categories = (
            [(each.code, each.title) for each in terms.categories] if isinstance(terms, DailyRatesTerms) else []
        )
        self.choice("category", _("Staff"), categories, required=_("Choose the category of staff."))
        self.whole("days", _("Days"), required=_("Type the number of days as a whole number."))


class EventRow(RowForm):
    """An event with its participants."""

    def build(self) -> None:
        """Ask where it is and who comes."""
        self.choice("country", _("Where"), self.setting.countries, required=_("Choose the country of the event."))
        message = _("Type the number of participants as a whole number, 0 for none.")
        self.whole("local", _("Local participants"), required=message, least=0)
        self.whole("international", _("International participants"), required=message, least=0)


class StayRow(RowForm):
    """People of one kind from one organisation in one activity."""

    def build(self) -> None:
        """Ask who stays where, how long and how far from home."""
        terms = cast("StaysTerms", self.setting.terms)
        self.choice("activity", _("Activity and people"), self._activities(terms), required=_("Choose the activity."))
        self.choice("country", _("Where"), self.setting.countries, required=_("Choose the country of the activity."))
        self.organisation(_("Who comes"))
        self.whole("people", _("People"), required=_("Type how many people come."))
        self.whole("length", _("Days or months each"), required=_("Type how long each of them stays, without travel."))
        self.distance()
        if terms.linguistic_support:
            self.fields["language"] = forms.BooleanField(label=_("Language support"), required=False)

    def _activities(self, terms: StaysTerms) -> Choices:
        units = {"days": _("in days"), "months": _("in months")}
        open_here = [each for each in terms.formats if not self.setting.field or self.setting.field in each.fields]
        return [
            (f"{each.code}|{group.kind}", f"{each.title}: {kind.title}, {units[kind.unit]}")
            for each in open_here
            for group in each.groups
            if (kind := terms.kind_by_code[group.kind])
        ]


class CostRow(RowForm):
    """Something paid by what it really costs."""

    def build(self) -> None:
        """Ask what it is and what it costs."""
        self.text("description", _("What for"))
        self.amount(
            "cost",
            _("Real cost in euros"),
            required=_("Type the cost as a sum without a sign for thousands, such as 1250.50."),
        )


class SharedActivityRow(RowForm):
    """An activity that holds a part of a lump sum."""

    def build(self) -> None:
        """Ask who does it, where, and what part it holds."""
        self.text("title", _("Activity"))
        self.organisation(_("Who leads it"))
        self.choice("country", _("Where"), self.setting.countries, required=_("Choose the country of the activity."))
        self.amount(
            "amount",
            _("Part of the sum in euros"),
            required=_("Type the part as a sum without a sign for thousands, such as 5000."),
        )


ROWS: Final[Mapping[BasisCode, type[RowForm]]] = {
    "distance-travel": TravelRow,
    "daily-rates": WorkRow,
    "per-participant": EventRow,
    "stays": StayRow,
    "real-costs": CostRow,
    "lump-sum": SharedActivityRow,
}
ADD_WORDS: Final[Mapping[BasisCode, Promise]] = {
    "distance-travel": gettext_lazy("Add travellers"),
    "daily-rates": gettext_lazy("Add work"),
    "per-participant": gettext_lazy("Add an event"),
    "stays": gettext_lazy("Add a group of people"),
    "real-costs": gettext_lazy("Add a cost"),
    "lump-sum": gettext_lazy("Add an activity"),
}
