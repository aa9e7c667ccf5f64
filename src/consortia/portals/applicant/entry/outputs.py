"""Intellectual outputs: working days by organisation and category of staff."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext

from consortia.core.call.headings import Category, DailyRatesTerms
from consortia.core.values import Money
from consortia.portals.applicant.entry.base import EntryForm, title_field
from consortia.stages.applications.models import Participation
from consortia.stages.applications.services.planning import PlanEntry


@dataclass(frozen=True, slots=True)
class DayCell:
    """Days of one category, with the rate that applies to the organisation's country."""

    category: Category
    rate: Money | None
    days: BoundField


@dataclass(frozen=True, slots=True)
class DayLine:
    """A line of the table of working days."""

    participation: Participation
    country: str
    group: str
    cells: tuple[DayCell, ...]


class OutputForm(EntryForm):
    """An output with the days each organisation works on it."""

    template = "applicant/entry/output.html"

    def build(self) -> None:
        """Add the title and a field for each organisation and category."""
        self.fields["title"] = title_field(
            gettext("Title of the output"),
            gettext("What people will hold in their hands, for example: course modules."),
        )
        for participation in self.rows.participations:
            for category in self.terms.categories:
                words = {"name": participation.organisation.name, "category": category.title}
                label = gettext("Days of %(category)s at %(name)s") % words
                self.fields[_name(participation.key, category.code)] = self.whole_number(label)

    @property
    def terms(self) -> DailyRatesTerms:
        """The categories and rates of the heading."""
        terms = self.heading.terms
        if not isinstance(terms, DailyRatesTerms):
            raise TypeError(f"{self.heading.code} has no daily rates")
        return terms

    def initial_from(self, entry: PlanEntry) -> dict[str, Any]:
        """Return the days of each organisation and category; several entries for the same are added up."""
        days: dict[str, int] = {}
        for work in entry.values.get("work", ()):
            name = _name(work["organisation"], work["category"])
            days[name] = days.get(name, 0) + work["days"]
        return {"title": entry.title or entry.values.get("title", ""), **days}

    def values(self) -> dict[str, Any]:
        """Return the title and all days above zero."""
        return {
            "title": self.name(),
            "work": [
                {"organisation": key, "category": category, "days": self.cleaned_data[name]}
                for key, category, name in self._cells()
                if self.cleaned_data.get(name)
            ],
        }

    def field_at(self, place: str) -> str | None:
        """Return the field that a place within the output speaks of."""
        if not place.startswith("work["):
            return super().field_at(place)
        filled = [name for _key, _category, name in self._cells() if self.cleaned_data.get(name)]
        index = int(place.partition("[")[2].partition("]")[0])
        return filled[index] if index < len(filled) else None

    def day_lines(self) -> tuple[DayLine, ...]:
        """Return the lines of the table of working days."""
        return tuple(self._line(participation) for participation in self.rows.participations)

    def _line(self, participation: Participation) -> DayLine:
        country = self.rows.call.countries.get(participation.organisation.country)
        group = self.terms.group_of(country) if country else None
        cells = tuple(
            DayCell(
                category,
                group.rates.get(category.code) if group else None,
                self[_name(participation.key, category.code)],
            )
            for category in self.terms.categories
        )
        return DayLine(participation, country.name if country else "", group.title if group else "", cells)

    def _cells(self) -> list[tuple[str, str, str]]:
        return [
            (p.key, category.code, _name(p.key, category.code))
            for p in self.rows.participations
            for category in self.terms.categories
        ]


def _name(key: str, category: str) -> str:
    return f"days-{key}-{category}"
