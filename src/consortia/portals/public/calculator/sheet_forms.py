"""The sheet as forms: the choices, the organisations, and a table for each heading of the call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consortia.core.call import CallDefinition, Heading
from consortia.core.call.headings import LumpSumTerms, RealCostsTerms
from consortia.portals.public.calculator.rows import (
    ADD_WORDS,
    ROWS,
    AmountField,
    Choices,
    OrganisationRow,
    RowForm,
    Setting,
)
from consortia.portals.public.calculator.sheet import ORGANISATIONS, Sheet
from consortia.portals.shared.money import short_euro_words
from consortia.portals.shared.problems import messages_at, problems_of

MOST_MONTHS = 120
CHOSEN = "chosen"


class ProjectForm(forms.Form):
    """What the whole reckoning depends on."""

    use_required_attribute = False

    months = forms.IntegerField(
        label=gettext_lazy("Duration in months"),
        min_value=1,
        max_value=MOST_MONTHS,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            gettext_lazy("Type the duration as a whole number of months, such as 24."),
        ),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "width-4"}),
    )

    def __init__(self, *args: Any, call: CallDefinition, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["months"].help_text = _duration_hint(call)
        if call.types:
            self._choose("type", _("Type of project"), call.types, _("Choose the type of project."))
        self._choose("field", _("Field"), call.fields, _("Choose the field of the project."))
        self.order_fields(["field", "type", "months"])
        for heading in call.headings:
            self._add_single_values(heading)

    def _choose(self, name: str, label: str, things: Iterable[Any], required: str) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label,
            choices=[("", _("Choose")), *((each.code, each.title) for each in things)],
            error_messages={"required": required, "invalid_choice": required},
        )

    def _add_single_values(self, heading: Heading) -> None:
        terms = heading.terms
        if isinstance(terms, RealCostsTerms) and terms.outside:
            message = _("Type the cost as a sum without a sign for thousands, such as 1250.50.")
            errors = dict.fromkeys(("invalid", "min_value", "max_digits", "max_decimal_places"), message)
            self.fields[terms.outside.key] = AmountField(
                label=terms.outside.title, required=False, error_messages=errors
            )
        if isinstance(terms, LumpSumTerms):
            choices = [(str(choice), short_euro_words(choice.amount)) for choice in terms.choices]
            self.fields[f"{heading.key}:{CHOSEN}"] = forms.ChoiceField(
                label=_("Lump sum"), choices=choices, required=False, widget=forms.RadioSelect
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of the sheet: its rows as forms, and what stands around them."""

    key: str
    title: str
    rows: tuple[RowForm, ...]
    add: str
    heading: Heading | None = None
    singles: tuple[forms.BoundField, ...] = ()
    closed: bool = False

    @property
    def columns(self) -> list[str]:
        """The heads of the columns."""
        return [str(field.label) for field in self.rows[0].visible_fields()] if self.rows else []

    @property
    def filled(self) -> tuple[RowForm, ...]:
        """The rows in which something was typed."""
        return tuple(row for row in self.rows if row.is_bound)


