"""What an idea plans, as entries of an application's plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from consortia.demo.ideas import Idea
from consortia.stages.applications.models import Participation
from consortia.stages.applications.services.planning import PlanEntry

# The headings of the material's own tables; an event names the output it presents by its place.
MEETINGS: Final = "transnational-meetings"
OUTPUTS: Final = "intellectual-outputs"
EVENTS: Final = "multiplier-events"
ACTIVITIES: Final = "learning-activities"


class Planner:
    """Turns what an idea says of places in the consortium into entries that name organisations by their keys."""

    def __init__(self, idea: Idea, present: Mapping[int, Participation]) -> None:
        self._idea = idea
        self._present = present
        self._outputs: list[str] = []

    @property
    def size(self) -> int:
        """How many rows the whole plan has."""
        idea = self._idea
        tables = (idea.meetings, idea.outputs, idea.events, idea.activities, idea.special_needs, idea.exceptional_costs)
        return sum(len(table) for table in tables)

    def entries(self) -> Iterator[PlanEntry]:
        """Yield everything that is planned, outputs before the events that present them."""
        for meeting in self._idea.meetings:
            yield self._meeting(meeting)
        for output in self._idea.outputs:
            yield self._output(output)
        for event in self._idea.events:
            yield self._event(event)
        for activity in self._idea.activities:
            yield self._activity(activity)
        for heading, costs in (
            ("special-needs", self._idea.special_needs),
            ("exceptional-costs", self._idea.exceptional_costs),
        ):
            for cost in costs:
                yield PlanEntry(heading=heading, values=dict(cost), title=cost["description"])

    def know_output(self, key: str) -> None:
        """Remember the key that an output was given, for the events that present it."""
        self._outputs.append(key)

    def _meeting(self, told: Mapping[str, Any]) -> PlanEntry:
        host = self._there(told["host"])
        people = told.get("people", 2)
        travellers = [
            {"from": part.key, "people": people, "distance_km": 0}
            for part in self._funded()
            if part.organisation.city != host.organisation.city
        ]
        return PlanEntry(
            heading=MEETINGS,
            values={"host": host.key, "travellers": travellers},
            title=told["title"],
            first_month=told["month"],
            last_month=told["month"],
        )

    def _output(self, told: Mapping[str, Any]) -> PlanEntry:
        work = [
            {"organisation": self._present[place].key, "category": category, "days": days}
            for category in ("teacher", "technician", "manager", "administrative")
            for place, days in enumerate(told.get(category, ()))
            if days and place in self._present
        ]
        return PlanEntry(
            heading=OUTPUTS,
            values={"title": told["title"], "work": work},
            title=told["title"],
            first_month=told["first"],
            last_month=told["last"],
        )

    def _event(self, told: Mapping[str, Any]) -> PlanEntry:
        host = self._there(told["at"]).organisation
        output = self._outputs[told["output"]] if told["output"] < len(self._outputs) else None
        return PlanEntry(
            heading=EVENTS,
            values={
                "country": host.country,
                "output": output,
                "local_participants": told["local"],
                "international_participants": told.get("international", 0),
            },
            title=told["title"],
            first_month=told["month"],
            last_month=told["month"],
            extras={"venue": _venue(host)},
        )

    def _activity(self, told: Mapping[str, Any]) -> PlanEntry:
        host = self._there(told["at"]).organisation
        groups = [self._group(each) for each in told["groups"] if each["from"] in self._present]
        return PlanEntry(
            heading=ACTIVITIES,
            values={"format": told["format"], "host_country": host.country, "groups": groups},
            title=told["title"],
            first_month=told["first"],
            last_month=told.get("last", told["first"]),
            extras={"venue": _venue(host)},
        )

    def _group(self, told: Mapping[str, Any]) -> dict[str, Any]:
        length = {unit: told[unit] for unit in ("days", "months") if unit in told}
        return {
            "from": self._present[told["from"]].key,
            "kind": told["kind"],
            "people": told["people"],
            "distance_km": 0,
            "linguistic_support": told.get("language", False),
            **length,
        }

    def _there(self, place: int) -> Participation:
        """Return who is at a place of the consortium; the coordinator stands in for one who is not."""
        return self._present.get(place) or self._present[0]

    def _funded(self) -> Sequence[Participation]:
        return [part for part in self._present.values() if part.role != Participation.Role.ASSOCIATED]


def _venue(host: Any) -> dict[str, Any]:
    return {
        "name": host.city,
        "country": host.country,
        "near": "",
        "latitude": host.latitude,
        "longitude": host.longitude,
    }
