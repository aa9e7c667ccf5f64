"""Who takes part in an application of the demo world: one of the cast, or any body of a country and kind."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from consortia.demo.ideas import Idea
from consortia.demo.population import Population
from consortia.demo.stories import Story
from consortia.stages.organisations.models import Organisation
from consortia.stages.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place in a consortium: who stands there, in which role, and who writes for them."""

    organisation: Organisation
    role: str
    writers: tuple[Person, ...]


def gather(idea: Idea, story: Story, population: Population) -> Mapping[int, Place]:
    """Return who stands at each place of the consortium, the same for the same seed."""
    chance = random.Random(f"{idea.code} {story.when}")
    taken: set[object] = set()
    places: dict[int, Place] = {}
    for number, told in enumerate(idea.parts):
        words = told.split()
        body = population.cast.get(words[0]) or _any_body(chance, population, (words[0], words[1]), taken)
        taken.add(body.pk)
        role = "coordinator" if number == 0 else "associated" if "associated" in words else "partner"
        places[number] = Place(organisation=body, role=role, writers=_writers(body, population, story, number))
    return places


def _any_body(chance: random.Random, population: Population, sort: tuple[str, str], taken: set[object]) -> Organisation:
    free = [each for each in population.by_sort[sort] if each.pk not in taken]
    if not free:
        raise ValueError(f"nobody in the demo world is a {sort[1]} in {sort[0]}")
    return chance.choice(free)


def _writers(body: Organisation, population: Population, story: Story, number: int) -> tuple[Person, ...]:
    writers = population.people[str(body.pk)]
    if number == 0 and story.lead:
        writers = sorted(writers, key=lambda each: each.email != story.lead)
    return tuple(writers)