class SheetForms:
    """All forms of a sheet; `check` binds what was typed, otherwise it is only shown."""

    def __init__(self, call: CallDefinition, sheet: Sheet, *, check: bool) -> None:
        self.call = call
        self.sheet = sheet
        self.check = check
        self.project = ProjectForm(sheet.values if check else None, call=call, initial=sheet.values)

    @cached_property
    def organisations(self) -> Table:
        """The organisations that take part."""
        return self._table(ORGANISATIONS, _("Organisations"), OrganisationRow, add=_("Add an organisation"))

    @cached_property
    def headings(self) -> tuple[Table, ...]:
        """A table for each heading of the call."""
        return tuple(self._table_of(heading) for heading in self.call.headings)

    @property
    def tables(self) -> Iterator[Table]:
        """All tables with rows."""
        yield self.organisations
        yield from (table for table in self.headings if table.add)

    @cached_property
    def is_valid(self) -> bool:
        """Whether everything that was typed can be reckoned with."""
        return not self.problems

    @cached_property
    def problems(self) -> list[Mapping[str, str]]:
        """All that keeps the sheet from being reckoned, each with a link to its place."""
        found = [*problems_of(self.project)]
        for table in self.tables:
            for number, row in enumerate(table.rows, start=1):
                where = _("%(table)s, row %(number)d") % {"table": table.title, "number": number}
                found += [
                    {"text": f"{where}: {text}", "href": f"#{field.id_for_label}"}
                    for field in row
                    for text in _said(row, field)
                ]
        if not self.organisations.filled:
            first = self.organisations.rows[0]["country"].id_for_label if self.organisations.rows else "organisations"
            found.append({"text": _("Name at least one organisation with its country."), "href": f"#{first}"})
        return found

    def _table_of(self, heading: Heading) -> Table:
        row = ROWS.get(heading.basis)
        singles = tuple(self.project[name] for name in _single_names(heading))
        if row is None:
            return Table(key=heading.key, title=heading.title, rows=(), add="", heading=heading)
        type_ = self.sheet.values.get("type")
        return self._table(
            heading.key,
            heading.title,
            row,
            add=str(ADD_WORDS[heading.basis]),
            heading=heading,
            singles=singles,
            closed=bool(type_) and not heading.is_open_to(type_),
        )

    def _table(
        self,
        key: str,
        title: str,
        row: type[RowForm],
        *,
        add: str,
        heading: Heading | None = None,
        singles: tuple[forms.BoundField, ...] = (),
        closed: bool = False,
    ) -> Table:
        setting = Setting(
            call=self.call,
            field=self.sheet.values.get("field", ""),
            organisations=self._organisation_choices,
            countries=_country_choices(self.call),
            heading=heading,
        )
        typed = self.sheet.rows(key) or [{}]
        rows = tuple(self._row(row, values, f"{key}:{number}", setting) for number, values in enumerate(typed))
        return Table(key=key, title=title, rows=rows, add=add, heading=heading, singles=singles, closed=closed)

    def _row(self, row: type[RowForm], values: Mapping[str, str], prefix: str, setting: Setting) -> RowForm:
        blank = not any(value.strip() for name, value in values.items() if name not in row.blank_but)
        if blank or not self.check:
            return row(setting=setting, prefix=prefix, initial=dict(values))
        return row({f"{prefix}:{name}": value for name, value in values.items()}, setting=setting, prefix=prefix)

    @property
    def _organisation_choices(self) -> Choices:
        """The organisations by name; when checking, only those whose country is known can be meant."""
        return [
            (row.get("key", ""), row.get("name", "").strip() or _("Organisation %(number)d") % {"number": number})
            for number, row in enumerate(self.sheet.rows(ORGANISATIONS), start=1)
            if row.get("country") or not self.check
        ]


def single_names(call: CallDefinition) -> list[str]:
    """Return the names of all single answers on the sheet of a call."""
    return ["field", "type", "months", *(name for heading in call.headings for name in _single_names(heading))]


def table_names(call: CallDefinition) -> list[str]:
    """Return the names of all tables on the sheet of a call."""
    return [ORGANISATIONS, *(heading.key for heading in call.headings if heading.basis in ROWS)]


def _single_names(heading: Heading) -> list[str]:
    terms = heading.terms
    if isinstance(terms, RealCostsTerms) and terms.outside:
        return [terms.outside.key]
    return [f"{heading.key}:{CHOSEN}"] if isinstance(terms, LumpSumTerms) else []


def _said(row: RowForm, field: forms.BoundField) -> list[str]:
    return messages_at(field) if row.is_bound else []


def _country_choices(call: CallDefinition) -> Choices:
    regions: dict[str, list[tuple[str, str]]] = {}
    for country in sorted(
        call.countries.values(), key=lambda each: (each.standing != "programme", each.region, each.looked_up_as)
    ):
        regions.setdefault(country.region_title, []).append((country.code, country.name))
    return list(regions.items())


def _duration_hint(call: CallDefinition) -> str:
    shortest = min(each.from_months for each in call.durations)
    longest = max(each.to_months for each in call.durations)
    return _("This call takes projects of %(shortest)d to %(longest)d months, depending on the field.") % {
        "shortest": shortest,
        "longest": longest,
    }
