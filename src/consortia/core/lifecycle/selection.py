"""The moves of a selection and of an appeal, one row each; what is not in the table cannot happen."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from consortia.core.lifecycle.table import has_row, state_after

SelectionState: TypeAlias = Literal["drawing-up", "proposed", "approved", "published"]
AppealState: TypeAlias = Literal["sent", "received", "reassessing", "proposed", "decided"]
Hand: TypeAlias = Literal["agency", "committee", "director", "applicant", "second-person"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionMove:
    """A move of a selection; `by` says whose hand it needs, `complete` that nothing of the list may be missing."""

    state: SelectionState
    move: str
    becomes: SelectionState
    by: Hand
    complete: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealMove:
    """A move of an appeal."""

    state: AppealState
    move: str
    becomes: AppealState
    by: Hand


SELECTION: tuple[SelectionMove, ...] = (
    SelectionMove(state="drawing-up", move="draw", becomes="drawing-up", by="agency"),
    SelectionMove(state="drawing-up", move="lower", becomes="drawing-up", by="agency"),
    SelectionMove(state="drawing-up", move="propose", becomes="proposed", by="committee", complete=True),
    SelectionMove(state="proposed", move="approve", becomes="approved", by="director", complete=True),
    # The committee looks again; what it had proposed stays on record.
    SelectionMove(state="proposed", move="refuse", becomes="drawing-up", by="director"),
    SelectionMove(state="proposed", move="take-back", becomes="drawing-up", by="committee"),
    SelectionMove(state="approved", move="publish", becomes="published", by="director"),
    # What happens afterwards moves the list on, as events in their order, and never back into drawing up.
    SelectionMove(state="published", move="decline", becomes="published", by="applicant"),
    SelectionMove(state="published", move="grow", becomes="published", by="agency"),
    SelectionMove(state="published", move="settle-appeal", becomes="published", by="second-person"),
)

APPEALS: tuple[AppealMove, ...] = (
    AppealMove(state="sent", move="receive", becomes="received", by="agency"),
    AppealMove(state="received", move="assess-anew", becomes="reassessing", by="agency"),
    AppealMove(state="received", move="propose", becomes="proposed", by="agency"),
    AppealMove(state="reassessing", move="propose", becomes="proposed", by="agency"),
    AppealMove(state="proposed", move="decide", becomes="decided", by="second-person"),
    AppealMove(state="proposed", move="send-back", becomes="received", by="second-person"),
)


def move_selection(state: str, verb: str) -> SelectionState:
    """The state that a move leads to; an error where the table has no such row."""
    return state_after(SELECTION, state, verb)


def may_move_selection(state: str, verb: str) -> bool:
    """Whether the table has such a row."""
    return has_row(SELECTION, state, verb)


def move_appeal(state: str, verb: str) -> AppealState:
    """The state that a move leads to; an error where the table has no such row."""
    return state_after(APPEALS, state, verb)


def may_move_appeal(state: str, verb: str) -> bool:
    """Whether the table has such a row."""
    return has_row(APPEALS, state, verb)
