"""The past of the demo world: invented projects in a list as it would be published, read in like any other."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from consortia.core.call import CallDefinition
from consortia.demo.ideas import Idea, capitalised, ideas
from consortia.demo.names import material
from consortia.demo.population import Population
from consortia.stages.organisations.models import Organisation
from consortia.stages.past_projects.models import PastOrganisation
from consortia.stages.past_projects.services.importing import import_results
from consortia.stages.past_projects.services.linking import link_organisation
from consortia.stages.past_projects.services.places import digest_of

PROJECTS: Final = 300
FIRST_YEAR, LAST_YEAR = 2008, 2015
SOURCE: Final = "Invented for this demonstration"
FILE: Final = "past-projects-of-the-demo-world.csv"
MOST_PARTNERS: Final = 8
# One project in so many has a slip in the name of its coordinator, as lists do.
_MISTYPED: Final = 12
# One body in so many is an old hand that takes part again and again.
_OLD_HANDS: Final = 40


def read_in_the_past(call: CallDefinition, population: Population, seed: int) -> int:
    """Read in the list of past projects and link the cast to its names there; return how many projects there are."""
    chance = random.Random(f"past {seed}")
    bodies = sorted((each for sort in population.by_sort.values() for each in sort), key=lambda each: each.name)
    bodies += population.cast.values()
    rows = [_row(number, chance, call, bodies) for number in range(1, PROJECTS + 1)]
    imported = import_results(io.BytesIO(_as_list(rows)), name=FILE, told_by=SOURCE)
    for body in population.cast.values():
        if past := PastOrganisation.objects.filter(digest=digest_of(body.name, body.country)).first():
            link_organisation(population.people[str(body.pk)][0], past, body)
    return imported.run.added


def _row(number: int, chance: random.Random, call: CallDefinition, bodies: Sequence[Organisation]) -> dict[str, str]:
    """Return one project as the columns of a published list; what it says is put together from three ideas."""
    first = chance.choice(list(ideas().values()))
    same_field = [each for each in ideas().values() if each.field == first.field]
    second, third = chance.choice(same_field), chance.choice(same_field)
    hands = chance.sample(bodies[:: len(bodies) // _OLD_HANDS], 2)
    consortium = [
        *hands,
        *chance.sample([each for each in bodies if each not in hands], chance.randint(0, MOST_PARTNERS - 2)),
    ]
    chance.shuffle(consortium)
    year = chance.randint(FIRST_YEAR, LAST_YEAR)
    action = next(field.action for field in call.fields if field.code == first.field)
    coordinator = consortium[0]
    row = {
        "Programme": "Demonstration",
        "Action Type": next(field.title for field in call.fields if field.code == first.field),
        "Call year": str(year),
        "Project Identifier": f"{year}-1-{coordinator.country}01-{action}-D{number:05d}",
        "Project Title": _title(first, consortium, chance),
        "Topics": "; ".join(_topics(call, first)),
        "Project Summary": _summary((first, second, third), consortium, chance),
        "EU Grant award in euros": f"{chance.randint(180, 2900) * 100:,}.00",
        "Is Good Practice": "Yes" if chance.random() < 0.1 else "No",
        "Participating countries": ",".join(dict.fromkeys(each.country for each in consortium)),
    }
    for place, body in enumerate(consortium):
        row |= _place(place, body)
    if number % _MISTYPED == 0:
        row["Coordinating organisation name"] = _mistyped(coordinator.name)
    return row


def _mistyped(name: str) -> str:
    """Return a name in which the longest word lacks a letter."""
    word = max(name.split(), key=len)
    middle = len(word) // 2
    return name.replace(word, word[:middle] + word[middle + 1 :], 1)


def _place(place: int, body: Organisation) -> dict[str, str]:
    lead = f"Partner {place}" if place else "Coordinator's"
    whole = f"Partner {place}" if place else "Coordinating organisation"
    return {
        f"{whole} name": body.name,
        f"{lead} address": body.city,
        f"{lead} country": body.country,
        f"{lead} website": body.website,
    }


def _title(idea: Idea, consortium: Sequence[Organisation], chance: random.Random) -> str:
    towns = list(dict.fromkeys(body.city for body in consortium))
    facts = {**capitalised(idea.words), "town": towns[0], "other_town": towns[-1]}
    return str(chance.choice(material("past")["titles"])).format_map(facts)


def _topics(call: CallDefinition, idea: Idea) -> list[str]:
    (question,) = (each for each in call.questions if each.code == "priorities.topics")
    titles = {each.code: each.title for each in question.choices}
    return [titles[code] for code in idea.topics if code in titles]


def _summary(mixed: tuple[Idea, Idea, Idea], consortium: Sequence[Organisation], chance: random.Random) -> str:
    first, second, third = mixed
    facts: Mapping[str, str] = {
        **capitalised(first.words),
        "method": second.words["method"],
        "change": third.words["change"],
        "other_result": second.words["result"],
        "other_users": third.words["users"],
        "lead": consortium[0].name,
        "town": consortium[0].city,
        "other_town": consortium[-1].city,
        "number": str(len(consortium)),
    }
    choose: Callable[[Sequence[str]], str] = chance.choice
    return "\n\n".join(choose(part).format_map(facts) for part in material("past")["summary"])


def _as_list(rows: Sequence[Mapping[str, str]]) -> bytes:
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, headings, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")
