"""Activities that share a lump sum."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext

from consortia.portals.applicant.entry.base import EntryForm, title_field
from consortia.portals.applicant.entry.costs import EuroField, sum_text
from consortia.portals.applicant.entry.towns import TownFields, town_initial
from consortia.stages.applications.services.planning import PlanEntry


class SharedActivityForm(EntryForm):
    """An activity with the part of the lump sum that it takes."""

    template = "applicant/entry/share.html"

    def build(self) -> None:
        """Add who leads it, where it is, and its part."""
        self.fields["title"] = title_field(gettext("What do you call this activity?"))
        self.fields["organisation"] = forms.ChoiceField(
            label=gettext("Which organisation leads it?"),
            choices=self.organisation_choices(empty=gettext("Choose an organisation")),
            error_messages={"required": gettext("Choose the organisation that leads the activity.")},
        )
        self.town = TownFields(
            self,
            data=self.data if self.is_bound else None,
            countries=self.country_choices(empty=gettext("Choose a country")),
            town_help=gettext("If you know it already: the timetable names it."),
            country_required=True,
        )
        self.fields["amount"] = EuroField(label=gettext("Its part of the lump sum, in euro"))

    def initial_from(self, entry: PlanEntry) -> dict[str, Any]:
        """Return what an activity holds, field by field."""
        values = entry.values
        town = town_initial(entry.extras, country=values.get("country", ""))
        return {"organisation": values.get("organisation", ""), "amount": values.get("amount", ""), **town}

    def clean(self) -> dict[str, Any]:
        """Look at the town too."""
        super().clean()
        self.found_town = self.town.clean()
        return self.cleaned_data

    def values(self) -> dict[str, Any]:
        """Return the keys of the document for an activity."""
        given = self.cleaned_data
        return {
            "title": self.name(),
            "organisation": given.get("organisation", ""),
            "country": given.get("country", ""),
            "amount": sum_text(given.get("amount")),
        }

    def extras(self) -> dict[str, Any]:
        """Return the town."""
        town = getattr(self, "found_town", None)
        return {"venue": town} if town else {}
