"""The moves of an agency's file on a submitted application, one row each; what is not in the table cannot happen."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from consortia.core.lifecycle.table import has_row, state_after

ScreeningState: TypeAlias = Literal[
    "received", "checking", "clarifying", "eligible", "refusal-proposed", "ineligible", "withdrawn"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningMove:
    """A move from one state to another; `by` says whose hand it needs."""

    state: ScreeningState
    move: str
    becomes: ScreeningState
    by: Literal["officer", "second-person", "applicant"]


SCREENING: tuple[ScreeningMove, ...] = (
    ScreeningMove(state="received", move="begin", becomes="checking", by="officer"),
    ScreeningMove(state="checking", move="ask", becomes="clarifying", by="officer"),
    ScreeningMove(state="clarifying", move="answer", becomes="checking", by="applicant"),
    # Nobody answered, or the question no longer matters: the officer goes on with what is there.
    ScreeningMove(state="clarifying", move="go-on", becomes="checking", by="officer"),
    ScreeningMove(state="checking", move="pass", becomes="eligible", by="officer"),
    ScreeningMove(state="eligible", move="look-again", becomes="checking", by="officer"),
    ScreeningMove(state="checking", move="propose-refusal", becomes="refusal-proposed", by="officer"),
    ScreeningMove(state="refusal-proposed", move="refuse", becomes="ineligible", by="second-person"),
    ScreeningMove(state="refusal-proposed", move="send-back", becomes="checking", by="second-person"),
    ScreeningMove(state="refusal-proposed", move="take-back", becomes="checking", by="officer"),
    # A later version counts: whatever was found about the earlier one is looked at anew.
    ScreeningMove(state="received", move="replace", becomes="received", by="applicant"),
    ScreeningMove(state="checking", move="replace", becomes="received", by="applicant"),
    ScreeningMove(state="clarifying", move="replace", becomes="received", by="applicant"),
    ScreeningMove(state="eligible", move="replace", becomes="received", by="applicant"),
    ScreeningMove(state="refusal-proposed", move="replace", becomes="received", by="applicant"),
    ScreeningMove(state="ineligible", move="replace", becomes="received", by="applicant"),
    ScreeningMove(state="withdrawn", move="replace", becomes="received", by="applicant"),
    ScreeningMove(state="received", move="withdraw", becomes="withdrawn", by="applicant"),
    ScreeningMove(state="checking", move="withdraw", becomes="withdrawn", by="applicant"),
    ScreeningMove(state="clarifying", move="withdraw", becomes="withdrawn", by="applicant"),
    ScreeningMove(state="eligible", move="withdraw", becomes="withdrawn", by="applicant"),
    ScreeningMove(state="refusal-proposed", move="withdraw", becomes="withdrawn", by="applicant"),
    ScreeningMove(state="ineligible", move="withdraw", becomes="withdrawn", by="applicant"),
)


def move_file(state: str, verb: str) -> ScreeningState:
    """The state that a move leads to; an error where the table has no such row."""
    return state_after(SCREENING, state, verb)


def may_move_file(state: str, verb: str) -> bool:
    """Whether the table has such a row."""
    return has_row(SCREENING, state, verb)
