"""How the experts of a round worked, counted from individual assessments that were finished."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from consortia.analysis.uncertainty import ExpertFigures, Marked, expert_figures
from consortia.core.assessment import points_of, total_of
from consortia.stages.assessments.models import Assessment
from consortia.stages.assessments.snapshots import opened_all, value_of
from consortia.stages.calls.models import Round
from consortia.stages.experts.models import Assignment
from consortia.stages.people.models import Person
from consortia.stages.screening.queries import kept_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """How one expert worked; `part` numbers the groups of experts that no application connects, the first as 1."""

    name: str
    figures: ExpertFigures
    part: int


def quality_in(agency: str, round_: Round, reader: Person) -> list[Worked]:
    """Return how each expert of an agency's round worked, in the order of names; a constant number of queries.

    What was assessed after an appeal is left out, and so are applications that the reader keeps away from.
    """
    finished = Assessment.objects.filter(
        assignment__application__agency=agency, assignment__application__round=round_, finished_at__isnull=False
    ).exclude(assignment__role=Assignment.Role.APPEAL)
    shown = finished.exclude(assignment__application__in=kept_from(reader, agency))
    submissions = set(shown.values_list("assignment__submission", flat=True))
    names: dict[str, str] = {}
    marked = list(_marked(submissions, names))
    parts = _parts(marked)
    found = [Worked(name=names[each.expert], figures=each, part=parts[each.expert]) for each in expert_figures(marked)]
    return sorted(found, key=lambda each: (each.name, each.figures.expert))


def _marked(submissions: set[UUID], names: dict[str, str]) -> Iterator[Marked]:
    """Yield each finished assessment, and note what its expert is called."""
    for what in opened_all(submissions).values():
        for own, row in what.individual.items():
            assignment, points = what.assignments[own], points_of(value_of(row), what.rules.award)
            if row.finished_at is None or points is None:
                continue
            expert = str(assignment.engagement.expert_id)
            names[expert] = str(assignment.engagement.expert)
            yield Marked(
                application=str(what.submission.application_id),
                expert=expert,
                points=total_of(points.values()),
                assigned=assignment.assigned_at,
                handed_in=row.finished_at,
            )


def _parts(marked: Sequence[Marked]) -> dict[str, int]:
    """Return for each expert the number of the group that shared applications connect, in the order of experts."""
    groups: list[tuple[set[str], set[str]]] = []
    for each in marked:
        experts, applications = {each.expert}, {each.application}
        apart = []
        for group in groups:
            if group[0] & experts or group[1] & applications:
                experts |= group[0]
                applications |= group[1]
            else:
                apart.append(group)
        groups = [*apart, (experts, applications)]
    ordered = sorted(groups, key=lambda group: min(group[0]))
    return {expert: number for number, group in enumerate(ordered, start=1) for expert in group[0]}
