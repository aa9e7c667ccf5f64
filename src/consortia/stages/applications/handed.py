"""What was handed in, read back from what was frozen: a paper drawn later says what stood then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from consortia.core.application import Application as ApplicationValue
from consortia.core.application import Organisation, read_application
from consortia.core.budget import Budget, calculate_budget
from consortia.core.call import CallDefinition
from consortia.stages.applications.snapshots import View


@dataclass(frozen=True, kw_only=True)
class Handed:
    """The frozen content, the call it was written for, and what the core says of it."""

    frozen: Mapping[str, Any]
    call: CallDefinition
    value: ApplicationValue
    budget: Budget

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Names of the organisations by their id in the document."""
        return {each.id: each.name for each in self.value.organisations}

    @cached_property
    def answers(self) -> Mapping[tuple[str, str], str]:
        """Texts by question and scope."""
        return {(each["question"], each["scope"]): each["text"] for each in self.frozen["answers"]}

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """What planned rows are called, by their place in the document."""
        return {row["place"]: row["title"] or self._described(row) for row in self.frozen["plan"] if row["place"]}

    @cached_property
    def parts(self) -> Mapping[str, Mapping[str, Any]]:
        """What is frozen of each organisation beside the document, by its id."""
        return {part["id"]: part for part in self.frozen["parts"]}

    @property
    def coordinator(self) -> Organisation | None:
        """The organisation that applies for all."""
        roles = self.call.look.roles
        return next((each for each in self.value.organisations if roles[each.role].coordinates), None)

    @property
    def agency(self) -> str:
        """What the agency is called that receives it; empty while it is not chosen."""
        return str(self.frozen["agency"]["title"]) if self.frozen["agency"] else ""

    def country(self, code: str) -> str:
        """What a country is called."""
        found = self.call.countries.get(code)
        return found.name if found else code

    def _described(self, row: Mapping[str, Any]) -> str:
        """A cost is called by its description, which stands in the document."""
        key, _open, rest = row["place"].partition("[")
        rows = self.frozen["document"][key]
        if not isinstance(rows, list):
            rows = rows["activities"]
        described = rows[int(rest.rstrip("]"))]
        return str(described.get("description") or described.get("title") or row["key"])


def planned_facts(view: View) -> list[dict[str, Any]]:
    """Return every planned row as a snapshot holds it; one without a place waits beside the document."""
    return [
        {
            "heading": row.heading,
            "key": row.key,
            "place": view.place_of(row),
            "title": row.title,
            "first_month": row.first_month,
            "last_month": row.last_month,
            "extras": row.extras,
        }
        for row in view.rows.plan_rows
    ]


def handed(frozen: Mapping[str, Any], call: CallDefinition) -> Handed:
    """Read what was frozen and let the core reckon it again: it says what it said then."""
    value = read_application(frozen["document"], call)
    return Handed(frozen=frozen, call=call, value=value, budget=calculate_budget(call, value))
