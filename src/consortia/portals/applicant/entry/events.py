"""Events that present results to people from outside the partnership."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext

from consortia.core.call.headings import PerParticipantTerms
from consortia.portals.applicant.entry.base import EntryForm, title_field
from consortia.portals.applicant.entry.towns import TownFields, town_initial
from consortia.portals.shared.money import short_euro_words
from consortia.stages.applications.services.planning import PlanEntry


class EventForm(EntryForm):
    """An event with the number of participants from outside."""

    template = "applicant/entry/event.html"

    def build(self) -> None:
        """Add what it presents, where it is, and how many come."""
        terms = self.terms
        self.fields["title"] = title_field(gettext("What do you call this event?"))
        if terms.presents:
            self.fields["output"] = forms.ChoiceField(
                label=gettext("Which output does it present?"), choices=self._outputs(), required=False
            )
        self.town = TownFields(
            self,
            data=self.data if self.is_bound else None,
            countries=self.country_choices(empty=gettext("Choose a country")),
            town_help=gettext("If you know it already: the timetable names it."),
            country_required=True,
        )
        for name, label, rate in (
            ("local_participants", gettext("Participants from the country of the event"), terms.local),
            ("international_participants", gettext("Participants from other countries"), terms.international),
        ):
            words = gettext("People from outside the partnership. %(rate)s each.") % {
                "rate": short_euro_words(rate.amount)
            }
            self.fields[name] = self.whole_number(label, help_text=words)

    @property
    def terms(self) -> PerParticipantTerms:
        """The rates of the heading."""
        terms = self.heading.terms
        if not isinstance(terms, PerParticipantTerms):
            raise TypeError(f"{self.heading.code} is not paid by participants")
        return terms

    def initial_from(self, entry: PlanEntry) -> dict[str, Any]:
        """Return what an event holds, field by field."""
        numbers = {name: entry.values.get(name) for name in ("local_participants", "international_participants")}
        output = {"output": entry.values.get("output") or ""}
        return {**numbers, **output, **town_initial(entry.extras, country=entry.values.get("country", ""))}

    def clean(self) -> dict[str, Any]:
        """Look at the town too."""
        super().clean()
        self.found_town = self.town.clean()
        return self.cleaned_data

    def values(self) -> dict[str, Any]:
        """Return the keys of the document for an event."""
        given = self.cleaned_data
        values: dict[str, Any] = {
            "country": given.get("country", ""),
            "local_participants": given.get("local_participants") or 0,
            "international_participants": given.get("international_participants") or 0,
        }
        return values | ({"output": given.get("output") or None} if self.terms.presents else {})

    def extras(self) -> dict[str, Any]:
        """Return the town."""
        town = getattr(self, "found_town", None)
        return {"venue": town} if town else {}

    def _outputs(self) -> list[tuple[str, str]]:
        presents = self.terms.presents
        rows = [row for row in self.rows.plan_rows if presents and row.heading == presents.heading]
        return [("", gettext("None yet")), *((row.key, row.title or row.key) for row in rows)]
