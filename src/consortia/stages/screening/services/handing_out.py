"""What comes in is handed to the team of its round: to whoever handles the fewest files that are not settled."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Count, F

from consortia.stages.agencies.queries import WORKING
from consortia.stages.calls.models import TeamMember
from consortia.stages.screening.models import SETTLED, File

Teams = Mapping[tuple[str, int, str], Sequence[UUID]]


def hand_out(files: Sequence[File]) -> None:
    """Name a handler for each new file whose round has a team; a team for the field goes before one for every field."""
    teams = _teams(files)
    if not teams:
        return
    load = _load({person for team in teams.values() for person in team})
    for file in files:
        team = teams.get((file.agency, file.round_id, file.field)) or teams.get((file.agency, file.round_id, ""))
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


def _load(people: set[UUID]) -> Counter[UUID]:
    """Return how many files that are not settled each person handles."""
    rows = File.objects.filter(handler__in=people).exclude(state__in=SETTLED).order_by().values_list("handler")
    return Counter(dict(rows.annotate(number=Count("id"))))
