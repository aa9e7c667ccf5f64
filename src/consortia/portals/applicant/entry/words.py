"""A planned row in words: for the table of its heading, its history, and two versions side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext, ngettext

from consortia.core.call import Heading
from consortia.core.call.headings import BasisCode, DailyRatesTerms, StaysTerms
from consortia.portals.applicant.entry.months import span_words
from consortia.portals.shared.money import euro_words, number_words
from consortia.stages.applications.models import PlanRow
from consortia.stages.applications.snapshots import ENTRIES, Rows


@dataclass(frozen=True, slots=True)
class Fact:
    """A label with what a row says under it."""

    label: str
    value: str


def facts_of(row: PlanRow, heading: Heading, rows: Rows) -> tuple[Fact, ...]:
    """Return everything a row holds, in words."""
    facts = [Fact(gettext("Name"), row.title)] if row.title else []
    facts.extend(FACTS[heading.basis](row, heading, rows))
    span = span_words(rows.application.start, row.first_month, row.last_month)
    if span:
        facts.append(Fact(gettext("Months"), span))
    for key, given in row.extras.get("distances", {}).items():
        words = gettext("%(km)s km one way: %(reason)s") % {"km": number_words(given["km"]), "reason": given["reason"]}
        facts.append(Fact(gettext("Distance for %(name)s") % {"name": organisation_name(key, rows)}, words))
    return tuple(facts)


def venue_words(row: PlanRow, rows: Rows) -> str:
    """Return where a row takes place: its town with the country, else the host's town, else the country."""
    town = row.extras.get("venue")
    if town:
        return f"{town['name']}, {country_name(town['country'], rows)}"
    host = rows.by_key.get(str(row.values.get("host", "")))
    if host is not None:
        return f"{host.organisation.city}, {country_name(host.organisation.country, rows)}"
    return country_name(row.values.get("host_country") or row.values.get("country") or "", rows)


def size_words(row: PlanRow, heading: Heading) -> str:
    """Return how large a row is, in one figure."""
    listed = ENTRIES.get(heading.basis)
    entries = row.values.get(listed[0], ()) if listed else ()
    if heading.basis == "daily-rates":
        days = sum(each.get("days", 0) for each in entries)
        return ngettext("%(shown)s day", "%(shown)s days", days) % {"shown": number_words(days)}
    if listed:
        return _people(sum(each.get("people", 0) for each in entries))
    if heading.basis == "per-participant":
        return _people(row.values.get("local_participants", 0) + row.values.get("international_participants", 0))
    return euro_words(Decimal(row.values.get("cost") or row.values.get("amount") or 0))


def size_label(heading: Heading) -> str:
    """Return what the figure of a row counts."""
    labels: dict[BasisCode, str] = {
        "distance-travel": gettext("Travellers"),
        "daily-rates": gettext("Working days"),
        "per-participant": gettext("Participants"),
        "stays": gettext("People who travel"),
        "real-costs": gettext("Real cost"),
        "lump-sum": gettext("Part of the sum"),
    }
    return labels.get(heading.basis, "")


def country_name(code: str, rows: Rows) -> str:
    """Return the name of a country, or its code where the call does not know it."""
    country = rows.call.countries.get(code)
    return country.name if country else code


def organisation_name(key: str, rows: Rows) -> str:
    """Return the name of an organisation of the consortium; one that left says so."""
    participation = rows.by_key.get(key)
    return participation.organisation.name if participation else gettext("an organisation that left")


def _people(number: int) -> str:
    return ngettext("%(shown)s person", "%(shown)s people", number) % {"shown": number_words(number)}


def _meeting(row: PlanRow, _heading: Heading, rows: Rows) -> Iterator[Fact]:
    yield Fact(gettext("Host"), organisation_name(row.values.get("host", ""), rows))
    yield Fact(gettext("Where"), venue_words(row, rows))
    for traveller in row.values.get("travellers", ()):
        label = gettext("Travellers from %(name)s") % {"name": organisation_name(traveller["from"], rows)}
        yield Fact(label, number_words(traveller["people"]))


def _output(row: PlanRow, heading: Heading, rows: Rows) -> Iterator[Fact]:
    terms = heading.terms
    titles = {each.code: each.title for each in terms.categories} if isinstance(terms, DailyRatesTerms) else {}
    for work in row.values.get("work", ()):
        label = gettext("Days of %(category)s at %(name)s") % {
            "category": titles.get(work["category"], work["category"]),
            "name": organisation_name(work["organisation"], rows),
        }
        yield Fact(label, number_words(work["days"]))


def _event(row: PlanRow, _heading: Heading, rows: Rows) -> Iterator[Fact]:
    yield Fact(gettext("Where"), venue_words(row, rows))
    output = row.values.get("output")
    if output:
        named = next((each.title or each.key for each in rows.plan_rows if each.key == output), output)
        yield Fact(gettext("Presents"), named)
    yield Fact(gettext("Participants from the country"), number_words(row.values.get("local_participants", 0)))
    yield Fact(
        gettext("Participants from other countries"), number_words(row.values.get("international_participants", 0))
    )


def _activity(row: PlanRow, heading: Heading, rows: Rows) -> Iterator[Fact]:
    terms = heading.terms
    if not isinstance(terms, StaysTerms):
        return
    format_ = terms.format_by_code.get(row.values.get("format", ""))
    yield Fact(gettext("Kind of activity"), format_.title if format_ else "")
    yield Fact(gettext("Where"), venue_words(row, rows))
    for group in row.values.get("groups", ()):
        kind = terms.kind_by_code.get(group["kind"])
        label = gettext("Group from %(name)s") % {"name": organisation_name(group["from"], rows)}
        yield Fact(label, _group_words(group, kind.title if kind else group["kind"]))


def _group_words(group: Mapping[str, Any], kind: str) -> str:
    facts = {"people": number_words(group["people"]), "kind": kind, "length": group.get("days", group.get("months", 0))}
    pattern = (
        gettext("%(people)s, %(kind)s, %(length)s days")
        if "days" in group
        else gettext("%(people)s, %(kind)s, %(length)s months")
    )
    words = pattern % facts
    return gettext("%(words)s, with language support") % {"words": words} if group.get("linguistic_support") else words


def _cost(row: PlanRow, _heading: Heading, _rows: Rows) -> Iterator[Fact]:
    if row.title != row.values.get("description"):
        yield Fact(gettext("What for"), str(row.values.get("description", "")))
    yield Fact(gettext("Real cost"), euro_words(Decimal(row.values.get("cost") or 0)))


def _shared(row: PlanRow, _heading: Heading, rows: Rows) -> Iterator[Fact]:
    yield Fact(gettext("Led by"), organisation_name(row.values.get("organisation", ""), rows))
    yield Fact(gettext("Where"), venue_words(row, rows))
    yield Fact(gettext("Part of the lump sum"), euro_words(Decimal(row.values.get("amount") or 0)))


def _nothing(_row: PlanRow, _heading: Heading, _rows: Rows) -> Iterator[Fact]:
    yield from ()


FACTS: Final[Mapping[BasisCode, Callable[[PlanRow, Heading, Rows], Iterator[Fact]]]] = {
    "monthly-share": _nothing,
    "distance-travel": _meeting,
    "daily-rates": _output,
    "per-participant": _event,
    "stays": _activity,
    "real-costs": _cost,
    "lump-sum": _shared,
}
