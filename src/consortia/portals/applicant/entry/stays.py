"""Learning, teaching and training activities: a format, a town, and groups of people who stay."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext

from consortia.core.call.headings import ActivityFormat, StaysTerms
from consortia.core.errors import DocumentError
from consortia.portals.applicant.entry.base import EntryForm, forget_missing, found_and_expected, title_field
from consortia.portals.applicant.entry.towns import TownFields, town_initial
from consortia.portals.applicant.entry.ways import (
    DistanceLine,
    add_distance_fields,
    clean_distances,
    distance_lines,
    distances_given,
    distances_initial,
    distances_open,
)
from consortia.portals.shared.money import short_euro_words
from consortia.stages.applications.services.planning import PlanEntry

GROUPS = "groups"
MOST_GROUPS = 200


class GroupForm(forms.Form):
    """A group of people of one kind from one organisation; a line left empty is no group."""

    def __init__(self, *args: Any, setting: ActivityForm, **options: Any) -> None:
        super().__init__(*args, **options)
        self.setting = setting
        self.empty_permitted, self.use_required_attribute = True, False
        number = setting.whole_number
        self.fields["from"] = forms.ChoiceField(
            label=gettext("From"),
            choices=setting.organisation_choices(empty=gettext("Choose an organisation")),
            required=False,
        )
        self.fields["kind"] = forms.ChoiceField(
            label=gettext("Who they are"), choices=setting.kind_choices(), required=False
        )
        self.fields["people"] = number(gettext("People"))
        self.fields["length"] = number(setting.length_title())
        support = setting.terms.linguistic_support
        if support and setting.knows_long_stays:
            amount = short_euro_words(support.amount.amount)
            self.fields["linguistic_support"] = forms.BooleanField(
                label=gettext("Language support, %(amount)s each") % {"amount": amount}, required=False
            )

    @property
    def is_line(self) -> bool:
        """Whether anything was filled in."""
        return any(self.cleaned_data.get(name) not in {None, "", False} for name in self.fields)

    def clean(self) -> dict[str, Any]:
        """Ask for all parts of a line as soon as one is there."""
        wanted = {
            "from": gettext("Choose the organisation they come from."),
            "kind": gettext("Choose who they are."),
            "people": gettext("Enter how many people."),
            "length": gettext("Enter how long they stay."),
        }
        if self.is_line:
            for name, problem in wanted.items():
                if self.cleaned_data.get(name) in {None, ""} and name not in self.errors:
                    self.add_error(name, forms.ValidationError(problem, code="required"))
        return self.cleaned_data

    def full_clean(self) -> None:
        """Leave out what is only missing yet while somebody is still at it."""
        super().full_clean()
        if self.is_bound and self.setting.quiet:
            forget_missing(self)

    def value(self) -> dict[str, Any] | None:
        """Return the group as the document holds it, None where a part is still missing."""
        given = self.cleaned_data
        kind = self.setting.terms.kind_by_code.get(given.get("kind", ""))
        if not given.get("from") or kind is None or given.get("people") is None or given.get("length") is None:
            return None
        return {
            "from": given["from"],
            "kind": kind.code,
            "people": given["people"],
            kind.unit: given["length"],
            "distance_km": 0,
            "linguistic_support": bool(given.get("linguistic_support")),
        }


GroupForms = formset_factory(GroupForm, extra=0, max_num=MOST_GROUPS, absolute_max=MOST_GROUPS)


class ActivityForm(EntryForm):
    """An activity in one format, with its groups."""

    template = "applicant/entry/activity.html"
    groups: BaseFormSet[GroupForm]

    def build(self) -> None:
        """Add format and town; the groups are forms of their own."""
        self.fields["format"] = forms.ChoiceField(
            label=gettext("What kind of activity is it?"),
            choices=[(each.code, each.title) for each in self.formats()],
            error_messages={"required": gettext("Choose the kind of activity.")},
        )
        if self.chosen_format is None:
            return
        self.fields["title"] = title_field(gettext("What do you call this activity?"))
        self.town = TownFields(
            self,
            data=self.data if self.is_bound else None,
            countries=self.country_choices(empty=gettext("Choose a country")),
            town_help=gettext("Distances are counted to here."),
            country_required=True,
        )
        add_distance_fields(self)
        self.groups = GroupForms(
            self.data if self.is_bound and f"{GROUPS}-TOTAL_FORMS" in self.data else None,
            prefix=GROUPS,
            initial=self._groups_initial(),
            form_kwargs={"setting": self},
        )

    def _add_months(self) -> None:
        if self.chosen_format is not None:
            super()._add_months()

    @property
    def terms(self) -> StaysTerms:
        """Formats, kinds of people and rates of the heading."""
        terms = self.heading.terms
        if not isinstance(terms, StaysTerms):
            raise TypeError(f"{self.heading.code} is not paid by stays")
        return terms

    @property
    def chosen_format(self) -> ActivityFormat | None:
        """The format chosen so far."""
        chosen = self.data.get("format") if self.is_bound else self.begun.values.get("format")
        return self.terms.format_by_code.get(str(chosen or ""))

    @property
    def knows_long_stays(self) -> bool:
        """Whether somebody stays long in this format, or was once said to learn the language for it."""
        allowed = self.chosen_format.kinds if self.chosen_format else {}
        chosen = any(group.get("linguistic_support") for group in self.begun.values.get("groups", ()))
        return chosen or any(self.terms.kind_by_code[code].long_stay for code in allowed)

    @property
    def asks_format(self) -> bool:
        """Whether the kind of activity has to be chosen before anything else can be asked."""
        return self.chosen_format is None

    def formats(self) -> list[ActivityFormat]:
        """Return the formats open to the field, and the one that was chosen before the field changed."""
        field = self.rows.application.field
        kept = self.begun.values.get("format")
        return [each for each in self.terms.formats if not each.fields or field in each.fields or each.code == kept]

    def kind_choices(self) -> list[tuple[str, str]]:
        """Return the kinds of people that the format takes, and those that stand in the groups already."""
        allowed = self.chosen_format.kinds if self.chosen_format else {}
        kinds = [(kind.code, kind.title) for kind in self.terms.kinds if kind.code in allowed]
        return [("", gettext("Choose who they are")), *kinds]

    def length_title(self) -> str:
        """Return what the length of a stay is called, by the unit that the kinds of people here are counted in."""
        units = {self.terms.kind_by_code[code].unit for code, _title in self.kind_choices() if code}
        if len(units) > 1:
            return gettext("Days or months of stay")
        return gettext("Months of stay") if "months" in units else gettext("Days of stay")

    def length_words(self) -> str:
        """Return how long each kind of people may stay in this format."""
        words = []
        for allowed in self.chosen_format.groups if self.chosen_format else ():
            kind = self.terms.kind_by_code[allowed.kind]
            pattern = (
                gettext("%(kind)s: %(from)s to %(to)s days")
                if kind.unit == "days"
                else gettext("%(kind)s: %(from)s to %(to)s months")
            )
            words.append(pattern % {"kind": kind.title, "from": allowed.from_, "to": allowed.to})
        return "; ".join(words)

    def initial_from(self, entry: PlanEntry) -> dict[str, Any]:
        """Return what an activity holds beside its groups, field by field."""
        country = entry.values.get("host_country", "")
        town = town_initial(entry.extras, country=country)
        return {"format": entry.values.get("format", ""), **town, **distances_initial(entry.extras)}

    def clean(self) -> dict[str, Any]:
        """Look at town, distances and groups too."""
        super().clean()
        if self.chosen_format is not None:
            self.found_town = self.town.clean()
            clean_distances(self)
        return self.cleaned_data

    def is_valid(self) -> bool:
        """Whether the activity and each of its groups can be read."""
        return super().is_valid() and self.chosen_format is not None and self.groups.is_valid()

    def values(self) -> dict[str, Any]:
        """Return the keys of the document for an activity."""
        return {
            "format": self.cleaned_data.get("format", ""),
            "host_country": self.cleaned_data.get("country", ""),
            "groups": [group for form in self._filled() if (group := form.value()) is not None],
        }

    def extras(self) -> dict[str, Any]:
        """Return the town, and distances that people set."""
        if self.chosen_format is None:
            return {}
        found = {"venue": getattr(self, "found_town", None), "distances": distances_given(self)}
        return {key: value for key, value in found.items() if value}

    def field_at(self, place: str) -> str | None:
        """Return the field that a place within the activity speaks of."""
        return super().field_at("country" if place == "host_country" else place)

    def blame(self, error: DocumentError, place: str) -> None:
        """Show what the core could not read at the group or field it speaks of."""
        within = error.where.removeprefix(f"{place}.")
        filled = self._filled()
        index, _bracket, part = within.removeprefix("groups[").partition("]")
        if not within.startswith("groups[") or int(index) >= len(filled):
            super().blame(error, place)
            return
        form, name = filled[int(index)], part.removeprefix(".")
        field = name if name in form.fields else "length" if name in {"days", "months"} else None
        form.add_error(field, found_and_expected(error))

    @property
    def has_distances(self) -> bool:
        """Whether a distance was set by hand, or is being set."""
        return distances_open(self)

    def distance_lines(self) -> tuple[DistanceLine, ...]:
        """Return the lines of the table of distances."""
        return distance_lines(self, self.row)

    def _filled(self) -> list[GroupForm]:
        if self.chosen_format is None or not self.groups.is_bound:
            return []
        for form in self.groups.forms:
            form.errors  # noqa: B018  # looking at the errors is what cleans a form
        return [form for form in self.groups.forms if form.is_line]

    def _groups_initial(self) -> list[dict[str, Any]]:
        stored = [
            {**group, "length": group.get("days", group.get("months"))} for group in self.begun.values.get("groups", ())
        ]
        return stored or [{}]
