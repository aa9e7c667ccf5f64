"""Meetings of the partners: who hosts, who travels, how far."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext

from consortia.portals.applicant.entry.base import EntryForm, title_field
from consortia.portals.applicant.entry.towns import TownFields, town_initial
from consortia.portals.applicant.entry.ways import (
    DistanceLine,
    Way,
    add_distance_fields,
    clean_distances,
    distance_lines,
    distances_given,
    distances_initial,
    distances_open,
    way_of,
)
from consortia.stages.applications.services.planning import PlanEntry


@dataclass(frozen=True, slots=True)
class TravellerLine:
    """A line of the table of travellers."""

    way: Way
    people: BoundField


class MeetingForm(EntryForm):
    """A meeting at one of the organisations, with the travellers of each."""

    template = "applicant/entry/meeting.html"

    def build(self) -> None:
        """Add host, town, and the people of each organisation."""
        self.fields["title"] = title_field(
            gettext("What do you call this meeting?"), gettext("For example: kick-off meeting.")
        )
        self.fields["host"] = forms.ChoiceField(
            label=gettext("Which organisation hosts it?"),
            choices=self.organisation_choices(empty=gettext("Choose an organisation")),
            error_messages={"required": gettext("Choose the organisation that hosts the meeting.")},
        )
        self.town = TownFields(
            self,
            data=self.data if self.is_bound else None,
            countries=self.country_choices(empty=gettext("Choose a country")),
            town_help=gettext("Only if it is not in the host's own town."),
            country_required=False,
        )
        self.line_names = self._line_names()
        for key, name in self.line_names:
            organisation = self.rows.by_key[key].organisation.name
            self.fields[name] = self.whole_number(gettext("Travellers from %(name)s") % {"name": organisation})
        add_distance_fields(self)

    def initial_from(self, entry: PlanEntry) -> dict[str, Any]:
        """Return what a meeting holds, field by field."""
        people = {f"people-{key}-{index}": number for key, index, number in _numbered(entry)}
        return {
            "host": entry.values.get("host", ""),
            **people,
            **town_initial(entry.extras),
            **distances_initial(entry.extras),
        }

    def clean(self) -> dict[str, Any]:
        """Look at the town and the distances too."""
        super().clean()
        self.found_town = self.town.clean()
        clean_distances(self)
        return self.cleaned_data

    def values(self) -> dict[str, Any]:
        """Return host and travellers; organisations from which nobody comes are left out."""
        travellers = [
            {"from": key, "people": self.cleaned_data[name], "distance_km": 0}
            for key, name in self.line_names
            if self.cleaned_data.get(name)
        ]
        return {"host": self.cleaned_data.get("host", ""), "travellers": travellers}

    def extras(self) -> dict[str, Any]:
        """Return the town where it is not the host's, and distances that people set."""
        found = {"venue": getattr(self, "found_town", None), "distances": distances_given(self)}
        return {key: value for key, value in found.items() if value}

    def field_at(self, place: str) -> str | None:
        """Return the field that a place within the meeting speaks of."""
        if not place.startswith("travellers["):
            return super().field_at(place)
        filled = [name for _key, name in self.line_names if self.cleaned_data.get(name)]
        index = int(place.partition("[")[2].partition("]")[0])
        return filled[index] if index < len(filled) else None

    def traveller_lines(self) -> tuple[TravellerLine, ...]:
        """Return the lines of the table of travellers."""
        row = self.row
        return tuple(
            TravellerLine(way_of(self.rows.by_key[key], row, self.rows, self.heading), self[name])
            for key, name in self.line_names
        )

    @property
    def has_distances(self) -> bool:
        """Whether a distance was set by hand, or is being set."""
        return distances_open(self)

    def distance_lines(self) -> tuple[DistanceLine, ...]:
        """Return the lines of the table of other distances."""
        return distance_lines(self, self.row)

    def _line_names(self) -> tuple[tuple[str, str], ...]:
        """Return a line for each organisation, or several where several were entered."""
        most: dict[str, int] = defaultdict(lambda: 1)
        for key, index, _people in _numbered(self.begun):
            most[key] = max(most[key], index + 1)
        return tuple(
            (p.key, f"people-{p.key}-{index}") for p in self.rows.participations for index in range(most[p.key])
        )


def _numbered(entry: PlanEntry) -> list[tuple[str, int, int]]:
    """Return the travellers with their number among those of the same organisation."""
    met: dict[str, int] = defaultdict(int)
    numbered = []
    for traveller in entry.values.get("travellers", ()):
        key = traveller["from"]
        numbered.append((key, met[key], traveller["people"]))
        met[key] += 1
    return numbered
