"""An assessment file as the core's values: how far it is, who wrote what, what the totals lead to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import cast
from uuid import UUID

from consortia.core.assessment import Assessment as AssessmentValue
from consortia.core.assessment import (
    Comparison,
    File,
    FileState,
    Judgement,
    compare_totals,
    experts_needed,
    moves,
    points_of,
    total_of,
)
from consortia.core.call import CallDefinition
from consortia.core.call.award import Award, Selection
from consortia.core.errors import IllegalMoveError, NoValueError
from consortia.core.values import euros
from consortia.stages.applications.models import Submission
from consortia.stages.assessments.models import Assessment, AssessmentFile
from consortia.stages.assessments.queries import assessments_in, assignments_about, files_of, submissions_to_assess
from consortia.stages.calls.snapshots import call_of_edition
from consortia.stages.experts.models import Assignment


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What the call says of assessing."""

    call: CallDefinition
    award: Award
    selection: Selection


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An assessment file with everything in it; assignments and individual assessments by the assignment's id."""

    row: AssessmentFile | None
    submission: Submission
    rules: Rules
    file: File
    assignments: Mapping[str, Assignment]
    individual: Mapping[str, Assessment]
    consolidated: Assessment | None

    def written(self, own: str) -> AssessmentValue:
        """What an expert has written; empty while they have not begun."""
        row = self.individual.get(own)
        return value_of(row) if row else AssessmentValue()

    @property
    def agreed(self) -> AssessmentValue:
        """What is agreed on; empty while nobody has written it."""
        return value_of(self.consolidated) if self.consolidated else AssessmentValue()

    @property
    def lead(self) -> str:
        """Who writes the consolidated assessment: the expert named for it, or else who was asked first of the pair."""
        named = [each for each in self.file.pair if self.assignments[each].leads]
        return (*named, *self.file.pair, "")[0]

    @property
    def comparison(self) -> Comparison | None:
        """What the totals lead to; None until everybody has finished."""
        return comparison_of(self, self.file) if self.file.all_finished else None


def rules_of(submission: Submission) -> Rules:
    """Return what the call says of assessing; raises NoValueError where it says nothing."""
    application = submission.application
    call = call_of_edition(submission.edition_hash, years_later=application.round.years_later)
    if call.award is None or call.selection is None:
        message = f"the call {call.code} says nothing about assessing"
        raise NoValueError(message)
    return Rules(call=call, award=call.award, selection=call.selection)


def opened(submission: Submission, *, appeal: bool = False) -> Opened:
    """Read one assessment file."""
    return opened_all([submission.pk], appeal=appeal)[submission.pk]


def opened_all(submissions: Iterable[UUID], *, appeal: bool = False) -> dict[UUID, Opened]:
    """Read the assessment files of submissions; six queries, however many there are and however many experts."""
    found = list(submissions_to_assess(submissions))
    files = {each.submission_id: each for each in files_of(found, appeal=appeal)}
    rows: dict[UUID, list[Assessment]] = {}
    for assessment in assessments_in(files.values()):
        rows.setdefault(assessment.file_id, []).append(assessment)
    assignments: dict[UUID, dict[str, Assignment]] = {}
    for each in assignments_about(found, appeal=appeal):
        assignments.setdefault(each.submission_id, {})[str(each.pk)] = each
    return {
        each.pk: _opened(each, files.get(each.pk), rows=rows, assignments=assignments.get(each.pk, {}))
        for each in found
    }


def _opened(
    submission: Submission,
    row: AssessmentFile | None,
    *,
    rows: Mapping[UUID, list[Assessment]],
    assignments: Mapping[str, Assignment],
) -> Opened:
    inside = rows.get(row.pk, []) if row else []
    found = Opened(
        row=row,
        submission=submission,
        rules=rules_of(submission),
        file=File(needed=0),
        assignments=assignments,
        individual={str(each.assignment_id): each for each in inside if not each.consolidated},
        consolidated=next((each for each in inside if each.consolidated), None),
    )
    return replace(found, file=_aligned(found, _kept(found)))


def value_of(row: Assessment) -> AssessmentValue:
    """Return an assessment as the core reads it; its entries have been fetched."""
    under: dict[str, dict[str, str]] = {}
    for entry in row.entries.all():
        under.setdefault(entry.criterion, {})[entry.part] = entry.text
    return AssessmentValue(judgements=tuple(Judgement(criterion=code, **texts) for code, texts in under.items()))


def comparison_of(what: Opened, file: File) -> Comparison:
    """Return what the totals of those who were asked lead to."""
    return compare_totals(
        what.rules.award, what.rules.selection.consolidation, totals_of(what, file.experts), needed=file.needed
    )


def totals_of(what: Opened, experts: Iterable[str]) -> list[int]:
    """Return the totals of finished assessments; raises NoValueError for one that has no points."""
    totals = []
    for expert in experts:
        points = points_of(what.written(expert), what.rules.award)
        if points is None:
            message = f"the assessment of assignment {expert} has no points"
            raise NoValueError(message)
        totals.append(total_of(points.values()))
    return totals


def comparing(what: Opened) -> Callable[[File], tuple[str, ...]]:
    """Return how the core learns whose points are consolidated."""
    return lambda file: tuple(file.experts[place] for place in comparison_of(what, file).pair)


def _kept(what: Opened) -> File:
    """Return the file as it was kept last, before what happened to its assignments since."""
    running = [each for each in what.assignments.values() if each.ended_at is None]
    beyond = sum(each.role != Assignment.Role.THIRD for each in running)
    grant = euros(Decimal(what.submission.budget["grant"]))
    needed = max(experts_needed(what.rules.selection.experts, grant), beyond)
    if what.row is None:
        return File(needed=needed)
    signatures = what.consolidated.signatures.all() if what.consolidated else ()
    return File(
        needed=needed,
        state=cast("FileState", what.row.state),  # the choices of the column are the states of the core
        experts=tuple(what.row.experts),
        finished=frozenset(own for own, each in what.individual.items() if each.finished_at) & {*what.row.experts},
        pair=tuple(what.row.pair),
        signed=frozenset(str(each.assignment_id) for each in signatures if each.removed_at is None),
    )


def _aligned(what: Opened, file: File) -> File:
    """Take off whose assignment has ended, and ask whoever was given the application since; what is final stays."""
    running = [own for own, each in what.assignments.items() if each.ended_at is None]
    if file.state == "final":
        return file
    for own in file.experts:
        if own not in running:
            file = moves.take_off(file, own, comparing(what))
    for own in running:
        if own not in file.experts:
            file = _asked(file, own)
    return file


def _asked(file: File, own: str) -> File:
    try:
        return moves.ask_expert(file, own)
    except IllegalMoveError:
        # Given to an expert whom this file does not need: they see that, and what they write counts for nothing.
        return file
