"""What an expert has to do, and how far each thing is, in words that tell nothing of other experts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consortia.core.assessment import PARTS
from consortia.stages.assessments.permissions import may_consolidate, may_see_both, may_sign, may_write
from consortia.stages.assessments.snapshots import opened_all
from consortia.stages.experts.models import Assignment
from consortia.stages.experts.queries import assignments_of

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from consortia.stages.assessments.snapshots import Opened
    from consortia.stages.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How far somebody's part is: the status shown and its word; `waits` says whether it is this expert's turn."""

    status: str
    word: str | _StrPromise
    turn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One application to assess, as its line in the list shows it."""

    assignment: Assignment
    state: State
    href: str
    filled: int
    of: int
    due: date | None
    late: bool


# What counts towards progress: a band need not be named.
COUNTED: Final = tuple(part for part in PARTS if part != "band")


def tasks_of(person: Person, *, today: date) -> list[Task]:
    """Return what a person has to assess, what is their turn first; a constant number of queries."""
    assignments = list(assignments_of(person))
    files = {
        appeal: opened_all([each.submission_id for each in assignments if _is_appeal(each) == appeal], appeal=appeal)
        for appeal in sorted({_is_appeal(each) for each in assignments})
    }
    tasks = [_task(each, files[_is_appeal(each)][each.submission_id], today=today) for each in assignments]
    return sorted(
        tasks, key=lambda each: (not each.state.turn, each.due or date.max, each.assignment.application.reference)
    )


def state_of(assignment: Assignment, what: Opened) -> State:
    """Return how far an expert's part is. Whether others have finished is told only once everybody has."""
    own, file = str(assignment.pk), what.file
    if may_write(own, file):
        begun = what.individual.get(own) is not None
        return IN_PROGRESS if begun else NOT_STARTED
    if may_see_both(own, file):
        if may_sign(own, file):
            return TO_SIGN
        if file.state == "final":
            return FINAL
        return TO_CONSOLIDATE if may_consolidate(own, file, lead=what.lead) and file.state == "consolidating" else WAITS
    row = what.individual.get(own)
    return FINISHED if row is not None and row.finished_at else NOT_NEEDED


NOT_STARTED: Final = State(status="not-started", word=gettext_lazy("Not started"), turn=True)
IN_PROGRESS: Final = State(status="in-progress", word=gettext_lazy("In progress"), turn=True)
FINISHED: Final = State(status="complete", word=gettext_lazy("Finished"), turn=False)
TO_CONSOLIDATE: Final = State(status="needs-attention", word=gettext_lazy("To be consolidated by you"), turn=True)
WAITS: Final = State(status="in-progress", word=gettext_lazy("The other expert is at work"), turn=False)
TO_SIGN: Final = State(status="needs-attention", word=gettext_lazy("Waits for your signature"), turn=True)
FINAL: Final = State(status="complete", word=gettext_lazy("Final"), turn=False)
NOT_NEEDED: Final = State(status="not-applicable", word=gettext_lazy("Not needed any more"), turn=False)


def _is_appeal(assignment: Assignment) -> bool:
    return assignment.role == Assignment.Role.APPEAL


def _task(assignment: Assignment, what: Opened, *, today: date) -> Task:
    state = state_of(assignment, what)
    written = what.written(str(assignment.pk))
    filled = sum(
        bool(getattr(written.under(each.code), part).strip()) for each in what.rules.award.criteria for part in COUNTED
    )
    page = "consolidated" if may_see_both(str(assignment.pk), what.file) else "assessment"
    due = assignment.due_on
    return Task(
        assignment=assignment,
        state=state,
        href=reverse(f"expert:{page}", kwargs={"reference": assignment.application.reference}),
        filled=filled,
        of=len(what.rules.award.criteria) * len(COUNTED),
        due=due,
        late=bool(due and state.turn and due < today),
    )


def progress_words(task: Task) -> str:
    """Return how much is written."""
    return _("%(filled)d of %(of)d points and comments") % {"filled": task.filled, "of": task.of}
