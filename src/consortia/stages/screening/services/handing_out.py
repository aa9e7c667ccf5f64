"""What comes in is handed to the team of its round: to whoever handles the fewest files that are not settled."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Count, F

from consortia.stages.agencies.queries import WORKING
from consortia.stages.calls.models import TeamMember
from consortia.stages.people.models import Person
from consortia.stages.screening.models import SETTLED, File
from consortia.stages.screening.queries import kept_from

Teams = Mapping[tuple[str, int, str], Sequence[UUID]]


def hand_out(files: Sequence[File]) -> None:
    """Name a handler for each new file whose round has a team; a team for the field goes before one for every field.

    Nobody is given a file that they keep away from; it waits for a person to say who handles it where nobody is left.
    """
    teams = _teams(files)
    if not teams:
        return
    load = _load({person for team in teams.values() for person in team})
    away = _away(teams, files)
    for file in files:
        members = teams.get((file.agency, file.round_id, file.field)) or teams.get((file.agency, file.round_id, ""), ())
        team = [each for each in members if file.application_id not in away[file.agency, each]]
        if team:
            file.handler_id = min(team, key=lambda person: (load[person], str(person)))
            load[file.handler_id] += 1


def _teams(files: Sequence[File]) -> Teams:
    """Return who handles what, leaving out whoever no longer works for the agency."""
    members = TeamMember.objects.filter(
        agency__in={each.agency for each in files},
        round__in={each.round_id for each in files},
        person__posts__agency=F("agency"),
        person__posts__role__in=WORKING,
        person__posts__ended_at__isnull=True,
    )
    teams: dict[tuple[str, int, str], list[UUID]] = defaultdict(list)
    for agency, round_id, field, person in members.values_list("agency", "round", "field", "person").distinct():
        teams[agency, round_id, field].append(person)
    return teams


def _away(teams: Teams, files: Sequence[File]) -> Mapping[tuple[str, UUID], frozenset[UUID]]:
    """Return from which of the applications each member of a team keeps away; three queries a member."""
    new = [each.application_id for each in files]
    members = {(agency, person) for (agency, _round, _field), team in teams.items() for person in team}
    people = Person.objects.in_bulk([person for _agency, person in members])
    return {
        (agency, person): frozenset(kept_from(people[person], agency).filter(pk__in=new).values_list("pk", flat=True))
        for agency, person in members
    }


def _load(people: set[UUID]) -> Counter[UUID]:
    """Return how many files that are not settled each person handles."""
    rows = File.objects.filter(handler__in=people).exclude(state__in=SETTLED).order_by().values_list("handler")
    return Counter(dict(rows.annotate(number=Count("id"))))
