"""The bodies and people of the demo world: imagined as plain values first, then registered as people do it."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from django.contrib.auth.hashers import make_password

from consortia.analysis.places import Place, find_place, fold_name
from consortia.demo.accounts import ACCOUNTS, DEMO_PASSWORD
from consortia.demo.clock import Clock
from consortia.demo.ideas import ideas
from consortia.demo.names import Namer, Tongue, material, tongues
from consortia.stages.organisations.models import Membership, Organisation
from consortia.stages.organisations.services import (
    OrganisationRecord,
    Standing,
    admit_person,
    ask_to_join,
    change_standing,
    register_organisation,
)
from consortia.stages.people.models import Person
from consortia.stages.people.services import add_known_person

# One body in five has no number yet; one in three has a second person on the site.
_UNNUMBERED: Final = 4
_COLLEAGUES: Final = 1 / 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody who belongs to a body."""

    name: str
    email: str
    position: str
    role: str = "keeper"
    signs: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """An invented organisation, before it is registered; `code` names one of the cast."""

    record: OrganisationRecord
    members: Sequence[Member]
    code: str = ""


@dataclass(slots=True)
class Population:
    """Who is registered: organisations by country and kind, their keepers, the cast by its codes, again by name."""

    by_sort: dict[tuple[str, str], list[Organisation]] = field(default_factory=lambda: defaultdict(list))
    cast: dict[str, Organisation] = field(default_factory=dict)
    again: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, list[Person]] = field(default_factory=dict)
    by_email: dict[str, Person] = field(default_factory=dict)

    def writers(self, organisation: Organisation) -> list[Person]:
        """Return who writes for an organisation, its keeper first."""
        return self.people[str(organisation.pk)]


def imagine(seed: int) -> tuple[Body, ...]:
    """Return every body of the world, the same for the same seed."""
    chance = random.Random(seed)
    namer = Namer(chance)
    cast = [_cast_body(each) for each in material("cast")["bodies"]]
    bodies = [_body(chance, namer, country, told, kind) for country, told, kind in _wanted(chance)]
    return tuple(_numbered([*cast, *bodies]))


def register(bodies: Sequence[Body], clock: Clock, *, until: datetime) -> Population:
    """Register all bodies and people, one after the other from now on until a moment."""
    population = Population()
    since = clock.moment
    for number, body in enumerate(bodies):
        clock.turn_to(since + (until - since) * number / len(bodies))
        _register(body, population)
    open_accounts(population)
    return population


def _wanted(chance: random.Random) -> Iterator[tuple[str, Mapping[str, Any], str]]:
    """Yield which bodies there shall be: the usual kinds, those that ideas call for, and some more by chance."""
    usual, seldom = material("kinds")["usual"], material("kinds")["seldom"]
    called_for = _called_for()
    for country, told in material("countries").items():
        kinds = list(told.get("kinds") or usual)
        kinds += (called_for[country] - Counter(kinds)).elements()
        if "more" in told:
            kinds += [chance.choice(seldom) for _more in range(len(usual) + told["more"] - len(kinds))]
        for kind in kinds:
            yield country, told, kind


def _called_for() -> Mapping[str, Counter[str]]:
    """Return how many bodies of each kind the largest demand of any idea is, by country."""
    called_for: dict[str, Counter[str]] = defaultdict(Counter)
    for idea in ideas().values():
        for part, times in Counter(part.removesuffix(" associated") for part in idea.parts).items():
            country, _space, kind = part.partition(" ")
            if kind:
                called_for[country] |= Counter({kind: times})
    return called_for


def _body(chance: random.Random, namer: Namer, country: str, told: Mapping[str, Any], kind: str) -> Body:
    tongue = tongues()[told["tongue"]]
    place = _place(chance.choice(told["towns"]), country)
    name, word = namer.body(tongue, kind, place.name)
    record = OrganisationRecord(
        name=name,
        kind=kind,
        country=country,
        city=place.name,
        latitude=place.point.latitude,
        longitude=place.point.longitude,
        charter=kind == "higher-education-institution" and "kinds" not in told,
        website=f"https://{_address(word)}.example",
        profile=_profile(chance, kind, place),
    )
    return Body(record=record, members=tuple(_members(chance, namer, tongue, kind, word)))


