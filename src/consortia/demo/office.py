"""The agency of the demo world: who works there, which experts it can ask, and where everybody is found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from consortia.demo.names import material
from consortia.demo.population import Population
from consortia.demo.stage import ZONE, Stage
from consortia.stages.agencies.services import appoint
from consortia.stages.applications.models import Application, Participation
from consortia.stages.calls.models import Round
from consortia.stages.calls.services import set_envelope, set_team
from consortia.stages.experts.models import Expert
from consortia.stages.experts.services.describing import Profile, keep_profile
from consortia.stages.people.models import Person
from consortia.stages.people.services import add_known_person

BEGIN_OF_WORK: Final = time(9, 20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The agency with its people and experts, each by what the material calls them."""

    agency: str
    people: Mapping[str, Person]
    experts: Mapping[str, Expert]
    stage: Stage

    def ago(self, days: int) -> datetime:
        """Return the morning so many days before today, when people begin to work."""
        day = (self.stage.today - timedelta(days=days)).astimezone(ZONE).date()
        return datetime.combine(day, BEGIN_OF_WORK, tzinfo=ZONE)

    def application(self, acronym: str) -> Application:
        """Return an application by its short name."""
        return Application.objects.select_related("round__edition").get(acronym=acronym)

    def applicant(self, application: Application) -> Person:
        """Return who writes for the coordinator of an application."""
        part = Participation.objects.select_related("organisation").get(
            application=application, role=Participation.Role.COORDINATOR
        )
        return self.stage.population.writers(part.organisation)[0]

    def give_money(self, round_: Round, told: Mapping[str, Any]) -> None:
        """Say how much money there is in each field of a round, and who handles what comes in."""
        lead = self.people["team-lead"]
        for field, amount in told["envelopes"].items():
            set_envelope(lead, self.agency, round_, field=field, amount=Decimal(amount), reason=told["why"])
        set_team(lead, self.agency, round_, [(self.people[code], field) for code, field in told["team"]])


def open_office(stage: Stage) -> Office:
    """Give posts to everybody who works for an agency, and let experts describe themselves."""
    told = material("agency")
    people = {}
    for each in told["staff"]:
        people[each["code"]] = _somebody(each, stage.population)
        appoint(people[each["code"]], each.get("of", told["agency"]), each["post"], by=None)
    experts = {
        each["code"]: keep_profile(_somebody(each, stage.population), _profile(each))
        for each in material("experts")["experts"]
    }
    return Office(agency=told["agency"], people=people, experts=experts, stage=stage)


def _somebody(told: Mapping[str, Any], population: Population) -> Person:
    """Return who has an address; those with an account that is shown are there already."""
    if told["email"] not in population.by_email:
        population.by_email[told["email"]] = add_known_person(told["email"], name=told["name"])
    return population.by_email[told["email"]]


def _profile(told: Mapping[str, Any]) -> Profile:
    return Profile(
        fields=tuple(told["fields"]),
        priorities=tuple(told["priorities"]),
        languages=("en",),
        country=told["country"],
        town=told["town"],
        employer_name=told["employer_name"],
        domain="" if told["email"].endswith("@demo.example") else told["email"].partition("@")[2],
        works=told["works"].strip(),
        capacity=told.get("capacity", 4),
        in_pool=True,
    )
