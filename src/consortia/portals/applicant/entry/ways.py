"""The ways people travel to a row's venue: how far, which band, what it pays; and another distance with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext

from consortia.core.call import Heading
from consortia.core.call.headings import DistanceBand, DistanceTravelTerms, StaysTerms, band_of
from consortia.portals.applicant.entry.base import EntryForm
from consortia.portals.shared.money import number_words, short_euro_words
from consortia.stages.applications.models import Participation, PlanRow
from consortia.stages.applications.snapshots import Rows, distance_of, point_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """The way of one organisation's people to the venue: as the towns lie, and as it counts."""

    participation: Participation
    kilometres: int | None
    counted: int | None
    band: DistanceBand | None
    paid: bool
    missing: str = ""

    @property
    def overridden(self) -> bool:
        """Whether a person set another distance than the towns give."""
        return self.counted is not None and self.counted != self.kilometres

    @property
    def words(self) -> str:
        """Distance, band and rate: "1 483 km, band 100 to 1 999 km, € 575 each"."""
        if self.counted is None or self.band is None:
            return self.missing
        return gettext("%(distance)s km, band %(band)s, %(rate)s each") % {
            "distance": number_words(self.counted),
            "band": band_words(self.band),
            "rate": short_euro_words(self.band.rate.amount),
        }


def band_words(band: DistanceBand) -> str:
    """Return a band as "100 to 1 999 km"."""
    if band.to is None:
        return gettext("%(from)s km or more") % {"from": number_words(band.from_)}
    return gettext("%(from)s to %(to)s km") % {"from": number_words(band.from_), "to": number_words(band.to)}


def bands_of(heading: Heading) -> tuple[DistanceBand, ...]:
    """Return the distance bands that a heading pays by."""
    if isinstance(heading.terms, DistanceTravelTerms):
        return heading.terms.bands
    return heading.terms.travel if isinstance(heading.terms, StaysTerms) else ()


def way_of(participation: Participation, row: PlanRow, rows: Rows, heading: Heading) -> Way:
    """Return the way of one organisation to the venue of a row."""
    counted = distance_of(row, participation.key, rows)
    return Way(
        participation=participation,
        kilometres=rows.kilometres(row, participation.key),
        counted=counted,
        band=None if counted is None else band_of(bands_of(heading), counted),
        paid=rows.call.look.roles[participation.role].funded,
        missing=_missing_words(participation, row, rows),
    )


def add_distance_fields(form: EntryForm) -> None:
    """Add for each organisation another distance and its reason."""
    for participation in form.rows.participations:
        name = participation.organisation.name
        form.fields[f"km-{participation.key}"] = form.whole_number(
            gettext("Kilometres one way for %(name)s") % {"name": name}
        )
        form.fields[f"reason-{participation.key}"] = forms.CharField(
            label=gettext("Reason for %(name)s") % {"name": name},
            required=False,
            max_length=200,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )


def distances_initial(extras: dict[str, Any]) -> dict[str, Any]:
    """Return the first values of the fields for other distances."""
    given = extras.get("distances", {})
    return {f"km-{key}": each["km"] for key, each in given.items()} | {
        f"reason-{key}": each["reason"] for key, each in given.items()
    }


def clean_distances(form: EntryForm) -> None:
    """Ask for a reason wherever somebody sets another distance than the towns give."""
    for participation in form.rows.participations:
        kilometres = form.cleaned_data.get(f"km-{participation.key}")
        reason = str(form.cleaned_data.get(f"reason-{participation.key}") or "").strip()
        if kilometres is not None and not reason:
            problem = gettext("Say why another distance applies for %(name)s.") % {
                "name": participation.organisation.name
            }
            form.add_error(f"reason-{participation.key}", forms.ValidationError(problem, code="incomplete"))
        if reason and kilometres is None and f"km-{participation.key}" not in form.errors:
            problem = gettext("Enter the kilometres too, or take the reason out.")
            form.add_error(f"km-{participation.key}", forms.ValidationError(problem, code="incomplete"))


def distances_given(form: EntryForm) -> dict[str, dict[str, Any]]:
    """Return the distances that people set, with their reasons, by organisation."""
    given = form.cleaned_data
    return {
        p.key: {"km": given[f"km-{p.key}"], "reason": given.get(f"reason-{p.key}", "").strip()}
        for p in form.rows.participations
        if given.get(f"km-{p.key}") is not None
    }


def distances_open(form: EntryForm) -> bool:
    """Return whether anything stands in the fields for other distances, or is wrong there."""
    names = [f"{part}-{p.key}" for p in form.rows.participations for part in ("km", "reason")]
    return any(form[name].value() not in {None, ""} or form[name].errors for name in names)


@dataclass(frozen=True, slots=True)
class DistanceLine:
    """A line of the table of other distances."""

    way: Way
    kilometres: BoundField
    reason: BoundField


def distance_lines(form: EntryForm, row: PlanRow) -> tuple[DistanceLine, ...]:
    """Return for each organisation its way and the fields to set another one."""
    return tuple(
        DistanceLine(way_of(p, row, form.rows, form.heading), form[f"km-{p.key}"], form[f"reason-{p.key}"])
        for p in form.rows.participations
    )


def _missing_words(participation: Participation, row: PlanRow, rows: Rows) -> str:
    if rows.venue(row) is None:
        return gettext("not known until the town is chosen")
    if point_of(participation.organisation) is None:
        return gettext(
            "%(town)s is not on our map: correct the town of the organisation, or enter the kilometres below"
        ) % {"town": participation.organisation.city}
    return ""