def _members(chance: random.Random, namer: Namer, tongue: Tongue, kind: str, word: str) -> Iterator[Member]:
    positions = material("kinds")["positions"]
    heads = positions["heads"].get(kind, positions["heads"]["other"])
    jobs = [(chance.choice(heads), "keeper", True)]
    if chance.random() < _COLLEAGUES:
        jobs.append((chance.choice(positions["staff"]), "writer", False))
    for position, role, signs in jobs:
        name = namer.person(tongue)
        email = f"{_address(name.replace(' ', '.'))}@{_address(word)}.example"
        yield Member(name=name, email=email, position=position, role=role, signs=signs)


def _profile(chance: random.Random, kind: str, place: Place) -> str:
    facts = {
        "town": place.name,
        "years": str(chance.randint(8, 60)),
        "few": ("three", "four", "five", "six", "seven")[chance.randrange(5)],
        "staff": str(chance.randint(12, 40)),
        "staff_cap": ("Twelve", "Fourteen", "Eighteen", "Twenty", "Thirty")[chance.randrange(5)],
        "many": str(chance.randint(3, 19) * 50),
    }
    return " ".join(chance.choice(sentences).format_map(facts) for sentences in material("kinds")["profiles"][kind])


def _cast_body(told: Mapping[str, Any]) -> Body:
    place = _place(told["town"], told["country"])
    facts = {name: told[name] for name in ("name", "kind", "country", "website", "profile")}
    record = OrganisationRecord(
        **facts,
        city=place.name,
        latitude=place.point.latitude,
        longitude=place.point.longitude,
        charter=told.get("charter", False),
    )
    return Body(record=record, code=told["code"], members=tuple(Member(**each) for each in told["members"]))


def _numbered(bodies: Sequence[Body]) -> Iterator[Body]:
    """Give numbers in the form of real ones, from a range that none of them uses; every fifth body has none yet."""
    for number, body in enumerate(bodies):
        numbered = replace(body.record, oid=f"E000{number * 37 + 11:05d}", pic=f"000{number * 613 + 107:06d}")
        yield body if number % 5 == _UNNUMBERED else replace(body, record=numbered)


def _place(town: str, country: str) -> Place:
    place = find_place(town, country)
    if place is None:
        raise ValueError(f"the gazetteer has no {town} in {country}")
    return place


def _address(name: str) -> str:
    return ".".join(fold_name(part).replace(" ", "") for part in name.split("."))


def _register(body: Body, population: Population) -> None:
    first, *others = body.members
    keeper = _person(first, population)
    organisation = register_organisation(keeper, body.record, position=first.position)
    own = Membership.objects.get(person=keeper, organisation=organisation)
    change_standing(keeper, own, _standing(first))
    writers = [keeper]
    for member in others:
        person = _person(member, population)
        asked = ask_to_join(person, organisation, position=member.position)
        admit_person(keeper, asked, _standing(member))
        if member.role != Membership.Role.READER:
            writers.append(person)
    population.people[str(organisation.pk)] = writers
    if body.code:
        population.cast[body.code] = organisation
    else:
        population.by_sort[body.record.country, body.record.kind].append(organisation)


def _standing(member: Member) -> Standing:
    return Standing(
        role=member.role, position=member.position, is_legal_representative=member.signs, may_sign=member.signs
    )


def _person(member: Member, population: Population) -> Person:
    person = add_known_person(member.email, name=member.name)
    population.by_email[member.email] = person
    return person


def open_accounts(population: Population) -> None:
    """Let the demo accounts sign in, those too who belong to nobody; one costly hash serves them all."""
    hashed = make_password(DEMO_PASSWORD)
    for account in ACCOUNTS:
        person = population.by_email.get(account.email) or add_known_person(account.email, name=account.name)
        person.password = hashed
        person.save(update_fields=["password"])
        population.by_email[account.email] = person


def sorts(bodies: Sequence[Body]) -> Counter[tuple[str, str]]:
    """Return how many bodies there are of each country and kind."""
    return Counter((body.record.country, body.record.kind) for body in bodies)
